"""Asking for a seat, and deciding about it: with a reason, and once more on appeal."""

from datetime import date, datetime

from sqlalchemy import select

from portal.accounts.models import Actor, Organisation
from portal.committees.actions.forums import hold
from portal.committees.actions.seats import begin_term
from portal.committees.events import (
    ApplicantSeated,
    ApplicationMade,
    ApplicationRefused,
    ApplicationWithdrawn,
    RefusalAppealed,
    RefusalUpheld,
)
from portal.committees.models import Application, Committee, Seat, Term
from portal.committees.rules import (
    APPLICATION_LIFE,
    PENDING,
    ApplicationState,
    RefusalReason,
    SeatCategory,
    check_appeal,
    check_refusal,
    sits,
)
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, random_number


def apply_for_seat(
    committee: Committee,
    *,
    category: SeatCategory,
    organisation: Organisation,
    case: str,
    holder_id: int | None = None,
    nominated_by: Organisation | None = None,
    by: Actor | None,
    now: datetime,
) -> Application:
    """Ask for a seat in the organisation's name, or put it forward as another body.

    Raises RuleBroken where the committee is over, the organisation sits there already, or
    another application of it waits.
    """
    hold(committee.id)
    today = legal_day(now)
    if not sits(committee.established_on, committee.ends_on, today):
        raise RuleBroken(N_("This committee does not sit."))
    if not case.strip():
        raise RuleBroken(N_("Say whom the organisation speaks for, and why here."), field="case")
    if nominated_by is not None and nominated_by.id == organisation.id:
        raise RuleBroken(N_("A body puts forward another organisation."), field="organisation_id")
    _refuse_seated(committee, organisation, today)
    _refuse_waiting(committee, organisation)
    application = Application(
        number=random_number("S"),
        committee_id=committee.id,
        category=category,
        organisation_id=organisation.id,
        holder_id=holder_id,
        nominated_by_id=nominated_by.id if nominated_by else None,
        case=case.strip(),
        state=ApplicationState.WAITING,
        made_by_id=_key(by),
        made_at=now,
    )
    db.session.add(application)
    db.session.flush()
    publish(
        ApplicationMade(
            at=now,
            by=_key(by),
            committee=committee.code,
            application=application.number,
            nominated=nominated_by is not None,
        )
    )
    return application


def withdraw_application(application: Application, *, by: Actor | None, now: datetime) -> None:
    """Take an application back before it is decided. Raises RuleBroken afterwards."""
    committee = _hold(application)
    application.state = APPLICATION_LIFE.move(application.state, ApplicationState.WITHDRAWN)
    db.session.flush()
    publish(
        ApplicationWithdrawn(
            at=now, by=_key(by), committee=committee.code, application=application.number
        )
    )


def seat_applicant(
    application: Application,
    *,
    seat: Seat,
    holder_id: int | None,
    alternate_id: int | None = None,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor | None,
    now: datetime,
) -> Term:
    """Give the applicant a seat of the category asked for. Raises RuleBroken."""
    committee = _hold(application)
    after = APPLICATION_LIFE.move(application.state, ApplicationState.SEATED)
    appealed = application.state is ApplicationState.APPEALED
    if appealed:
        check_appeal(application.decided_by_id, _key(by))
    if seat.committee_id != committee.id or seat.category is not application.category:
        raise RuleBroken(
            N_("Choose a seat of this committee that is kept for this category."), field="seat_id"
        )
    term = begin_term(
        seat,
        organisation=db.session.get_one(Organisation, application.organisation_id),
        holder_id=holder_id,
        alternate_id=alternate_id,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        now=now,
    )
    application.state = after
    application.term_id = term.id
    _sign(application, by, now, appealed=appealed)
    db.session.flush()
    publish(
        ApplicantSeated(
            at=now, by=_key(by), committee=committee.code, application=application.number
        )
    )
    return term


def refuse_application(
    application: Application,
    *,
    reason_code: RefusalReason | None,
    reason: str,
    by: Actor | None,
    now: datetime,
) -> None:
    """Refuse an application, and say why (R32). Raises RuleBroken without a reason."""
    committee = _hold(application)
    after = APPLICATION_LIFE.move(application.state, ApplicationState.REFUSED)
    application.reason_code, application.reason = check_refusal(reason_code, reason)
    application.state = after
    _sign(application, by, now, appealed=False)
    db.session.flush()
    publish(
        ApplicationRefused(
            at=now,
            by=_key(by),
            committee=committee.code,
            application=application.number,
            reason=application.reason_code.value,
        )
    )


def appeal_refusal(
    application: Application, *, appeal: str, by: Actor | None, now: datetime
) -> None:
    """Ask that another officer look at a refusal, once. Raises RuleBroken."""
    committee = _hold(application)
    after = APPLICATION_LIFE.move(application.state, ApplicationState.APPEALED)
    if not appeal.strip():
        raise RuleBroken(N_("Say why the refusal is wrong."), field="appeal")
    application.state = after
    application.appeal = appeal.strip()
    application.appealed_at = now
    db.session.flush()
    publish(
        RefusalAppealed(
            at=now, by=_key(by), committee=committee.code, application=application.number
        )
    )


def uphold_refusal(
    application: Application, *, reason: str, by: Actor | None, now: datetime
) -> None:
    """Let a refusal stand after an appeal, as another officer than the one who refused.

    Raises RuleBroken without a reason, and for the same officer.
    """
    committee = _hold(application)
    after = APPLICATION_LIFE.move(application.state, ApplicationState.UPHELD)
    check_appeal(application.decided_by_id, _key(by))
    _code, application.appeal_reason = check_refusal(application.reason_code, reason)
    application.state = after
    _sign(application, by, now, appealed=True)
    db.session.flush()
    publish(
        RefusalUpheld(at=now, by=_key(by), committee=committee.code, application=application.number)
    )


def _hold(application: Application) -> Committee:
    """Return the committee asked for, and let nobody else decide until this transaction ends."""
    hold(application.committee_id)
    db.session.refresh(application, ["state", "decided_by_id"])
    return db.session.get_one(Committee, application.committee_id)


def _sign(application: Application, by: Actor | None, now: datetime, *, appealed: bool) -> None:
    if appealed:
        application.appeal_decided_by_id, application.appeal_decided_at = _key(by), now
    else:
        application.decided_by_id, application.decided_at = _key(by), now


def _refuse_seated(committee: Committee, organisation: Organisation, today: date) -> None:
    query = (
        select(Term.starts_on, Term.ends_on)
        .join(Seat)
        .where(Seat.committee_id == committee.id, Term.organisation_id == organisation.id)
    )
    if any(sits(first, last, today) for first, last in db.session.execute(query)):
        raise RuleBroken(
            N_("The organisation has a seat in this committee in that time."),
            field="organisation_id",
        )


def _refuse_waiting(committee: Committee, organisation: Organisation) -> None:
    query = select(Application.id).where(
        Application.committee_id == committee.id,
        Application.organisation_id == organisation.id,
        Application.state.in_(PENDING),
    )
    if db.session.scalar(query.limit(1)):
        raise RuleBroken(
            N_("An application of this organisation waits already."), field="organisation_id"
        )


def _key(by: Actor | None) -> int | None:
    return by.id if by else None
