"""Consultations that are planned for the coming months."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, Select, bindparam, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Actor
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.register.models import Notice, Plan
from portal.register.queries.desk import served_by
from portal.register.queries.reading import PUBLISHED
from portal.register.rules import SERIES

_PLANS: Select[*tuple[Plan, str | None]] = (
    select(Plan, Notice.number)
    .outerjoin(Notice, (Notice.plan_id == Plan.id) & PUBLISHED)
    .options(joinedload(Plan.agency), joinedload(Plan.negotiation), selectinload(Plan.themes))
    .order_by(Plan.opens_from, Plan.id)
)
_AHEAD = _PLANS.where(
    Plan.opens_from <= bindparam("until", type_=Date),
    Plan.opens_by >= bindparam("since", type_=Date),
)
_SHARE = select(
    func.count(Notice.id),
    func.coalesce(func.sum(case((Notice.plan_id.is_not(None), 1), else_=0)), 0),
).where(
    PUBLISHED,
    Notice.series == SERIES,
    Notice.opens_on.is_not(None),
    Notice.published_on >= bindparam("since", type_=Date),
)
"""Put together once."""


@dataclass(frozen=True)
class Planned:
    """A planned consultation, and the notice that opened it where one did."""

    plan: Plan
    notice: str | None


def plans_ahead(*, since: date, until: date) -> list[Planned]:
    """Return what is planned to open between two days, the soonest first. 2 statements."""
    return _planned(_AHEAD, {"since": since, "until": until})


def _planned(query: Select[*tuple[Plan, str | None]], values: dict[str, date]) -> list[Planned]:
    seen: dict[int, Planned] = {}
    for plan, notice in db.session.execute(query, values):
        seen.setdefault(plan.id, Planned(plan, notice))
    return list(seen.values())


def plans_on_desk(actor: Actor) -> list[Planned]:
    """Return what the agencies plan that the actor drafts for. 2 statements."""
    return _planned(_PLANS.where(Plan.agency.has(served_by(actor, Role.AUTHOR))), {})


def get_plan(number: str) -> Plan:
    """Return a planned consultation with agency, negotiation and themes. Raises Missing."""
    query = (
        select(Plan)
        .where(Plan.number == number)
        .options(joinedload(Plan.agency), joinedload(Plan.negotiation), selectinload(Plan.themes))
    )
    found = db.session.scalar(query)
    if found is None:
        raise Missing("There is no such plan.")
    return found


def shares(since: date) -> tuple[int, int]:
    """Return how many consultations were opened since a day, and how many of them were planned.

    1 statement.
    """
    opened, planned = db.session.execute(_SHARE, {"since": since}).one()
    return int(opened), int(planned)
