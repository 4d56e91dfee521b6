"""Reading the ledger: versions, timelines, heads."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from portal.kernel.database import db, first_row
from portal.ledger.models import Entry, Head


def _last_and_open(concerns: ColumnElement[bool]) -> Select[int, int]:
    sealed = select(Entry.position).where(concerns, Entry.position.is_not(None))
    last = sealed.order_by(Entry.position.desc()).limit(1)
    waiting = select(func.count()).select_from(Entry).where(concerns, Entry.position.is_(None))
    return select(last.scalar_subquery(), waiting.scalar_subquery())


_OF_ALL = _last_and_open(Entry.public | Entry.docket.is_not(None))
_OF_A_DOCKET = _last_and_open(Entry.docket == bindparam("docket"))
"""Put together once: this is asked for every page that is read."""


def version_of(docket: str | None = None) -> str:
    """Return a name for the state of a docket, or of all public pages: new with every entry.

    Made of the last sealed position and the number of entries not sealed yet: whatever
    becomes visible, in whatever order its writer commits, changes one of the two. What
    concerns no docket and is not public (sign-ins, letters asked for) changes no public
    page, and is left out. One statement.
    """
    found = first_row(_OF_A_DOCKET, docket=docket) if docket else first_row(_OF_ALL)
    return ".".join(str(part) for part in found or ())


def select_timeline(docket: str | None = None) -> Select[Entry]:
    """Return the statement for public entries, newest first, of one docket or of all."""
    query = select(Entry).where(Entry.public).order_by(Entry.at.desc(), Entry.id.desc())
    return query if docket is None else query.where(Entry.docket == docket)


def timeline(
    docket: str | None = None, *, limit: int, before: tuple[datetime, int] | None = None
) -> list[Entry]:
    """Return up to `limit` public entries, newest first, older than the key `before`."""
    query = select_timeline(docket)
    if before:
        at, key = before
        query = query.where((Entry.at < at) | ((Entry.at == at) & (Entry.id < key)))
    return list(db.session.scalars(query.limit(limit)))


_SIZE = select(Head.size).order_by(Head.size.desc()).limit(1)


def sealed_size() -> int:
    """Return how many entries the tree held when it was last sealed. One statement."""
    found = first_row(_SIZE)
    return int(found.size) if found else 0


def last_head() -> Head | None:
    """Return the tree as it was last sealed."""
    return db.session.scalar(select(Head).order_by(Head.size.desc()).limit(1))
