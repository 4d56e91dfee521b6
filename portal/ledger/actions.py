"""Sealing: giving the entries their places in the tree."""

from datetime import datetime

from sqlalchemy import select, text, update

from portal.kernel.database import db, reading, writing
from portal.ledger.models import Entry, Head
from portal.ledger.queries import last_head
from portal.ledger.rules import Tree

BATCH = 5_000
SEALING_LOCK = 0x4B65F165
"""The number of the advisory lock that one sealer holds at a time on PostgreSQL."""


def seal(now: datetime) -> int:
    """Seal the entries that wait, in order and without gaps; return how many. Commits."""
    with reading():
        waits = db.session.scalar(select(Entry.id).where(Entry.position.is_(None)).limit(1))
        db.session.rollback()
    if waits is None:
        return 0
    with writing():
        return _seal(now)


def _seal(now: datetime) -> int:
    if db.engine.dialect.name == "postgresql":
        got = db.session.scalar(
            text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": SEALING_LOCK}
        )
        if not got:
            db.session.rollback()
            return 0
    head = last_head()
    tree = Tree.read(head.size, head.frontier) if head else Tree()
    query = select(Entry.id, Entry.leaf).where(Entry.position.is_(None)).order_by(Entry.id)
    waiting = db.session.execute(query.limit(BATCH)).all()
    places = []
    for key, leaf in waiting:
        places.append({"id": key, "position": tree.size})
        tree.append(bytes.fromhex(leaf))
    if places:
        db.session.execute(update(Entry), places)
        db.session.add(
            Head(at=now, size=tree.size, root=tree.root().hex(), frontier=tree.written())
        )
    db.session.commit()
    return len(places)
