"""How somebody stands in a room: on which side, and as what."""

from dataclasses import dataclass

from portal.adjacent.models import AdjacentRoom
from portal.committees.standing import Standing


@dataclass(frozen=True)
class Place:
    """A room as somebody stands in it: on the side of the table, or of business."""

    room: AdjacentRoom
    at_table: bool
    standing: Standing | None
    """What they are in the committee, where they sit on that side."""
    is_over: bool
    """Whether the round is over: the room is its debrief now."""
