"""Finding published notices: which match, in which order, and how many of what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from portal.api.v1.asking import DEEPEST
from portal.api.v1.conditions import Sought
from portal.api.v1.kinds import CODE
from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.register.models import Docket, Notice, NoticeTheme
from portal.register.rules import NoticeKind, NoticeState

MOST_WORDS = 12
"""Words of a term that count: each one is looked for in every notice."""

PUBLISHED = Notice.state == NoticeState.PUBLISHED

ORDER: dict[str, tuple[Any, ...]] = {
    "oldest": (Notice.published_on, Notice.number),
    "id": (Notice.id,),
}
NEWEST = (Notice.published_on.desc(), Notice.number.desc())


def _wanted(sought: Sought) -> list[ColumnElement[bool]]:
    words = [*holding(sought.term)] if sought.term else []
    return [PUBLISHED, *sought.where, *words]


def holding(term: str) -> Iterable[ColumnElement[bool]]:
    """Return the conditions on notices whose titles, summaries or dockets hold the words."""
    for word in list(dict.fromkeys(term.lower().split()))[:MOST_WORDS]:
        sign, bare = word[0], word.lstrip("-!+&").strip('"()')
        if not bare:
            continue
        where = or_(
            Notice.search_text.contains(bare, autoescape=True),
            Notice.docket_id.in_(
                select(Docket.id).where(Docket.number.icontains(bare, autoescape=True))
            ),
        )
        yield not_(where) if sign in "-!" else where


def keys_of(sought: Sought, order: str) -> list[int]:
    """Return the row numbers of the notices that match, in order: ten thousand at most.

    1 statement. How many match is the length of the list, as far as this interface counts.
    """
    query = select(Notice.id).where(*_wanted(sought)).order_by(*ORDER.get(order, NEWEST))
    return list(db.session.scalars(query.limit(DEEPEST)))


def count_days(sought: Sought) -> dict[date, int]:
    """Return how many notices match, by the day of publication. 1 statement."""
    return dict(_counted(select(Notice.published_on, func.count()), sought, Notice.published_on))


def count_agencies(sought: Sought) -> dict[int, int]:
    """Return how many match, by agency. 1 statement."""
    return dict(_counted(select(Notice.agency_id, func.count()), sought, Notice.agency_id))


def count_themes(sought: Sought) -> dict[int, int]:
    """Return how many match, by theme. 1 statement."""
    query = select(NoticeTheme.theme_id, func.count()).join(
        Notice, Notice.id == NoticeTheme.notice_id
    )
    return dict(_counted(query, sought, NoticeTheme.theme_id))


def themes_touched(sought: Sought) -> list[tuple[int, int]]:
    """Return the notices that match with each theme they touch. 1 statement."""
    query = select(NoticeTheme.notice_id, NoticeTheme.theme_id).join(
        Notice, Notice.id == NoticeTheme.notice_id
    )
    return [(row[0], row[1]) for row in db.session.execute(query.where(*_wanted(sought)))]


def count_types(sought: Sought) -> dict[str, int]:
    """Return how many match, by the code of the type. 1 statement."""
    inside = select(CODE.label("code")).where(*_wanted(sought)).subquery()
    query = select(inside.c.code, func.count()).group_by(inside.c.code)
    return {row[0]: row[1] for row in db.session.execute(query)}


def count_kinds(sought: Sought) -> dict[NoticeKind, int]:
    """Return how many of this register's own match, by kind. 1 statement."""
    own = Notice.kind != NoticeKind.FOREIGN
    query = select(Notice.kind, func.count()).where(own)
    return dict(_counted(query, sought, Notice.kind))


def _counted(
    query: Select[*tuple[Any, ...]], sought: Sought, column: Any
) -> Iterable[tuple[Any, int]]:
    found = db.session.execute(query.where(*_wanted(sought)).group_by(column))
    return ((row[0], row[1]) for row in found)


def keys_named(numbers: Iterable[str], day: date | None = None) -> dict[str, int]:
    """Return the row numbers of published notices by their number. 1 statement."""
    query = select(Notice.number, Notice.id).where(PUBLISHED, Notice.number.in_(list(numbers)))
    if day:
        query = query.where(Notice.published_on == day)
    return {str(number): key for number, key in db.session.execute(query)}


@dataclass(frozen=True)
class Standing:
    """Where in its register a notice stands."""

    volume: int | None
    series: str | None
    first: int | None
    last: int | None
    id: int

    def is_on(self, place: tuple[int, str, int]) -> bool:
        """Say whether a citation of the place names this notice."""
        volume, series, page = place
        if self.first is None or self.last is None:
            return False
        return (self.volume, self.series) == (volume, series) and self.first <= page <= self.last


def standing_on(places: Iterable[tuple[int, str, int]]) -> list[Standing]:
    """Return what stands on pages that citations name. 1 statement."""
    on_page = [
        and_(
            Notice.volume == volume,
            Notice.series == series,
            Notice.page <= page,
            Notice.last_page >= page,
        )
        for volume, series, page in places
    ]
    query = (
        select(Notice.volume, Notice.series, Notice.page, Notice.last_page, Notice.id)
        .where(PUBLISHED, or_(*on_page))
        .order_by(Notice.page, Notice.id)
    )
    found = db.session.execute(query)
    return [Standing(*row) for row in found]


def pages_by_year() -> dict[int, Counter[str]]:
    """Return documents and pages by year of publication and type. 1 statement."""
    pages = func.coalesce(Notice.last_page - Notice.page + 1, 0)
    inside = (
        select(Notice.published_on.label("day"), CODE.label("code"), pages.label("pages"))
        .where(PUBLISHED)
        .subquery()
    )
    query = select(inside.c.day, inside.c.code, func.count(), func.sum(inside.c.pages))
    found: dict[int, Counter[str]] = {}
    for day, name, documents, length in db.session.execute(
        query.group_by(inside.c.day, inside.c.code)
    ):
        year = found.setdefault(day.year, Counter())
        year[name] += documents
        year[f"{name} pages"] += length
    return found


@dataclass(frozen=True)
class Line:
    """A notice as a table of contents has it."""

    agency_id: int
    title: Localized
    number: str
    type: str


def lines_of(sought: Sought) -> list[Line]:
    """Return the notices that match as a table of contents has them. 1 statement."""
    query = select(Notice.agency_id, Notice.title, Notice.number, CODE).where(*_wanted(sought))
    found = db.session.execute(query.order_by(Notice.page, Notice.id).limit(DEEPEST))
    return [Line(agency, title, number or "", code) for agency, title, number, code in found]


def last_day() -> date | None:
    """Return the last day on which anything was published. 1 statement."""
    return db.session.scalar(select(func.max(Notice.published_on)).where(PUBLISHED))


def published_on(day: date) -> ColumnElement[bool]:
    """Return the condition on notices of a day."""
    return Notice.published_on == day


def since(today: date, days: int) -> ColumnElement[bool]:
    """Return the condition on notices of so many days up to today."""
    return Notice.published_on >= today - timedelta(days=days)
