"""The pages of the room: what explains, asking for information, answering it, the library."""

from portal.outreach.views import answering, appeals, asking, library, pages, queue
from portal.outreach.views.room import bp

__all__ = ["answering", "appeals", "asking", "bp", "library", "pages", "queue"]
