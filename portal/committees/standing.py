"""What a person is in the committees, and what that opens to them, as found on a day."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.committees.models import Committee, Term, Undertaking
from portal.committees.rules import VOTING as VOTING_ROLES
from portal.committees.rules import Clearance, SeatRole, has_votes


@dataclass(frozen=True)
class Standing:
    """What a person is in a committee on a day."""

    committee: Committee
    term: Term | None
    """The term in which they sit, with its seat and its organisation; none for the secretary."""
    is_alternate: bool = False

    @property
    def role(self) -> SeatRole | None:
        """The role of the seat; nothing for the secretary."""
        return self.term.seat.role if self.term else None

    @property
    def is_secretary(self) -> bool:
        """Whether the person keeps the committee's papers."""
        return self.term is None

    @property
    def has_vote(self) -> bool:
        """Whether the seat has a vote, in a forum that decides by votes at all."""
        return self.role in VOTING_ROLES and has_votes(self.committee.kind)


@dataclass(frozen=True)
class Access:
    """What a person has signed and declared, as it stands at a moment."""

    clearance: Clearance | None = None
    declared: bool = False
    """Whether their yearly declaration of interests is in force (R68)."""


@dataclass(frozen=True)
class ClearanceRequest:
    """An undertaking that asks for texts under negotiation, and who may say yes to it."""

    undertaking: Undertaking
    leads: Collection[int]
    """Row numbers of those who lead the groups that face the person's committees."""
