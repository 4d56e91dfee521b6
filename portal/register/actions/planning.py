"""Announcing consultations ahead of time, changing and dropping what was announced."""

from collections.abc import Iterable
from datetime import datetime

from portal.accounts.models import Agency, Person
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.negotiations.models import Negotiation, Theme
from portal.register.actions.numbers import take_number
from portal.register.events import ConsultationPlanned, PlanChanged, PlanDropped
from portal.register.models import Plan
from portal.register.rules import Announcement, check_plan


def plan_consultation(
    told: Announcement,
    *,
    agency: Agency,
    themes: Iterable[Theme],
    negotiation: Negotiation | None = None,
    by: Person,
    now: datetime,
) -> Plan:
    """Announce a consultation. Raises RuleBroken."""
    today = legal_day(now)
    opens_from, opens_by = check_plan(told, today=today)
    plan = Plan(
        number=f"PC-{today.year}-{take_number(f'PC-{today.year}'):02d}",
        agency=agency,
        negotiation=negotiation,
        kind=told.kind,
        title=told.title,
        summary=told.summary or Localized(source=by.locale),
        opens_from=opens_from,
        opens_by=opens_by,
        planned_by_id=by.id,
        planned_on=today,
        changed_at=now,
        themes=list(themes),
    )
    db.session.add(plan)
    db.session.flush()
    publish(_told(ConsultationPlanned, plan, by, now))
    return plan


def change_plan(
    plan: Plan,
    told: Announcement,
    *,
    themes: Iterable[Theme],
    negotiation: Negotiation | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Tell an announced consultation otherwise. Raises RuleBroken."""
    _require_alive(plan)
    plan.opens_from, plan.opens_by = check_plan(told, today=legal_day(now))
    plan.kind, plan.negotiation, plan.themes = told.kind, negotiation, list(themes)
    plan.title = told.title or plan.title
    plan.summary = told.summary or Localized(source=plan.title.source)
    plan.changed_at = now
    db.session.flush()
    publish(_told(PlanChanged, plan, by, now))


def drop_plan(plan: Plan, *, reason: Localized | None, by: Person, now: datetime) -> None:
    """Say that an announced consultation will not take place, and why. Raises RuleBroken."""
    _require_alive(plan)
    if not reason:
        raise RuleBroken(N_("Say why: the reason is published."), field="reason")
    plan.dropped_on, plan.dropped_because, plan.changed_at = legal_day(now), reason, now
    db.session.flush()
    publish(PlanDropped(at=now, by=by.id, plan=plan.number))


def _require_alive(plan: Plan) -> None:
    if plan.dropped_on is not None:
        raise RuleBroken(N_("This consultation was dropped; announce it anew."))


def _told(
    kind: type[ConsultationPlanned | PlanChanged], plan: Plan, by: Person, now: datetime
) -> ConsultationPlanned | PlanChanged:
    return kind(
        at=now, by=by.id, plan=plan.number, opens_from=plan.opens_from, opens_by=plan.opens_by
    )
