"""Letters that are owed: one row where they are caused, written out by the worker.

Composing a letter takes as long as all the rest of a filing. So the row is all that goes
into the transaction of the cause, and a template that fails costs nobody their filing.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from portal.kernel.database import db, insert_rows, reading, writing
from portal.outbox.models import Letter, Owed
from portal.outbox.rules import pause_after

log = logging.getLogger(__name__)

BATCH = 25
"""Letters written out in one go."""

Writer = Callable[..., Letter]
"""Writes a letter of its facts: `(key=…, now=…, **facts)`. It changes nothing."""

_writers: dict[str, Writer] = {}


def connect(writers: Mapping[str, Writer]) -> None:
    """Install the writers, replacing whatever was installed before."""
    _writers.clear()
    _writers.update(writers)


def owe(kind: str, *, key: str, now: datetime, **facts: Any) -> None:
    """Note that a letter is owed, in the transaction of its cause."""
    insert_rows(Owed(key=key, kind=kind, facts=facts, next_try_at=now))


def write_owed(now: datetime) -> int:
    """Write out a few of the letters that are owed; return how many were. Commits.

    They are written before the transaction begins, so that nobody waits for that; two
    workers may write the same one, and the one that then strikes it off keeps it.
    """
    with reading():
        waiting = db.session.scalars(
            select(Owed).where(Owed.next_try_at <= now).order_by(Owed.next_try_at).limit(BATCH)
        ).all()
        written = {owed.id: _written(owed, now) for owed in waiting}
        pauses = {owed.id: now + pause_after(owed.tries + 1) for owed in waiting}
        db.session.rollback()
    if not written:
        return 0
    with writing():
        done = [key for key, letter in written.items() if letter]
        struck = db.session.scalars(delete(Owed).where(Owed.id.in_(done)).returning(Owed.id)).all()
        db.session.add_all(written[key] for key in struck)
        _put_off({key: pauses[key] for key in written.keys() - set(done)})
        db.session.commit()
    return len(struck)


def _written(owed: Owed, now: datetime) -> Letter | None:
    try:
        return _writers[owed.kind](key=owed.key, now=now, **owed.facts)
    except Exception:  # Whatever is wrong with one letter, the others go out.
        log.exception("The letter %s cannot be written; it is tried again.", owed.key)
        return None


def _put_off(moments: Mapping[int, datetime]) -> None:
    for key, at in moments.items():
        later = update(Owed).where(Owed.id == key).values(next_try_at=at, tries=Owed.tries + 1)
        db.session.execute(later.execution_options(synchronize_session=False))
