"""The rounds of a negotiation: their days and their place."""

from datetime import date, datetime

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.negotiations.actions.leading import hold
from portal.negotiations.events import RoundChanged, RoundPlanned
from portal.negotiations.models import Negotiation, Round
from portal.negotiations.rules import Days, check_round


def plan_round(
    negotiation: Negotiation,
    *,
    number: int,
    place: Localized,
    starts_on: date,
    ends_on: date,
    by: Person | None,
    now: datetime,
) -> Round:
    """Enter a round of a negotiation, to come or past. Raises RuleBroken."""
    hold(negotiation)
    others = _rounds_of(negotiation)
    if any(other.number == number for other in others):
        raise RuleBroken(N_("Round %(number)s is entered already."), field="number", number=number)
    check_round(Days(starts_on, ends_on), [(x.number, x.days) for x in others])
    planned = Round(
        negotiation_id=negotiation.id,
        number=number,
        place=place,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(planned)
    db.session.flush()
    publish(_event(RoundPlanned, negotiation, planned, by, now))
    return planned


def change_round(
    planned: Round,
    *,
    negotiation: Negotiation,
    place: Localized,
    starts_on: date,
    ends_on: date,
    by: Person | None,
    now: datetime,
) -> None:
    """Move a round of the negotiation to other days or another place. Raises RuleBroken."""
    hold(negotiation)
    others = [x for x in _rounds_of(negotiation) if x.id != planned.id]
    check_round(Days(starts_on, ends_on), [(x.number, x.days) for x in others])
    planned.place = place
    planned.starts_on = starts_on
    planned.ends_on = ends_on
    db.session.flush()
    publish(_event(RoundChanged, negotiation, planned, by, now))


def _rounds_of(negotiation: Negotiation) -> list[Round]:
    """Return the rounds as they stand now that nobody else changes them."""
    query = (
        select(Round)
        .where(Round.negotiation_id == negotiation.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def _event(
    kind: type[RoundPlanned],
    negotiation: Negotiation,
    planned: Round,
    by: Person | None,
    now: datetime,
) -> RoundPlanned:
    return kind(
        at=now,
        by=by.id if by else None,
        negotiation=negotiation.code,
        round=planned.number,
        starts=planned.starts_on,
        ends=planned.ends_on,
    )
