"""Reading the ledger: versions, timelines, heads."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select

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


@cache
def _of_all_and(kinds: tuple[str, ...]) -> Select[int, int]:
    return _last_and_open(Entry.public | Entry.docket.is_not(None) | Entry.kind.in_(kinds))


def version_with(kinds: tuple[str, ...]) -> str:
    """Return a name for the state of pages that kinds of entry change though no timeline has them.

    As `version_of`, of all public pages. One statement.
    """
    return ".".join(str(part) for part in first_row(_of_all_and(kinds)) or ())


def version_of(docket: str | None = None) -> str:
    """Return a name for the state of a docket, or of all public pages: new with every entry.

    Made of the last sealed position and the number of entries not sealed yet: whatever
    becomes visible, in whatever order its writer commits, changes one of the two. What
    concerns no docket and is not public (sign-ins, letters asked for) changes no public
    page, and is left out. One statement.
    """
    found = first_row(_OF_A_DOCKET, docket=docket) if docket else first_row(_OF_ALL)
    return ".".join(str(part) for part in found or ())


def timeline_of(kinds: Iterable[str], *, limit: int) -> list[Entry]:
    """Return public entries of some kinds of event, newest first. 1 statement."""
    query = select_timeline().where(Entry.kind.in_(list(kinds))).limit(limit)
    return list(db.session.scalars(query))


def select_timeline() -> Select[Entry]:
    """Return the statement for public entries, newest first."""
    return select(Entry).where(Entry.public).order_by(Entry.at.desc(), Entry.id.desc())


def timeline(
    docket: str | None = None, *, limit: int, before: tuple[datetime, int] | None = None
) -> list[Entry]:
    """Return up to `limit` public entries, newest first, older than the key `before`."""
    at, key = before or (None, None)
    query = _timeline(of_one=docket is not None, going_on=before is not None)
    values = {"docket": docket, "at": at, "key": key, "limit": limit}
    return list(db.session.scalars(query, values))


@cache
def _timeline(*, of_one: bool, going_on: bool) -> Select[Entry]:
    """Return the statement, put together once."""
    query = select_timeline()
    if of_one:
        query = query.where(Entry.docket == bindparam("docket"))
    if going_on:
        at, key = bindparam("at", type_=Entry.at.type), bindparam("key", type_=Entry.id.type)
        query = query.where(Entry.at <= at, (Entry.at != at) | (Entry.id < key))
    return query.limit(bindparam("limit", type_=Integer))


_SIZE = select(Head.size).order_by(Head.size.desc()).limit(1)


def sealed_size() -> int:
    """Return how many entries the tree held when it was last sealed. One statement."""
    found = first_row(_SIZE)
    return int(found.size) if found else 0


def last_head() -> Head | None:
    """Return the tree as it was last sealed."""
    return db.session.scalar(select(Head).order_by(Head.size.desc()).limit(1))
