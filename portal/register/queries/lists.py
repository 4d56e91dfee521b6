"""Lists of published notices and of dockets."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal.accounts.models import Agency
from portal.kernel.database import db
from portal.kernel.paging import PAGE
from portal.kernel.text import Localized
from portal.negotiations.models import Negotiation, Theme
from portal.register.models import (
    Docket,
    DocketTheme,
    Notice,
    NoticeTheme,
)
from portal.register.queries.reading import PUBLISHED
from portal.register.rules import CommentPeriod, NoticeKind


class Shelf(StrEnum):
    """The lists of published notices."""

    OPEN = "open"
    """Those that take comments today, the soonest to close first."""
    CLOSED = "closed"
    """Those that took comments, the last to close first."""
    ALL = "all"
    """All, the newest first."""


@dataclass(frozen=True)
class Narrowing:
    """What a reader looks for in the register; empty: no matter."""

    kind: NoticeKind | None = None
    theme: str = ""
    agency: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind or self.theme or self.agency)


def select_notices(
    shelf: Shelf = Shelf.ALL, *, today: date, narrowing: Narrowing | None = None
) -> Select[Notice]:
    """Return the statement for published notices of a shelf, unordered, with their lines' data."""
    query = (
        select(Notice)
        .where(PUBLISHED)
        .options(joinedload(Notice.agency), joinedload(Notice.docket), selectinload(Notice.themes))
    )
    if shelf is Shelf.OPEN:
        query = query.where(Notice.opens_on <= today, Notice.closes_on >= today)
    elif shelf is Shelf.CLOSED:
        query = query.where(Notice.closes_on < today)
    sought = narrowing or Narrowing()
    if sought.kind:
        query = query.where(Notice.kind == sought.kind)
    if sought.theme:
        touched = select(NoticeTheme.notice_id).join(Theme).where(Theme.code == sought.theme)
        query = query.where(Notice.id.in_(touched))
    if sought.agency:
        query = query.where(Notice.agency.has(Agency.code == sought.agency))
    return query


SHELF_KEYS: dict[Shelf, tuple[InstrumentedAttribute[Any], bool]] = {
    Shelf.OPEN: (Notice.closes_on, False),
    Shelf.CLOSED: (Notice.closes_on, True),
    Shelf.ALL: (Notice.published_on, True),
}
"""What each shelf is ordered by, and whether the latest comes first."""


@dataclass(frozen=True)
class Line:
    """A published notice as the home page lists it: what is read of a row, and no more."""

    number: str
    title: Localized
    summary: Localized
    agency: Localized
    published_on: date
    opens_on: date | None
    closes_on: date | None
    volume: int | None
    series: str | None
    page: int | None

    @property
    def period(self) -> CommentPeriod | None:
        """The comment period, where the notice opened one."""
        if self.opens_on is None or self.closes_on is None:
            return None
        return CommentPeriod(self.opens_on, self.closes_on)

    @property
    def citation(self) -> str | None:
        """Where it stands in the register."""
        return f"{self.volume} {self.series} {self.page}" if self.series and self.page else None


_LINES: Select[*tuple[Any, ...]] = (
    select(
        Notice.number,
        Notice.title,
        Notice.summary,
        Agency.name,
        Notice.published_on,
        Notice.opens_on,
        Notice.closes_on,
        Notice.volume,
        Notice.series,
        Notice.page,
    )
    .join(Agency, Notice.agency_id == Agency.id)
    .where(PUBLISHED)
    .limit(bindparam("limit", type_=Integer))
)
_OPEN = _LINES.where(
    Notice.opens_on <= bindparam("today"), Notice.closes_on >= bindparam("today")
).order_by(Notice.closes_on, Notice.id)
_RECENT = _LINES.order_by(Notice.published_on.desc(), Notice.id.desc())
"""Put together once."""


def open_notices(today: date, *, limit: int = PAGE) -> list[Line]:
    """Return notices that take comments today, the soonest to close first. 1 statement."""
    found = db.session.execute(_OPEN, {"today": today, "limit": limit})
    return [Line(*row) for row in found]


def recent_notices(*, limit: int = PAGE) -> list[Line]:
    """Return the notices published last, the newest first. 1 statement."""
    return [Line(*row) for row in db.session.execute(_RECENT, {"limit": limit})]


def select_dockets(*, theme: str = "", agency: str = "", negotiation: str = "") -> Select[Docket]:
    """Return the statement for dockets open to the public, unordered, with their lines' data."""
    query = (
        select(Docket)
        .where(Docket.opened_on.is_not(None))
        .options(
            joinedload(Docket.agency), joinedload(Docket.negotiation), selectinload(Docket.themes)
        )
    )
    if theme:
        touched = select(DocketTheme.docket_id).join(Theme).where(Theme.code == theme)
        query = query.where(Docket.id.in_(touched))
    if agency:
        query = query.where(Docket.agency.has(Agency.code == agency))
    if negotiation:
        query = query.where(Docket.negotiation.has(Negotiation.code == negotiation))
    return query
