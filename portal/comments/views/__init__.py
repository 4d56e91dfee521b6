"""The pages of the room: filing, reading, one's own, moderating."""

from portal.comments.views import filing, moderating, own, reading
from portal.comments.views.room import bp

__all__ = ["bp", "filing", "moderating", "own", "reading"]
