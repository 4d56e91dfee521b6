"""Bringing in comments that another portal took, from a file of one JSON object a line.

The fields are those of the comments API of Regulations.gov: `comment_id`, `docket_id`,
`comment_on`, `received`, `posted`, `organization`, `category`, `withdrawn`, `text`.
"""

import hashlib
import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, BinaryIO

from sqlalchemy import func, select

from portal.comments.events import CommentFiled, CommentPosted, CommentWithdrawn
from portal.comments.models import Comment, Point
from portal.comments.rules import (
    LONGEST_NAME,
    Capacity,
    Channel,
    CommentState,
    Filing,
    NewPoint,
    Visibility,
    canonical_filing,
)
from portal.comments.tallies import count
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.events import publish
from portal.kernel.text import Localized
from portal.register import markup
from portal.register.events import DocketOpened, NoticePublished
from portal.register.importing.writing import foreign_agency, foreign_docket
from portal.register.models import Docket, Notice, NoticeText
from portal.register.rules import DecisionStatus, NoticeKind, NoticeState

LANGUAGE = "en"
LONGEST_LINE = 4 * 1024 * 1024
"""Bytes. A longer line is no comment."""

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|div|em|font|i|li|ol|p|span|strong|u|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CODE_OF_CATEGORY = re.compile(r" - [A-Z]{2,4}\d+$")


class Malformed(Exception):
    """A line is no comment; the message says why."""


@dataclass(frozen=True)
class Row:
    """A comment as a line of the file tells it."""

    line: int
    number: str
    docket: str
    notice: str | None
    received: datetime | None
    posted: datetime | None
    author: str
    organisation: bool
    """Whether an organisation speaks, of which only the name is known."""
    withdrawn: bool
    text: str
    attachments: int


@dataclass
class Report:
    """What an import of comments did."""

    states: Counter[str] = field(default_factory=Counter)
    dockets: Counter[str] = field(default_factory=Counter)
    already_in: int = 0
    opened: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    without_day: int = 0
    attachments: int = 0
    malformed: list[tuple[int, str]] = field(default_factory=list)
    newest_before: int = 0
    """The newest comment before this import began: what is newer came in with it."""

    def lines(self, *, dry: bool = False) -> Iterator[str]:
        """Return the report, line by line."""
        states = ", ".join(f"{n} {state}" for state, n in sorted(self.states.items()))
        yield (
            f"{'Would import' if dry else 'Imported'} {self.states.total()} comments"
            + (f" ({states})" if states else "")
            + f", {self.already_in} already in, {len(self.malformed)} lines refused."
        )
        for docket, number in sorted(self.dockets.items()):
            yield f"  {docket}: {number} comments"
        if self.opened:
            yield f"Dockets opened: {', '.join(self.opened)}."
        if self.notices:
            yield f"Notices entered of which only the number is known: {', '.join(self.notices)}."
        if self.without_day:
            yield (
                f"{self.without_day} comments carry no day of receipt; "
                "the moment of this import stands for it."
            )
        if self.attachments:
            yield f"Not brought in: {self.attachments} attached files, which the file only counts."
        for line, reason in sorted(self.malformed):
            yield f"Line {line}: {reason}."


def rows_in(lines: BinaryIO, report: Report) -> Iterator[tuple[Row | None, int]]:
    """Read line by line: the row, or nothing where it is malformed, and how many bytes it took."""
    number = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        rest = _skip(lines) if len(line) == LONGEST_LINE and not line.endswith(b"\n") else 0
        row = None
        try:
            if line.strip():
                row = row_of(line if not rest else b"", number)
        except Malformed as fault:
            report.malformed.append((number, str(fault)))
        yield row, len(line) + rest


def _skip(lines: BinaryIO) -> int:
    size = 0
    while rest := lines.readline(LONGEST_LINE):
        size += len(rest)
        if rest.endswith(b"\n"):
            break
    return size


def row_of(line: bytes, number: int) -> Row:
    """Understand one line; raises Malformed. An empty one was too long to be kept."""
    if not line:
        raise Malformed("is longer than any comment")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Malformed("is not JSON") from fault
    if not isinstance(told, dict):
        raise Malformed("is not an object")
    withdrawn = told.get("withdrawn") is True
    text = plain_text(told.get("text"))
    if not text and not withdrawn:
        raise Malformed("has no text")
    organisation = plain_text(told.get("organization"))
    category = _CODE_OF_CATEGORY.sub("", plain_text(told.get("category")))
    author = f"{organisation} ({category})" if organisation and category else ""
    attachments = told.get("attachments")
    return Row(
        line=number,
        number=_number(told, "comment_id"),
        docket=_number(told, "docket_id"),
        notice=_number(told, "comment_on") if told.get("comment_on") else None,
        received=_moment(told.get("received")),
        posted=_moment(told.get("posted")),
        author=(author or organisation or category)[:LONGEST_NAME],
        organisation=bool(organisation),
        withdrawn=withdrawn,
        text=text,
        attachments=attachments if isinstance(attachments, int) and attachments > 0 else 0,
    )


def _number(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise Malformed(f"has no {name} that could stand in an address")
    return value


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def plain_text(value: object) -> str:
    """Return words without the HTML that the other portal left in them."""
    if not isinstance(value, str):
        return ""
    text = _TAG.sub("", _BREAK.sub("\n", value.replace("\r\n", "\n").replace("\r", "\n")))
    text = _CONTROL.sub("", html.unescape(text).replace("\xa0", " "))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def newest_comment() -> int:
    """Return the row number of the newest comment; 0 where there is none."""
    return db.session.scalar(select(func.max(Comment.id))) or 0


def bring_in(rows: Sequence[Row], report: Report, *, now: datetime) -> None:
    """Enter a batch of comments that are not in yet, with their dockets, notices and counts."""
    known = {
        comment.number: comment
        for comment in db.session.scalars(
            select(Comment).where(Comment.number.in_([row.number for row in rows]))
        )
    }
    dockets, notices = _places(rows, report, now=now)
    counts: Counter[tuple[int, CommentState]] = Counter()
    points: Counter[tuple[int, CommentState]] = Counter()
    entered: set[str] = set()
    for row in rows:
        docket = dockets[row.docket]
        notice = notices.get(row.notice or "")
        earlier = known.get(row.number)
        if earlier:
            if row.number in entered or earlier.id > report.newest_before:
                report.malformed.append((row.line, f"{row.number} stands in the file before"))
            elif earlier.digest == _digest(row, notice, earlier.filed_at):
                report.already_in += 1
            else:
                report.malformed.append((row.line, f"{row.number} is taken by another comment"))
            continue
        comment = _comment(row, docket, notice, now=now)
        known[row.number] = comment
        entered.add(row.number)
        db.session.add(comment)
        counts[docket.id, comment.state] += 1
        points[docket.id, comment.state] += len(comment.points)
        _publish(comment, row, now=now)
        report.states[comment.state.value] += 1
        report.dockets[row.docket] += 1
        report.without_day += row.received is None and row.posted is None
        report.attachments += row.attachments
    db.session.flush()
    for (docket_id, state), number in sorted(counts.items()):
        count(docket_id, state, comments=number, points=points[docket_id, state])


def _comment(row: Row, docket: Docket, notice: Notice | None, *, now: datetime) -> Comment:
    filed_at = row.received or row.posted or now
    points = [Point(docket_id=docket.id, number=1, text=row.text)] if row.text else []
    return Comment(
        number=row.number,
        docket_id=docket.id,
        notice_id=notice.id if notice else None,
        state=CommentState.WITHDRAWN if row.withdrawn else CommentState.PUBLISHED,
        filed_at=filed_at,
        posted_at=row.posted or filed_at,
        channel=Channel.IMPORT,
        locale=LANGUAGE,
        capacity=Capacity.OWN_BEHALF if row.organisation else Capacity.PERSONAL,
        author_name=row.author,
        visibility=Visibility.PUBLIC if row.author else Visibility.ANONYMOUS_PUBLIC,
        digest=_digest(row, notice, filed_at),
        idempotency_key=f"import:{row.number}",
        points=points,
        files=[],
    )


def _digest(row: Row, notice: Notice | None, filed_at: datetime) -> str:
    filing = Filing(
        points=[NewPoint(text=row.text)] if row.text else [],
        locale=LANGUAGE,
        capacity=Capacity.OWN_BEHALF if row.organisation else Capacity.PERSONAL,
        anonymous=not row.author,
    )
    written = canonical_filing(
        filing,
        number=row.number,
        docket=row.docket,
        notice=notice.number if notice else None,
        organisation=None,
        author=row.author,
        filed_at=filed_at,
    )
    return hashlib.sha256(written.encode()).hexdigest()


def _publish(comment: Comment, row: Row, *, now: datetime) -> None:
    publish(
        CommentFiled(
            at=now,
            by=None,
            docket=row.docket,
            comment=row.number,
            notice=row.notice,
            points=len(comment.points),
            digest=comment.digest,
        )
    )
    became = CommentWithdrawn if row.withdrawn else CommentPosted
    publish(became(at=now, by=None, docket=row.docket, comment=row.number))


def _places(
    rows: Sequence[Row], report: Report, *, now: datetime
) -> tuple[dict[str, Docket], dict[str, Notice]]:
    """Return the dockets and notices that comments are on; those not known are made."""
    earliest = sorted(rows, key=lambda row: _day_known(row, now), reverse=True)
    dockets = {
        row.docket: _docket(row, report, now=now)
        for row in {row.docket: row for row in earliest}.values()
    }
    wanted = {row.notice: row for row in earliest if row.notice}
    found = select(Notice).where(Notice.number.in_(wanted))
    notices = {str(notice.number): notice for notice in db.session.scalars(found)}
    for number, row in wanted.items():
        if number and number not in notices:
            notices[number] = _notice(number, row, dockets[row.docket], now=now)
            if number not in report.notices:
                report.notices.append(number)
    return dockets, notices


def _day_known(row: Row, now: datetime) -> datetime:
    return row.received or row.posted or now


def _docket(row: Row, report: Report, *, now: datetime) -> Docket:
    agency, _ = foreign_agency(row.docket.partition("-")[0].upper())
    docket, opens = foreign_docket(
        row.docket,
        title=f"Docket {row.docket}",
        agency=agency,
        opened_on=legal_day(_day_known(row, now)),
        status=DecisionStatus.OPEN,
    )
    if opens:
        publish(DocketOpened(at=now, by=None, docket=docket.number))
        if docket.number not in report.opened:
            report.opened.append(docket.number)
    return docket


def _notice(number: str, row: Row, docket: Docket, *, now: datetime) -> Notice:
    """Enter a notice of which nothing is known but its number and that it was commented on."""
    moment = _day_known(row, now)
    words = (
        "Only the number of this document is known here, from the comments that were brought "
        "in on it. The day is that of the first of them."
    )
    markdown = f"# SUMMARY\n\n{words}\n"
    notice = Notice(
        number=number,
        docket=docket,
        kind=NoticeKind.FOREIGN,
        state=NoticeState.DRAFT,
        agency_id=docket.agency_id,
        title=Localized(source=LANGUAGE, en=f"Document {number}"),
        summary=Localized(source=LANGUAGE, en=words),
        decision_status=DecisionStatus.OPEN,
        chapters=[],
        published_on=legal_day(moment),
        published_at=moment,
        changed_at=now,
        texts=[
            NoticeText(
                locale=LANGUAGE,
                is_source=True,
                markdown=markdown,
                html=markup.render(markdown, locale=LANGUAGE),
            )
        ],
        questions=[],
        themes=[],
        regions=[],
        sectors=[],
        parts=[],
        remarks=[],
    )
    db.session.add(notice)
    db.session.flush()
    notice.state = NoticeState.PUBLISHED
    db.session.flush()
    publish(
        NoticePublished(
            at=now,
            by=None,
            docket=docket.number,
            notice=number,
            citation=number,
            kind=notice.kind,
            closes=None,
        )
    )
    return notice
