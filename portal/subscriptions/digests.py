"""Building digests: a job for the worker.

Slots are rows, each opening when the one before it closed; so their union is the whole
time line, however long the worker slept. A slot is built a few readers at a time, with
the mark of how far it came; the key of a letter is the slot and the reader.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.kernel.database import db, reading, writing
from portal.subscriptions.digest_letters import send_digest
from portal.subscriptions.models import Slot
from portal.subscriptions.news import for_reader, happenings_in
from portal.subscriptions.queries import readers_of
from portal.subscriptions.rules import DIGESTS, GRACE, Frequency, Window, due_windows

BATCH = 25


def build_digests(now: datetime) -> int:
    """Write the next few digests that are due; return how much was done. Commits."""
    with reading():
        missing = {frequency: _missing(frequency, now) for frequency in DIGESTS}
        unbuilt = db.session.scalar(select(Slot.id).where(Slot.built_at.is_(None)).limit(1))
        db.session.rollback()
    if not any(missing.values()) and unbuilt is None:
        return 0
    with writing():
        opened = sum(_open(frequency, now) for frequency, due in missing.items() if due)
        return opened + _build(now)


def _missing(frequency: Frequency, now: datetime) -> list[Window]:
    since = db.session.scalar(select(func.max(Slot.closes_at)).where(Slot.frequency == frequency))
    return due_windows(frequency, since=since, now=now - GRACE)


def _open(frequency: Frequency, now: datetime) -> int:
    """Add the slots that are due; of two workers that try, one does it."""
    windows = _missing(frequency, now)
    db.session.add_all(
        Slot(frequency=frequency, opens_at=opens, closes_at=closes) for opens, closes in windows
    )
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return 0
    return len(windows)


def _build(now: datetime) -> int:
    """Write to the next readers of the oldest slot that is not built."""
    query = (
        select(Slot)
        .where(Slot.built_at.is_(None))
        .order_by(Slot.closes_at, Slot.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    slot = db.session.scalar(query)
    if slot is None:
        db.session.rollback()
        return 0
    window = (slot.opens_at, slot.closes_at)
    readers = readers_of(slot.frequency, after=slot.last_subscriber_id, limit=BATCH)
    happenings = happenings_in(slot.frequency, window) if readers else {}
    for reader in readers:
        mine = for_reader(happenings, reader.subscriptions)
        if mine:
            send_digest(reader, slot, mine, now=now)
    if readers:
        slot.last_subscriber_id = readers[-1].id
    if len(readers) < BATCH or not happenings:
        slot.built_at = now
    db.session.commit()
    return len(readers) + 1
