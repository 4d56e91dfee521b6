"""The pages of the room: what explains, asking for information, answering it, the library."""

from portal.outreach.views import answering, asking, library, pages, queue
from portal.outreach.views.room import bp

__all__ = ["answering", "asking", "bp", "library", "pages", "queue"]
