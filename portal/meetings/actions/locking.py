"""One at a time at one meeting."""

from portal.kernel.database import db
from portal.meetings.models import Meeting

DECIDED = ["state", "starts_at", "ends_at", "capacity", "sequence"]


def lock(meeting: Meeting) -> None:
    """Wait until nobody else changes the meeting, and read anew what others decided about it."""
    db.session.refresh(meeting, DECIDED, with_for_update=True)
