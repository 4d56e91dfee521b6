"""Giving numbers out: one by one, without gaps, however many ask at once."""

from datetime import date

from sqlalchemy import select, text

from portal.kernel.database import db
from portal.register.models import Issue
from portal.register.rules import volume_of


def take_number(sequence: str, count: int = 1) -> int:
    """Take the next numbers of a sequence and return the last of them.

    The row stays locked until the transaction ends, and a transaction that fails gives
    its numbers back: no gap, no number twice, however many publish at once.
    """
    statement = text(
        "INSERT INTO register_sequence (name, last) VALUES (:name, :count)"
        " ON CONFLICT (name) DO UPDATE SET last = register_sequence.last + :count"
        " RETURNING last"
    )
    return int(db.session.execute(statement, {"name": sequence, "count": count}).scalar_one())


def issue_of(day: date) -> Issue:
    """Return the issue of a day, which the first publication of the day begins.

    Whoever asks has taken a page of the volume in the same transaction, so that nobody
    else is here at the same time.
    """
    found = db.session.scalar(select(Issue).where(Issue.day == day))
    if found is None:
        volume = volume_of(day)
        found = Issue(day=day, volume=volume, number=take_number(f"issue-{volume}"))
        db.session.add(found)
        db.session.flush()
    return found
