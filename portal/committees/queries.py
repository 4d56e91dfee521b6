"""Reading the committees, and holding them against the groups they mirror."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Organisation
from portal.committees.models import Committee, Seat
from portal.committees.rules import sits
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import NegotiatingGroup, Theme
from portal.negotiations.queries import groups, themes


@dataclass(frozen=True)
class Pair:
    """A theme with the group and the committee that face each other over it."""

    theme: Theme
    group: NegotiatingGroup | None
    committee: Committee | None

    @property
    def is_gap(self) -> bool:
        """Whether one side of a core theme is missing."""
        return self.theme.core and (self.group is None or self.committee is None)


def mirror(*, on: date) -> list[Pair]:
    """Return every theme with its two sides as they are on the day, the core themes first."""
    facing = {
        committee.theme_id: committee
        for committee in db.session.scalars(_select_committees())
        if sits(committee.established_on, committee.ends_on, on)
    }
    led = groups()
    return [Pair(theme, led.get(theme.id), facing.get(theme.id)) for theme in themes()]


def get_committee(code: str) -> Committee:
    """Return the committee with its theme, its officers and its seats. Raises Missing."""
    query = (
        _select_committees()
        .where(Committee.code == code)
        .options(
            joinedload(Committee.theme).joinedload(Theme.lead),
            selectinload(Committee.seats)
            .joinedload(Seat.organisation)
            .joinedload(Organisation.region),
        )
    )
    committee = db.session.scalar(query)
    if committee is None:
        raise Missing(N_("There is no committee with this code."))
    return committee


def _select_committees() -> Select[Committee]:
    return select(Committee).options(joinedload(Committee.chair), joinedload(Committee.secretary))
