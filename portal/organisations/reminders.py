"""Reminding owners that an accreditation ends: a job for the worker, over rows.

What was reminded of is kept in the row, in the transaction that writes the letters: each
goes out once, and one that is late goes out all the same.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.kernel.clock import legal_day
from portal.kernel.database import db, reading, writing
from portal.organisations.letters import send_reminder
from portal.organisations.models import Accreditation
from portal.organisations.rules import (
    LATEST_REMINDER,
    REMINDERS,
    WAITING,
    AccreditationState,
    reminder_due,
)

BATCH = 25


def remind_of_ends(now: datetime) -> int:
    """Write the next few reminders that are owed; return how many accreditations. Commits."""
    today = legal_day(now)
    first, second = REMINDERS
    later = aliased(Accreditation)
    again = exists().where(
        later.organisation_id == Accreditation.organisation_id,
        later.id > Accreditation.id,
        later.state.in_((*WAITING, AccreditationState.GRANTED)),
    )
    owed = or_(
        and_(
            Accreditation.reminded.is_(None),
            Accreditation.ends_on <= today + timedelta(days=first),
        ),
        and_(
            Accreditation.reminded == first,
            Accreditation.ends_on <= today + timedelta(days=second),
        ),
    )
    query = (
        select(Accreditation)
        .where(
            Accreditation.state == AccreditationState.GRANTED,
            Accreditation.ends_on >= today - LATEST_REMINDER,
            owed,
            ~again,
        )
        .options(joinedload(Accreditation.organisation))
        .order_by(Accreditation.id)
        .limit(BATCH)
    )
    with reading():
        waiting = db.session.scalar(query.with_only_columns(Accreditation.id).options())
        db.session.rollback()
    if waiting is None:
        return 0
    with writing():
        found = db.session.scalars(query.with_for_update(of=Accreditation, skip_locked=True)).all()
        for accreditation in found:
            _remind(accreditation, now)
        db.session.commit()
    return len(found)


def _remind(accreditation: Accreditation, now: datetime) -> None:
    if accreditation.ends_on is None:
        return
    days = reminder_due(accreditation.ends_on, accreditation.reminded, today=legal_day(now))
    if days is not None:
        send_reminder(accreditation, days=days, now=now)
        accreditation.reminded = days
