"""Giving one's word to keep confidence, taking it back, and declaring interests."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Person
from portal.committees.events import (
    ClearanceGranted,
    InterestsDeclared,
    UndertakingEnded,
    UndertakingSigned,
)
from portal.committees.models import Declaration, Undertaking
from portal.committees.queries import holds
from portal.committees.rules import (
    Clearance,
    check_declaration,
    check_signature,
    expiry_of,
)
from portal.committees.wording import wording
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_


def sign_undertaking(
    *,
    clearance: Clearance,
    agreed: bool,
    signed: str,
    locale: str,
    by: Person,
    now: datetime,
) -> Undertaking:
    """Give one's word to keep confidence for a year; kept with version and hash of the text.

    What committees keep among themselves opens at once; texts under negotiation open when
    `grant_clearance` was called. Raises RuleBroken without the tick or the right name.
    """
    check_signature(signed, agreed=agreed, name=by.name)
    text = wording()
    undertaking = Undertaking(
        person_id=by.id,
        clearance=clearance,
        version=text.version,
        locale=locale,
        digest=text.digest(locale),
        signed_at=now,
        granted_at=now if clearance is Clearance.COMMITTEE_CONFIDENTIAL else None,
        expires_on=expiry_of(legal_day(now)),
    )
    db.session.add(undertaking)
    db.session.flush()
    publish(
        UndertakingSigned(
            at=now,
            by=by.id,
            person=by.id,
            clearance=clearance.value,
            version=text.version,
            digest=undertaking.digest,
            expires=undertaking.expires_on,
        )
    )
    return undertaking


def grant_clearance(undertaking: Undertaking, *, by: Person | None, now: datetime) -> None:
    """Open texts under negotiation to whoever signed for them. Raises RuleBroken."""
    ended = undertaking.ended_at is not None and undertaking.ended_at <= now
    if ended or undertaking.expires_on < legal_day(now):
        raise RuleBroken(N_("This undertaking is not in force any more."))
    if undertaking.granted_at is not None:
        raise RuleBroken(N_("This clearance is granted already."))
    if by is not None and by.id == undertaking.person_id:
        raise RuleBroken(N_("Nobody grants clearance to themselves."))
    undertaking.granted_at = now
    undertaking.granted_by_id = by.id if by else None
    db.session.flush()
    publish(
        ClearanceGranted(
            at=now,
            by=undertaking.granted_by_id,
            person=undertaking.person_id,
            clearance=undertaking.clearance.value,
        )
    )


def withdraw_undertaking(*, by: Person, now: datetime) -> None:
    """Take one's word back; from this moment nothing confidential opens. Raises RuleBroken."""
    _end(by.id, reason="", by=by, now=now)


def revoke_undertaking(person: Person, *, reason: str, by: Person | None, now: datetime) -> None:
    """End what a person signed, and say why. Raises RuleBroken without a reason."""
    if not reason.strip():
        raise RuleBroken(N_("Say why. The person reads it."), field="reason")
    _end(person.id, reason=reason.strip(), by=by, now=now)


def declare_interests(
    *,
    interests: str,
    chapters: Collection[str],
    none: bool = False,
    by: Person,
    now: datetime,
) -> Declaration:
    """Declare one's interests for a year: in words, and the HS chapters that they touch.

    Who has none says so. Raises RuleBroken where neither is said.
    """
    check_declaration(interests, chapters, none=none)
    declaration = Declaration(
        person_id=by.id,
        declared_on=legal_day(now),
        interests=interests.strip(),
        chapters=sorted(chapters),
    )
    db.session.add(declaration)
    db.session.flush()
    publish(InterestsDeclared(at=now, by=by.id, person=by.id, chapters=tuple(declaration.chapters)))
    return declaration


def _end(person_id: int, *, reason: str, by: Person | None, now: datetime) -> None:
    """End every undertaking of the person that is in force, granted or not."""
    query = select(Undertaking).where(Undertaking.person_id == person_id, holds(now))
    found = list(db.session.scalars(query.with_for_update()))
    if not found:
        raise RuleBroken(N_("No undertaking is in force."))
    for undertaking in found:
        undertaking.ended_at = now
        undertaking.ended_by_id = by.id if by else None
        undertaking.end_reason = reason
    db.session.flush()
    revoked = by is None or by.id != person_id
    publish(UndertakingEnded(at=now, by=by.id if by else None, person=person_id, revoked=revoked))
