"""Lists that go on by key: a page begins after a line, never after so many lines.

So a page costs the same at the end of a million lines as at their beginning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_
from sqlalchemy.orm import InstrumentedAttribute

from portal.kernel.database import db

PAGE = 20
"""Lines on one page of a list."""

Key = tuple[Any, int]
"""What a list is ordered by, and the row number that sets equal ones apart."""


@dataclass(frozen=True)
class Turn:
    """From which line a list is to go on, or back."""

    value: Any
    """Of the column that orders the list: a day, a moment or words."""
    number: int
    back: bool = False


@dataclass(frozen=True)
class Page:
    """One page of a list, and the keys from which its neighbours go on."""

    rows: list[Any]
    before: Key | None = None
    """The first line, where lines stand before it."""
    after: Key | None = None
    """The last line, where lines stand after it."""


def page_of(
    query: Select[Any],
    column: InstrumentedAttribute[Any],
    *,
    descending: bool,
    turn: Turn | None = None,
    size: int = PAGE,
) -> Page:
    """Return a page of a list ordered by a column and the row number. Costs one statement."""
    walked = walk(query, column, descending=descending, turn=turn, size=size)
    return page_in(db.session.scalars(walked).unique().all(), column, turn=turn, size=size)


def walk(
    query: Select[Any],
    column: InstrumentedAttribute[Any],
    *,
    descending: bool,
    turn: Turn | None,
    size: int,
) -> Select[Any]:
    """Return the statement for the lines of a page, and for the one that tells of more."""
    row = column.class_
    falling = descending != (turn is not None and turn.back)
    if turn:
        # The first condition alone is one that an index can begin at; the others are not.
        reached = column <= turn.value if falling else column >= turn.value
        deeper = row.id < turn.number if falling else row.id > turn.number
        query = query.where(reached, or_(column != turn.value, deeper))
    order = (column.desc(), row.id.desc()) if falling else (column.asc(), row.id.asc())
    return query.order_by(*order).limit(size + 1)


def page_in(
    found: Sequence[Any], column: InstrumentedAttribute[Any], *, turn: Turn | None, size: int
) -> Page:
    """Return the page that is made of what `walk` found."""
    back = turn is not None and turn.back
    more = len(found) > size
    rows = list(found[:size])
    if back:
        rows.reverse()
    if not rows:
        return Page([])
    first, last = ((getattr(line, column.key), line.id) for line in (rows[0], rows[-1]))
    return Page(
        rows,
        before=first if (more if back else turn) else None,
        after=last if (more or back) else None,
    )
