"""From points to answers: concerns, a batch approved by another official, promises."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.comments.models import Point
from portal.comments.rules import POSTED
from portal.demo.content import records
from portal.demo.opinions import points_on
from portal.demo.story import Step, Story
from portal.kernel.database import db
from portal.responses.actions import (
    answer_concern,
    group_points,
    keep_commitment,
    make_commitment,
    publish_batch,
    raise_concern,
    submit_batch,
)
from portal.responses.models import Batch, Commitment, Concern, Grouping
from portal.responses.rules import CommitmentState, Disposition, ReasonCode

DOCKET = "MEBP-2014-0002"

GROUPED, ANSWERED = "2014-04-15", "2014-05-12"
SUBMITTED, PUBLISHED = "2014-05-23T16:30", "2014-05-26T10:30"
"""In the story's own time."""


def answers(story: Story) -> Iterator[Step]:
    """Yield the grouping of points, the answers to concerns, and what became of promises."""
    content = records("responses")
    promises: dict[str, Commitment] = {}
    owed = {record["number"]: record for record in content["commitments"]}
    for record in content["concerns"]:
        minute = record["number"]
        at = story.shift.moment(GROUPED, minute=minute)
        yield Step(at, partial(_raise, story, record, at))
        at = story.shift.moment(ANSWERED, minute=minute)
        yield Step(at, partial(_answer, story, record, owed, promises, at))
    at = story.shift.moment(SUBMITTED)
    yield Step(at, partial(_submit, story, at))
    at = story.shift.moment(PUBLISHED)
    yield Step(at, partial(_publish, story, at))
    for record in content["commitments"]:
        if record["state"] == CommitmentState.DONE:
            at = story.shift.moment(record["done"], hour=15)
            yield Step(at, partial(_keep, story, record, promises, at))
        elif record["state"] == CommitmentState.IN_PROGRESS:
            at = story.shift.moment(PUBLISHED, minute=1)
            yield Step(at, partial(_begin, record, promises))


def _raise(story: Story, record: dict[str, Any], at: datetime) -> None:
    concern = raise_concern(
        docket=story.dockets[DOCKET],
        statement=story.shift.told(record["statement"], source="en"),
        theme=story.themes[record["theme"]] if "theme" in record else None,
        by=story.people["rauan"],
        now=at,
    )
    posted, unposted = _points_on(record["number"], story)
    if posted:
        group_points(posted, concern=concern, by=story.people["rauan"], now=at)
    for point in unposted:
        _group_unposted(point, concern, story.people["rauan"].id, at)


def _points_on(concern: int, story: Story) -> tuple[list[int], list[int]]:
    """Return the keys of the points that raise a concern: of posted comments, and of others."""
    posted: list[int] = []
    unposted: list[int] = []
    raising = [
        (record["number"], number)
        for record in records("comments")
        for number, point in enumerate(record["points"], 1)
        if point.get("concern") == concern
    ]
    for key, number in [*raising, *points_on(concern)]:
        comment = story.comments[key]
        query = select(Point.id).where(Point.comment_id == comment.id, Point.number == number)
        kind = posted if comment.state in POSTED else unposted
        kind.append(db.session.scalars(query).one())
    return posted, unposted


def _group_unposted(point: int, concern: Concern, by: int, at: datetime) -> None:
    """Answer what a withheld comment asked as well: its author was told where to turn.

    The desk cannot do this, because a moderator's decision comes first there.
    """
    db.session.add(Grouping(point_id=point, concern_id=concern.id, by_id=by, at=at))
    concern.points += 1
    concern.citizens += 1
    db.session.flush()


def _answer(
    story: Story,
    record: dict[str, Any],
    owed: dict[str, Any],
    promises: dict[str, Commitment],
    at: datetime,
) -> None:
    query = select(Concern).where(
        Concern.docket_id == story.dockets[DOCKET].id, Concern.number == record["number"]
    )
    for number in record.get("commitments", ()):
        if number not in promises:
            promises[number] = make_commitment(
                docket=story.dockets[DOCKET],
                text=story.shift.told(owed[number]["text"], source="en"),
                agency_id=story.agencies[owed[number]["agency"]].id,
                due_on=story.shift.day(owed[number]["due"]),
                number=number,
                now=at,
            )
    answer_concern(
        db.session.scalars(query).one(),
        disposition=Disposition(record["disposition"]),
        reason_code=ReasonCode(record["reason"]) if "reason" in record else None,
        answer=story.shift.told(record["answer"], source="en"),
        deferred_until=story.shift.day(record["until"]) if "until" in record else None,
        commitments=[promises[number] for number in record.get("commitments", ())],
        by=story.people["rauan"],
        now=at,
    )


def _batch(story: Story) -> Batch:
    query = select(Batch).where(Batch.docket_id == story.dockets[DOCKET].id)
    return db.session.scalars(query).one()


def _submit(story: Story, at: datetime) -> None:
    submit_batch(_batch(story), by=story.people["rauan"], now=at)


def _publish(story: Story, at: datetime) -> None:
    publish_batch(_batch(story), by=story.people["marat"], now=at)


def _keep(
    story: Story, record: dict[str, Any], promises: dict[str, Commitment], at: datetime
) -> None:
    keep_commitment(
        promises[record["number"]],
        note=story.shift.told(record["note"], source="en"),
        by=story.people["rauan"],
        now=at,
    )


def _begin(record: dict[str, Any], promises: dict[str, Commitment]) -> None:
    promises[record["number"]].state = CommitmentState.IN_PROGRESS
    db.session.flush()
