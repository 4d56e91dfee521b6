"""The pages of the room: the workspace of a committee, a draft, its vote, and what is filed."""

from portal.opinions.views import drafting, public, sharing, voting, workspace
from portal.opinions.views.room import bp

__all__ = ["bp", "drafting", "public", "sharing", "voting", "workspace"]
