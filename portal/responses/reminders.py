"""Reminding those who owe a promise: a job for the worker.

Three days before its day, on it, the day after, and ten days late; never about what is
kept or given up. A worker that slept through a step reminds at the next look.
"""

import logging
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.kernel.clock import legal_day
from portal.kernel.database import db, reading, writing
from portal.kernel.errors import RuleBroken
from portal.responses.letters import send_reminder
from portal.responses.models import Commitment, Reminder
from portal.responses.queries import reminded, select_unreminded
from portal.responses.rules import step_reached

log = logging.getLogger(__name__)


def remind_of_promises(now: datetime) -> int:
    """Remind those who owe the promise that waits longest; return how many did. Commits."""
    waiting = select_unreminded(legal_day(now)).limit(1)
    with reading():
        found = db.session.scalar(waiting)
        db.session.rollback()
    if found is None:
        return 0
    with writing():
        query = waiting.with_for_update(of=Commitment, skip_locked=True)
        commitment = db.session.scalar(query)
        if commitment is None:
            db.session.rollback()
            return 0
        try:
            _remind(commitment, now)
            db.session.commit()
        except IntegrityError:  # Another worker did it between our look and our hand.
            db.session.rollback()
            return 0
    return 1


def _remind(commitment: Commitment, now: datetime) -> None:
    today = legal_day(now)
    step = step_reached(commitment.due_on, today=today)
    if step is None:
        return
    db.session.add(Reminder(commitment_id=commitment.id, step=step, at=now))
    db.session.flush()
    written = 0
    for address, locale in reminded(commitment.agency):
        try:
            send_reminder(commitment, step, to=address, locale=locale, today=today, now=now)
        except RuleBroken:
            log.warning("%s: one address cannot be written to.", commitment.number)
        else:
            written += 1
    if not written:
        log.warning("%s: there is nobody to be reminded.", commitment.number)
