"""The daily issues of the register, what lies open ahead of them, and what an agency published."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, Integer, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Agency
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.register.models import Issue, Notice
from portal.register.queries.reading import PUBLISHED
from portal.register.rules import SERIES, NoticeState

_ISSUE = select(Issue).where(Issue.day == bindparam("day", type_=Date))
_BEFORE = (
    select(Issue.day)
    .where(Issue.day < bindparam("day", type_=Date))
    .order_by(Issue.day.desc())
    .limit(1)
)
_AFTER = (
    select(Issue.day).where(Issue.day > bindparam("day", type_=Date)).order_by(Issue.day).limit(1)
)
_IN_ISSUE = (
    select(Notice)
    .join(Notice.agency)
    .where(PUBLISHED, Notice.series == SERIES, Notice.published_on == bindparam("day", type_=Date))
    .options(joinedload(Notice.agency), joinedload(Notice.docket))
    .order_by(Agency.code, Notice.kind, Notice.page)
)
_DAYS = (
    select(Issue.day, Issue.number, func.count(Notice.id))
    .outerjoin(Notice, (Notice.published_on == Issue.day) & (Notice.series == SERIES) & PUBLISHED)
    .where(Issue.volume == bindparam("volume", type_=Integer))
    .group_by(Issue.day, Issue.number)
    .order_by(Issue.day)
)
_VOLUMES = select(Issue.volume).distinct().order_by(Issue.volume.desc())
_INSPECTED = (
    select(Notice)
    .where(
        Notice.state == NoticeState.SCHEDULED,
        Notice.inspect_on <= bindparam("today", type_=Date),
    )
    .options(joinedload(Notice.agency), joinedload(Notice.docket))
    .order_by(Notice.publish_on, Notice.id)
    .limit(100)
)
"""Put together once."""


def get_issue(day: date) -> Issue:
    """Return the issue of a day. Raises Missing where the register did not appear."""
    found = db.session.scalar(_ISSUE, {"day": day})
    if found is None:
        raise Missing("The register did not appear on this day.")
    return found


def notices_in(issue: Issue) -> list[Notice]:
    """Return what an issue holds, by agency, kind and page. 1 statement."""
    return list(db.session.scalars(_IN_ISSUE, {"day": issue.day}))


def days_beside(issue: Issue) -> tuple[date | None, date | None]:
    """Return the days of the issues before and after one. 2 statements."""
    days = {"day": issue.day}
    return db.session.scalar(_BEFORE, days), db.session.scalar(_AFTER, days)


@dataclass(frozen=True)
class IssueDay:
    """A day on which the register appeared, and how many documents it held."""

    day: date
    number: int
    documents: int


def days_of_volume(volume: int) -> list[IssueDay]:
    """Return the days on which a volume appeared, the first one first. 1 statement."""
    return [IssueDay(*row) for row in db.session.execute(_DAYS, {"volume": volume})]


def volumes() -> list[int]:
    """Return the volumes that have an issue, the newest first. 1 statement."""
    return list(db.session.scalars(_VOLUMES))


def notices_on_inspection(today: date) -> list[Notice]:
    """Return what lies open for public inspection, the soonest to appear first. 1 statement."""
    return list(db.session.scalars(_INSPECTED, {"today": today}))


def select_published_by(agency: Agency) -> Select[Notice]:
    """Return the statement for what an agency published, unordered, with its lines' data."""
    return (
        select(Notice)
        .join(Notice.docket)
        .where(PUBLISHED, Notice.agency_id == agency.id)
        .options(joinedload(Notice.agency), joinedload(Notice.docket), selectinload(Notice.themes))
    )
