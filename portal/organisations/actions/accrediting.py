"""Accreditation by the Chamber: asking, granting, refusing, appealing."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Organisation, Person
from portal.attachments.actions import attachment_of
from portal.attachments.rules import Kept
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.organisations.events import (
    AccreditationAppealed,
    AccreditationGranted,
    AccreditationRefused,
    AccreditationRequested,
)
from portal.organisations.models import Accreditation
from portal.organisations.rules import (
    ACCREDITATION_LIFE,
    LONGEST_NOTE,
    WAITING,
    AccreditationState,
    Check,
    RefusalReason,
    Term,
    check_all_ticked,
    check_may_be_accredited,
    check_may_be_renewed,
    next_term,
)

WAITS = N_("A request of this association is with the Chamber already.")


def request_accreditation(
    organisation: Organisation, *, statutes: Kept, by: Person, now: datetime
) -> Accreditation:
    """Ask the Chamber to accredit the association, for the first time or again.

    Raises RuleBroken.
    """
    check_may_be_accredited(organisation.group)
    check_may_be_renewed(_terms(organisation.id), today=legal_day(now))
    request = Accreditation(
        organisation_id=organisation.id,
        state=AccreditationState.REQUESTED,
        statutes=attachment_of(statutes, now=now),
        requested_at=now,
        requested_by_id=by.id,
    )
    if _one_waits(organisation.id):
        raise RuleBroken(WAITS)
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError as error:
        raise RuleBroken(WAITS) from error
    publish(AccreditationRequested(at=now, by=by.id, organisation=organisation.slug))
    return request


def grant_accreditation(
    request: Accreditation, *, checks: Collection[Check], note: str, by: Person, now: datetime
) -> None:
    """Accredit the association from the day on which its last accreditation ends, else today.

    The organisation is loaded. Raises RuleBroken.
    """
    _check_other_officer(request, by)
    state = ACCREDITATION_LIFE.move(request.state, AccreditationState.GRANTED)
    check_all_ticked(checks)
    starts, ends = next_term(_terms(request.organisation_id), today=legal_day(now))
    request.state = state
    request.checks = [check.value for check in Check]
    request.starts_on, request.ends_on = starts, ends
    _decide(request, note=note, by=by, now=now)
    publish(
        AccreditationGranted(
            at=now, by=by.id, organisation=request.organisation.slug, starts=starts, ends=ends
        )
    )


def refuse_accreditation(
    request: Accreditation,
    *,
    checks: Collection[Check],
    reason: RefusalReason | None,
    note: str,
    by: Person,
    now: datetime,
) -> None:
    """Refuse to accredit, with a reason; after an appeal, let the refusal stand.

    The organisation is loaded. Raises RuleBroken.
    """
    _check_other_officer(request, by)
    appealed = request.state is AccreditationState.APPEALED
    outcome = AccreditationState.UPHELD if appealed else AccreditationState.REFUSED
    state = ACCREDITATION_LIFE.move(request.state, outcome)
    if reason is None:
        raise RuleBroken(N_("Choose the reason. The association reads it."), field="reason")
    request.state = state
    request.checks = [check.value for check in Check if check in checks]
    request.reason = reason
    _decide(request, note=note, by=by, now=now)
    publish(
        AccreditationRefused(
            at=now,
            by=by.id,
            organisation=request.organisation.slug,
            reason=reason.value,
            after_appeal=appealed,
        )
    )


def appeal_refusal(request: Accreditation, *, appeal: str, by: Person, now: datetime) -> None:
    """Ask the Chamber to look again, by another officer. The organisation is loaded.

    Raises RuleBroken.
    """
    state = ACCREDITATION_LIFE.move(request.state, AccreditationState.APPEALED)
    if not appeal.strip():
        raise RuleBroken(N_("Write why you think that the refusal is wrong."), field="appeal")
    if len(appeal) > LONGEST_NOTE:
        raise RuleBroken(N_("Use at most %(most)s characters."), field="appeal", most=LONGEST_NOTE)
    if _one_waits(request.organisation_id):
        raise RuleBroken(WAITS)
    request.state = state
    request.appeal = appeal.strip()
    request.appealed_at = now
    publish(AccreditationAppealed(at=now, by=by.id, organisation=request.organisation.slug))


def _decide(request: Accreditation, *, note: str, by: Person, now: datetime) -> None:
    request.note = note.strip()
    request.decided_at = now
    request.decided_by_id = by.id


def _check_other_officer(request: Accreditation, by: Person) -> None:
    if request.state is AccreditationState.APPEALED and request.decided_by_id == by.id:
        raise RuleBroken(
            N_("You refused this request. Another officer of the Chamber decides the appeal.")
        )


def _one_waits(organisation_id: int) -> bool:
    query = select(Accreditation.id).where(
        Accreditation.organisation_id == organisation_id, Accreditation.state.in_(WAITING)
    )
    return db.session.scalar(query.limit(1)) is not None


def _terms(organisation_id: int) -> list[Term]:
    query = select(Accreditation).where(
        Accreditation.organisation_id == organisation_id,
        Accreditation.state == AccreditationState.GRANTED,
    )
    granted = db.session.scalars(query)
    return [(row.starts_on, row.ends_on) for row in granted if row.starts_on is not None]
