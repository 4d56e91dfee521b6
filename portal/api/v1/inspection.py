"""Documents that lie open for public inspection ahead of their publication.

A notice is given its number when it is published; until then it goes by `PI-` and its row.
Only what lies open today, or lay open on a day that has passed, is ever told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload

from portal.api.v1 import conditions
from portal.api.v1.asking import DEEPEST
from portal.api.v1.conditions import CONDITIONS, Around, Read, Reader, Sought
from portal.api.v1.documents import FIELDS as OF_DOCUMENTS
from portal.api.v1.documents import Field
from portal.api.v1.kinds import TYPES
from portal.api.v1.papers import Papers
from portal.kernel.clock import LEGAL_TIME, start_of
from portal.kernel.database import db
from portal.register.models import Notice, NoticeText
from portal.register.rules import NoticeState, pages_of

PROVISIONAL = re.compile(r"PI-([1-9][0-9]{0,14})", re.IGNORECASE)

WAITING = Notice.state == NoticeState.SCHEDULED
DONE = Notice.state == NoticeState.PUBLISHED

NOTICE = "NOTICE"
"""The type of whatever this register publishes."""


def open_on(day: date, today: date) -> ColumnElement[bool]:
    """Return the condition on notices that lay open on a day; on none that is still to come."""
    if day > today:
        return false()
    later = and_(DONE, Notice.published_on > day)
    return and_(Notice.inspect_on <= day, WAITING if day == today else or_(WAITING, later))


def number_of(notice: Notice) -> str:
    """Return the number of a notice, or what it goes by until it has one."""
    return notice.number or f"PI-{notice.id}"


def filed_at(notice: Notice) -> datetime:
    """Return when it was laid open, in legal time: on its day, or when it was approved on it."""
    day = notice.inspect_on or notice.published_on or date.min
    begins = start_of(day)
    return max(begins, notice.approved_at or begins).astimezone(LEGAL_TIME)


def found(where: Iterable[ColumnElement[bool]]) -> list[Notice]:
    """Return notices with their dockets, those laid open last first. 1 statement."""
    query = (
        select(Notice)
        .where(*where)
        .options(joinedload(Notice.docket))
        .order_by(Notice.inspect_on.desc(), Notice.id.desc())
        .limit(DEEPEST)
    )
    return list(db.session.scalars(query))


def named(names: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition on notices by what they go by."""
    keys, numbers = [], []
    for name in names:
        provisional = PROVISIONAL.fullmatch(name)
        keys.append(int(provisional[1])) if provisional else numbers.append(name)
    return or_(Notice.id.in_(keys), Notice.number.in_(numbers))


def _numbers(value: Any, _around: Around) -> Read:
    return named(conditions.values(value)), "", ""


def _special(value: Any, _around: Around) -> Read:
    """Read whether it was laid open out of the usual: here nothing ever is."""
    if conditions.flag(value):
        return false(), "categorized as", "Special Filing"
    return WAITING, "categorized as", "Regular Filing"


def _types(value: Any, around: Around) -> Read:
    _where, words, told = CONDITIONS["type"](value, around)
    wanted = [code.upper() for code in conditions.values(value)]
    return (WAITING if NOTICE in wanted else false()), words, told


READERS: dict[str, Reader] = {
    "agency_ids": CONDITIONS["agency_ids"],
    "agencies": CONDITIONS["agencies"],
    "type": _types,
    "special_filing": _special,
    "docket_id": CONDITIONS["docket_id"],
    "document_numbers": _numbers,
    "filed_at": conditions.dated(Notice.inspect_on, "Filing Date", "filed"),
}
"""What can be asked for, in the order in which the sentence tells it."""


def described(sought: Sought) -> str:
    """Return the sentence that says what was asked for."""
    pieces = [f"matching '{sought.term}'"] if sought.term else []
    pieces += [" ".join(sought.told[name]) for name in READERS if name in sought.told]
    kind = "Public Inspection Documents"
    return f"{kind} {conditions.sentence(pieces)}" if pieces else f"All {kind}"


def _title(papers: Papers, notice: Notice) -> str | None:
    return papers.told(notice.title)


def _address(papers: Papers, notice: Notice) -> str:
    return papers.addresses.inspected(notice.id)


def _nothing(_papers: Papers, _notice: Notice) -> None:
    return None


def _day(_papers: Papers, notice: Notice) -> str | None:
    day = notice.published_on or notice.publish_on
    return day.isoformat() if day else None


FIELDS: dict[str, Field] = {
    "agencies": OF_DOCUMENTS["agencies"],
    "agency_letters": lambda _papers, _notice: [],
    "agency_names": OF_DOCUMENTS["agency_names"],
    "docket_numbers": OF_DOCUMENTS["docket_ids"],
    "document_number": lambda _papers, notice: number_of(notice),
    "editorial_note": _nothing,
    "excerpts": OF_DOCUMENTS["excerpts"],
    "filed_at": lambda _papers, notice: filed_at(notice).isoformat(timespec="milliseconds"),
    "filing_type": lambda _papers, _notice: "regular",
    "html_url": _address,
    "json_url": lambda papers, notice: papers.addresses.inspected_json(number_of(notice)),
    "last_public_inspection_issue": lambda _papers, notice: _last_issue(notice),
    "num_pages": lambda papers, notice: pages_of(papers.dates.get(notice.id, "")),
    "page_views": OF_DOCUMENTS["page_views"],
    "pdf_file_name": _nothing,
    "pdf_file_size": _nothing,
    "pdf_updated_at": _nothing,
    "pdf_url": _nothing,
    "publication_date": _day,
    "raw_text_url": _nothing,
    "subject_1": _title,
    "subject_2": _nothing,
    "subject_3": _nothing,
    "title": _title,
    "toc_doc": _title,
    "toc_subject": _nothing,
    "type": lambda _papers, _notice: TYPES[NOTICE],
}

IN_TABLES = (
    "agency_names",
    "docket_numbers",
    "document_number",
    "filed_at",
    "filing_type",
    "html_url",
    "num_pages",
    "publication_date",
    "title",
    "type",
)
"""Columns of a table that names none."""


def _last_issue(notice: Notice) -> str | None:
    day = notice.published_on or notice.publish_on
    return (day - timedelta(days=1)).isoformat() if day else None


def told(notices: list[Notice], fields: Iterable[str], papers: Papers) -> Iterator[dict[str, Any]]:
    """Yield notices as documents on inspection. 1 statement where pages are asked for."""
    chosen = {name: FIELDS[name] for name in fields}
    if "num_pages" in chosen:
        papers.dates = _words(notice.id for notice in notices)
    for notice in notices:
        yield {name: value(papers, notice) for name, value in chosen.items()}


def _words(keys: Iterable[int]) -> dict[int, str]:
    query = select(NoticeText.notice_id, NoticeText.markdown).where(
        NoticeText.is_source, NoticeText.notice_id.in_(list(keys))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def by_day(first: date, last: date) -> dict[str, Any]:
    """Return, for each day on which anything lay open, how much, and of how many agencies.

    1 statement.
    """
    query = select(Notice.agency_id, Notice.inspect_on, Notice.published_on).where(
        Notice.inspect_on <= last, or_(WAITING, and_(DONE, Notice.published_on > first))
    )
    documents: Counter[date] = Counter()
    agencies: dict[date, set[int]] = {}
    for agency, begins, published in db.session.execute(query):
        for day in _days(begins or first, published or date.max, first, last):
            documents[day] += 1
            agencies.setdefault(day, set()).add(agency)
    return {
        day.isoformat(): {
            "special_filings": _filings(None, 0, 0),
            "regular_filings": _filings(start_of(day), documents[day], len(agencies[day])),
        }
        for day in sorted(documents)
    }


def _days(begins: date, ends: date, first: date, last: date) -> Iterator[date]:
    """Yield the days from one up to another, as far as they lie within two others."""
    day = max(begins, first)
    while day < ends and day <= last:
        yield day
        day += timedelta(days=1)


def _filings(at: datetime | None, documents: int, agencies: int) -> dict[str, Any]:
    told_at = at.astimezone(LEGAL_TIME).isoformat(timespec="milliseconds") if at else None
    return {"last_updated_at": told_at, "documents": documents, "agencies": agencies}
