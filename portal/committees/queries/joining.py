"""Applications for seats: for those who decide, for those who made them, and as numbers."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.committees.models import Application, Committee
from portal.committees.rules import PENDING, TURNED_DOWN, ApplicationState, RefusalReason
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_


@dataclass(frozen=True)
class Joining:
    """What became of applications, as numbers that everyone may read (R32)."""

    states: dict[ApplicationState, int]
    reasons: dict[RefusalReason, int]
    """Refusals that stand, for now or for good."""

    @property
    def made(self) -> int:
        """How many there were."""
        return sum(self.states.values())

    @property
    def turned_down(self) -> int:
        """How many were refused."""
        return sum(self.states.get(state, 0) for state in TURNED_DOWN)


def get_application(number: str) -> Application:
    """Return an application with all that belongs to it. Raises Missing."""
    application = db.session.scalar(_select().where(Application.number == number))
    if application is None:
        raise Missing(N_("There is no such application."))
    return application


def applications_on_desk(*, limit: int = 30) -> list[Application]:
    """Return the applications in which the Chamber owes a decision, the oldest first.

    Those that come after so many show as soon as some of these are decided.
    """
    query = _select().where(Application.state.in_(PENDING)).order_by(Application.id)
    return list(db.session.scalars(query.limit(limit)))


def applications_to(committee: Committee, *, limit: int = 50) -> list[Application]:
    """Return the applications to a committee, the last first."""
    query = _select().where(Application.committee_id == committee.id)
    return list(db.session.scalars(query.order_by(Application.id.desc()).limit(limit)))


def applications_under(organisations: Collection[int], *, limit: int = 50) -> list[Application]:
    """Return what some organisations applied for, or put others forward for, the last first."""
    own = or_(
        Application.organisation_id.in_(organisations),
        Application.nominated_by_id.in_(organisations),
    )
    return list(
        db.session.scalars(_select().where(own).order_by(Application.id.desc()).limit(limit))
    )


def joining_figures(committee: Committee | None = None) -> Joining:
    """Return what became of applications, to one committee or to all. 1 statement."""
    query = select(Application.state, Application.reason_code, func.count()).group_by(
        Application.state, Application.reason_code
    )
    if committee is not None:
        query = query.where(Application.committee_id == committee.id)
    states: dict[ApplicationState, int] = {}
    reasons: dict[RefusalReason, int] = {}
    for state, reason, count in db.session.execute(query):
        states[state] = states.get(state, 0) + count
        if reason is not None and state in TURNED_DOWN:
            reasons[reason] = reasons.get(reason, 0) + count
    return Joining(states, reasons)


def _select() -> Select[Application]:
    return select(Application).options(
        joinedload(Application.committee).joinedload(Committee.theme),
        joinedload(Application.organisation),
        joinedload(Application.nominated_by),
        joinedload(Application.holder),
    )
