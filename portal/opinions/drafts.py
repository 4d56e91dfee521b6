"""A draft as somebody who sits in its committees has it before them."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.committees.queries import Standing
from portal.committees.rules import SeatRole
from portal.opinions.models import Opinion, Party, Poll, Version
from portal.opinions.rules import OPEN_TO_CHANGE, Joining, Stage


@dataclass(frozen=True)
class Draft:
    """An opinion before the eyes of somebody who sits in one of its committees."""

    opinion: Opinion
    latest: Version
    poll: Poll | None
    """The last vote on it."""
    standings: Sequence[Standing]
    """What the reader is in the committees that share it."""
    invited: Sequence[Standing]
    """What the reader is, as chair or secretary, in committees that are asked to join."""
    stage: Stage

    @property
    def parties(self) -> list[Party]:
        """The committees that share it, the one that began it first."""
        return [party for party in self.opinion.parties if party.joining is Joining.JOINED]

    @property
    def codes(self) -> str:
        """The codes of the committees that share it."""
        return ", ".join(sorted(party.committee.code for party in self.parties))

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.stage in OPEN_TO_CHANGE


def is_officer(standing: Standing) -> bool:
    """Say whether somebody chairs the committee, or keeps its papers."""
    return standing.is_secretary or (standing.role is SeatRole.CHAIR and not standing.is_alternate)
