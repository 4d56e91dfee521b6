"""Reading one docket or one notice, with all that its page shows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Region, Sector
from portal.committees.models import Committee
from portal.committees.queries import is_mirror, still_sits
from portal.kernel.database import db, fill
from portal.kernel.errors import Missing
from portal.negotiations.models import Theme
from portal.register.models import (
    Docket,
    DocketTheme,
    Notice,
    NoticePart,
    NoticeRegion,
    NoticeSector,
    NoticeText,
    NoticeTheme,
    Question,
)
from portal.register.rules import NoticeState

PUBLISHED = Notice.state == NoticeState.PUBLISHED


def docket_whole() -> tuple[Any, ...]:
    """Return how to load all that belongs to a docket."""
    return (
        joinedload(Docket.agency),
        joinedload(Docket.negotiation),
        selectinload(Docket.themes),
    )


def notice_whole() -> tuple[Any, ...]:
    """Return how to load all that belongs to a notice."""
    return (
        joinedload(Notice.agency),
        joinedload(Notice.approved_by),
        joinedload(Notice.docket).options(*docket_whole()),
        selectinload(Notice.texts),
        selectinload(Notice.questions),
        selectinload(Notice.themes),
        selectinload(Notice.regions),
        selectinload(Notice.sectors),
        selectinload(Notice.parts),
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
    "regions": select(Region)
    .join(NoticeRegion, NoticeRegion.region_id == Region.id)
    .where(NoticeRegion.notice_id == bindparam("notice"))
    .order_by(Region.code),
    "sectors": select(Sector)
    .join(NoticeSector, NoticeSector.sector_id == Sector.id)
    .where(NoticeSector.notice_id == bindparam("notice"))
    .order_by(Sector.code),
    "parts": select(NoticePart)
    .where(NoticePart.notice_id == bindparam("notice"))
    .order_by(NoticePart.id),
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
    """Return the published notice with all that belongs to its text. 8 statements.

    Loaded: agency, approver, docket (agency, negotiation, themes), texts, questions, themes,
    regions, sectors, parts. Raises Missing.
    """
    notice = db.session.scalar(_NOTICE, {"number": number})
    if notice is None:
        raise Missing("There is no such notice.")
    fill(notice.docket, "themes", _THEMES_OF_DOCKET, docket=notice.docket_id)
    for name, statement in _OF_NOTICE.items():
        fill(notice, name, statement, notice=notice.id)
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


def notices_of(docket: Docket, *, limit: int = 100) -> list[Notice]:
    """Return the published notices of a docket, the first one first. 1 statement."""
    found = db.session.scalars(_NOTICES_OF_DOCKET, {"docket": docket.id, "limit": limit})
    return list(found)
