"""Reading the register. `get_` raises Missing; plurals return lists; `select_` is paged over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal.accounts.models import Actor, Agency
from portal.accounts.rules import Role
from portal.committees.models import Committee
from portal.committees.queries import is_mirror, still_sits
from portal.kernel.database import db, fill
from portal.kernel.errors import Missing
from portal.kernel.paging import PAGE
from portal.kernel.text import Localized
from portal.negotiations.models import Negotiation, Theme
from portal.register.models import (
    Docket,
    DocketTheme,
    Notice,
    NoticeText,
    NoticeTheme,
    Question,
    Remark,
)
from portal.register.rules import CommentPeriod, NoticeKind, NoticeState

PUBLISHED = Notice.state == NoticeState.PUBLISHED


def _docket_whole() -> tuple[Any, ...]:
    return (
        joinedload(Docket.agency),
        joinedload(Docket.negotiation),
        selectinload(Docket.themes),
    )


def _notice_whole() -> tuple[Any, ...]:
    return (
        joinedload(Notice.agency),
        joinedload(Notice.approved_by),
        joinedload(Notice.docket).options(*_docket_whole()),
        selectinload(Notice.texts),
        selectinload(Notice.questions),
        selectinload(Notice.themes),
    )


_DOCKET = (
    select(Docket)
    .where(Docket.number == bindparam("number"), Docket.opened_on.is_not(None))
    .options(joinedload(Docket.agency), joinedload(Docket.negotiation))
)
_THEMES_OF_DOCKET = (
    select(Theme)
    .join(DocketTheme, DocketTheme.theme_id == Theme.id)
    .where(DocketTheme.docket_id == bindparam("docket"))
    .order_by(Theme.rank)
)
_NOTICE = (
    select(Notice)
    .where(Notice.number == bindparam("number"), PUBLISHED)
    .options(
        joinedload(Notice.agency),
        joinedload(Notice.approved_by),
        joinedload(Notice.docket).options(
            joinedload(Docket.agency), joinedload(Docket.negotiation)
        ),
    )
)
_OF_NOTICE = {
    "texts": select(NoticeText)
    .where(NoticeText.notice_id == bindparam("notice"))
    .order_by(NoticeText.locale),
    "questions": select(Question)
    .where(Question.notice_id == bindparam("notice"))
    .order_by(Question.number),
    "themes": select(Theme)
    .join(NoticeTheme, NoticeTheme.theme_id == Theme.id)
    .where(NoticeTheme.notice_id == bindparam("notice"))
    .order_by(Theme.rank),
}
_NOTICES_OF_DOCKET = (
    select(Notice)
    .where(Notice.docket_id == bindparam("docket"), PUBLISHED)
    .options(joinedload(Notice.agency))
    .order_by(Notice.published_on, Notice.id)
    .limit(bindparam("limit", type_=Integer))
)
"""Put together once."""


def get_docket(number: str) -> Docket:
    """Return the docket, once it is public, with agency, negotiation, themes. 2 statements.

    Raises Missing.
    """
    docket = db.session.scalar(_DOCKET, {"number": number})
    if docket is None:
        raise Missing("There is no such docket.")
    fill(docket, "themes", _THEMES_OF_DOCKET, docket=docket.id)
    return docket


def get_notice(number: str) -> Notice:
    """Return the published notice with all that its page shows. 5 statements.

    Loaded: agency, approver, docket (agency, negotiation, themes), texts, questions, themes.
    Raises Missing.
    """
    notice = db.session.scalar(_NOTICE, {"number": number})
    if notice is None:
        raise Missing("There is no such notice.")
    fill(notice.docket, "themes", _THEMES_OF_DOCKET, docket=notice.docket_id)
    for name, statement in _OF_NOTICE.items():
        fill(notice, name, statement, notice=notice.id)
    return notice


def get_draft(key: int) -> Notice:
    """Return a notice that is not published yet, with everything its author needs.

    Raises Missing.
    """
    query = (
        select(Notice)
        .where(Notice.id == key, ~PUBLISHED)
        .options(
            *_notice_whole(),
            joinedload(Notice.drafted_by),
            selectinload(Notice.remarks).joinedload(Remark.by),
        )
    )
    notice = db.session.scalar(query)
    if notice is None:
        raise Missing("There is no such draft.")
    return notice


def find_cited(volume: int, series: str, page: int) -> Notice | None:
    """Return the published notice that stands on the page."""
    query = (
        select(Notice)
        .where(
            PUBLISHED,
            Notice.series == series,
            Notice.volume == volume,
            Notice.page <= page,
            Notice.last_page >= page,
        )
        .order_by(Notice.page.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def unmirrored(themes: Iterable[Theme], *, on: date) -> tuple[str, ...]:
    """Return the codes of those themes that no committee mirrors on the day. 1 statement."""
    by_key = {theme.id: theme.code for theme in themes}
    query = select(Committee.theme_id).where(
        Committee.theme_id.in_(by_key), is_mirror(), still_sits(on)
    )
    mirrored = set(db.session.scalars(query)) if by_key else set()
    return tuple(code for key, code in by_key.items() if key not in mirrored)


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

    q: str = ""
    kind: NoticeKind | None = None
    theme: str = ""
    agency: str = ""

    def __bool__(self) -> bool:
        return bool(self.q or self.kind or self.theme or self.agency)


def select_notices(
    shelf: Shelf = Shelf.ALL, *, today: date, narrowing: Narrowing | None = None
) -> Select[Notice]:
    """Return the statement for published notices of a shelf, unordered, with their lines' data."""
    query = (
        select(Notice)
        .join(Notice.docket)
        .where(PUBLISHED)
        .options(joinedload(Notice.agency), joinedload(Notice.docket), selectinload(Notice.themes))
    )
    if shelf is Shelf.OPEN:
        query = query.where(Notice.opens_on <= today, Notice.closes_on >= today)
    elif shelf is Shelf.CLOSED:
        query = query.where(Notice.closes_on < today)
    sought = narrowing or Narrowing()
    for word in sought.q.lower().split():
        query = query.where(
            or_(
                Notice.search_text.contains(word, autoescape=True),
                Docket.number.icontains(word, autoescape=True),
            )
        )
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


def notices_of(docket: Docket, *, limit: int = 100) -> list[Notice]:
    """Return the published notices of a docket, the first one first. 1 statement."""
    found = db.session.scalars(_NOTICES_OF_DOCKET, {"docket": docket.id, "limit": limit})
    return list(found)


def select_dockets(
    *, theme: str = "", agency: str = "", negotiation: str = "", q: str = ""
) -> Select[Docket]:
    """Return the statement for dockets open to the public, unordered, with their lines' data."""
    query = (
        select(Docket)
        .where(Docket.opened_on.is_not(None))
        .options(
            joinedload(Docket.agency), joinedload(Docket.negotiation), selectinload(Docket.themes)
        )
    )
    for word in q.lower().split():
        said = select(Notice.docket_id).where(
            PUBLISHED, Notice.search_text.contains(word, autoescape=True)
        )
        query = query.where(
            or_(Docket.number.icontains(word, autoescape=True), Docket.id.in_(said))
        )
    if theme:
        touched = select(DocketTheme.docket_id).join(Theme).where(Theme.code == theme)
        query = query.where(Docket.id.in_(touched))
    if agency:
        query = query.where(Docket.agency.has(Agency.code == agency))
    if negotiation:
        query = query.where(Docket.negotiation.has(Negotiation.code == negotiation))
    return query


class Pile(StrEnum):
    """The lists on the desk of those who draft and approve."""

    DRAFTS = "drafts"
    WAITING = "waiting"
    PUBLISHED = "published"


def select_pile(pile: Pile, actor: Actor) -> Select[Notice]:
    """Return the statement for the notices of the actor's agencies that lie on a pile."""
    states = {
        Pile.DRAFTS: (NoticeState.DRAFT, NoticeState.RETURNED),
        Pile.WAITING: (NoticeState.SUBMITTED,),
        Pile.PUBLISHED: (NoticeState.PUBLISHED,),
    }
    return (
        select(Notice)
        .where(Notice.state.in_(states[pile]), Notice.agency.has(served_by(actor)))
        .options(
            joinedload(Notice.agency), joinedload(Notice.docket), joinedload(Notice.drafted_by)
        )
    )


def served_by(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    """Return the condition on agencies for which the actor holds one of the roles."""
    roles = roles or (Role.AUTHOR, Role.APPROVER)
    held = {duty.agency_id for duty in actor.duties if duty.role in roles}
    if None in held:
        return true()
    if not held:
        return false()
    return or_(Agency.id.in_(held), Agency.parent_id.in_(held))


def agencies_of(actor: Actor) -> list[Agency]:
    """Return the agencies that the actor may draft for, the actor's own first."""
    query = select(Agency).where(served_by(actor, Role.AUTHOR)).order_by(Agency.code)
    own = {duty.agency_id for duty in actor.duties}
    return sorted(db.session.scalars(query), key=lambda agency: agency.id not in own)


def get_own_docket(number: str, actor: Actor) -> Docket:
    """Return a docket, public or not, of an agency that the actor may draft for. Raises Missing."""
    query = (
        select(Docket)
        .where(Docket.number == number, Docket.agency.has(served_by(actor, Role.AUTHOR)))
        .options(*_docket_whole())
    )
    docket = db.session.scalar(query)
    if docket is None:
        raise Missing("There is no such docket.")
    return docket


def dockets_of(actor: Actor, *, limit: int = 100) -> list[Docket]:
    """Return the newest dockets of the agencies that the actor may draft for."""
    query = (
        select(Docket)
        .where(Docket.agency.has(served_by(actor, Role.AUTHOR)))
        .order_by(Docket.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))
