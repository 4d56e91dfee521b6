"""The comments: filed, read by a moderator, posted or not."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.attachments.actions import attachment_of
from portal.attachments.rules import Kept
from portal.comments.actions import fold_comment, post_comment, withhold_comment
from portal.comments.events import CommentFiled, CommentWithdrawn
from portal.comments.models import Comment, CommentFile, Filer, Point
from portal.comments.rules import (
    Capacity,
    Channel,
    CommentState,
    Filing,
    NewPoint,
    Stance,
    Visibility,
    WithholdReason,
    canonical_filing,
)
from portal.demo.content import records
from portal.demo.files import keep
from portal.demo.story import Step, Story, saved
from portal.kernel import events
from portal.kernel.calendar import SATURDAY
from portal.kernel.clock import LEGAL_TIME, legal_day
from portal.kernel.database import db
from portal.organisations.actions import note_activity
from portal.register.models import Docket, Question

READ_AT = time(11)
"""When the moderator reads what came the day before."""

CONFIDENTIAL = "BCI"
"""How the name of a confidential file begins."""


def voices(story: Story) -> Iterator[Step]:
    """Yield the filing of every comment, and what the moderator did with it."""
    contents = records("files")
    for record in records("comments"):
        filed_at = story.shift.moment(record["at"])
        yield Step(filed_at, partial(_file, story, record, contents, filed_at))
        if record.get("state") != CommentState.IN_MODERATION:
            read_at = _next_reading(filed_at)
            yield Step(read_at, partial(_read, story, record, read_at))


def _next_reading(filed_at: datetime) -> datetime:
    day = filed_at.astimezone(LEGAL_TIME).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, READ_AT, LEGAL_TIME)


def _file(
    story: Story, record: dict[str, Any], contents: dict[str, Any], filed_at: datetime
) -> None:
    files = [keep(name, contents[name]) for name in record.get("files", ())]
    organisation = story.organisations.get(record.get("organisation", ""))
    agent = story.organisations.get(record.get("agent", ""))
    person = _account(story, record)
    docket = story.dockets[record["docket"]]
    filing = Filing(
        points=[
            NewPoint(
                text=story.shift.prose(point["text"], record["locale"]),
                ask=story.shift.prose(point.get("ask", ""), record["locale"]),
                stance=Stance(record["stance"]),
                question=point.get("question"),
            )
            for point in record["points"]
        ],
        locale=record["locale"],
        stance=Stance(record["stance"]),
        title=record["title"],
        organisation_id=organisation.id if organisation else None,
        capacity=Capacity(record["capacity"]),
        region_id=story.regions[record["region"]].id,
        files=[file for file in files if not _is_confidential(file)],
    )
    written = canonical_filing(
        filing,
        number=record["number"],
        docket=docket.number,
        notice=record.get("notice"),
        organisation=organisation.slug if organisation else None,
        author=record.get("author", ""),
        agent=agent.slug if agent else None,
        filed_at=filed_at,
    )
    notice = story.notices.get(record.get("notice", ""))
    comment = Comment(
        number=record["number"],
        docket=docket,
        notice=notice,
        state=CommentState.IN_MODERATION,
        filed_at=filed_at,
        channel=Channel(record.get("channel", "web")),
        locale=filing.locale,
        person_id=person.id if person else None,
        organisation_id=filing.organisation_id,
        agent_id=agent.id if agent else None,
        members=organisation.members if organisation else None,
        adoption=organisation.adoption if organisation else None,
        region_id=filing.region_id,
        capacity=filing.capacity,
        author_name=record.get("author", ""),
        visibility=Visibility(record.get("visibility", "public")),
        stance=filing.stance,
        title=filing.title,
        digest=hashlib.sha256(written.encode()).hexdigest(),
        idempotency_key=f"demonstration {record['number']}",
        points=_points(docket, filing.points, _questions(docket)),
        files=_files(files, filed_at),
    )
    saved(comment)
    saved(_filer(comment, person))
    if organisation is not None:
        note_activity(organisation.id, on=legal_day(filed_at))
    story.comments[comment.number] = comment
    events.publish(
        CommentFiled(
            at=filed_at,
            by=comment.person_id,
            docket=docket.number,
            comment=comment.number,
            notice=record.get("notice"),
            points=len(comment.points),
            digest=comment.digest,
        )
    )


def _account(story: Story, record: dict[str, Any]) -> Person | None:
    """Return who filed it, where that is somebody with an account."""
    if "account" in record:
        return story.people[record["account"]]
    for person in records("people"):
        if "organisation" in record and person.get("organisation") == record["organisation"]:
            return story.people[person["key"]]
    return None


def _filer(comment: Comment, person: Person | None) -> Filer:
    """Return how to reach the author: the account, or an address that nobody can have."""
    return Filer(
        comment_id=comment.id,
        name=person.name if person else comment.author_name,
        email=person.email if person else f"{comment.number.lower()}@people.example",
        locale=str(comment.locale),
        confirmed_at=comment.filed_at,
    )


def _questions(docket: Docket) -> dict[int, int]:
    """Return the keys of the questions that the docket's notices put, by number."""
    query = select(Question.number, Question.id).join(Question.notice)
    rows = db.session.execute(query.where(Question.notice.has(docket_id=docket.id)))
    return dict(rows.all())


def _points(docket: Docket, points: Sequence[NewPoint], questions: dict[int, int]) -> list[Point]:
    return [
        Point(
            docket_id=docket.id,
            number=number,
            question_id=questions[point.question] if point.question else None,
            stance=point.stance,
            ask=point.ask,
            text=point.text,
        )
        for number, point in enumerate(points, 1)
    ]


def _files(files: Sequence[Kept], now: datetime) -> list[CommentFile]:
    return [
        CommentFile(attachment=attachment_of(file, now=now), confidential=_is_confidential(file))
        for file in files
    ]


def _is_confidential(file: Kept) -> bool:
    return file.name.startswith(CONFIDENTIAL)


def _read(story: Story, record: dict[str, Any], at: datetime) -> None:
    """Let the moderator decide; the author may have withdrawn the comment before."""
    comment = story.comments[record["number"]]
    state = CommentState(record.get("state", "published"))
    moderator = story.people["moder"]
    if state is CommentState.WITHHELD:
        reason = WithholdReason(record["reason"])
        withhold_comment(comment, reason=reason, by=moderator, now=at)
    elif state is CommentState.DUPLICATE:
        fold_comment(comment, original=record["duplicate_of"], by=moderator, now=at)
    elif state is CommentState.WITHDRAWN:
        comment.state = state
        events.publish(
            CommentWithdrawn(
                at=at, by=comment.person_id, docket=record["docket"], comment=comment.number
            )
        )
    else:
        post_comment(comment, by=moderator, now=at)
        comment.state = state
    db.session.flush()
