"""Who is in the room when a negotiating group tells of a round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.committees.queries import Standing, clearance_of, standings_of
from portal.committees.rules import Clearance
from portal.kernel.clock import legal_day
from portal.negotiations.models import NegotiatingGroup, Negotiation


@dataclass(frozen=True)
class Listener:
    """What a person is to the briefings of a group in a negotiation."""

    leads: bool = False
    """Whether they lead the group, or stand in for who does."""
    cleared: bool = False
    """Whether they sit in a committee across from it, and have signed to keep its words."""

    @property
    def listens(self) -> bool:
        """Say whether the briefings are there for them."""
        return self.leads or self.cleared


def listeners(
    groups: Iterable[NegotiatingGroup],
    negotiation: Negotiation,
    person_id: int | None,
    *,
    now: datetime,
) -> dict[int, Listener]:
    """Return what a person is to each group, by its row number. At most 3 statements."""
    if person_id is None:
        return {}
    seats: list[Standing] = []
    if clearance_of(person_id, now=now) is Clearance.CLEARED_ADVISER:
        seats = [x for x in standings_of(person_id, on=legal_day(now)) if x.term is not None]
    themes = {
        x.committee.theme_id for x in seats if x.committee.negotiation_id in {None, negotiation.id}
    }
    return {
        group.id: Listener(
            leads=person_id in {group.lead_id, group.substitute_id},
            cleared=group.theme_id in themes,
        )
        for group in groups
    }
