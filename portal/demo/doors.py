"""Behind closed doors: rooms next to a round with what was asked there, and restricted papers."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Person
from portal.adjacent.actions import (
    ask,
    draft_answer,
    open_room,
    put_on_call,
    release_answer,
    tell_use,
)
from portal.adjacent.models import AdjacentRoom, TableQuestion
from portal.adjacent.queries import get_room
from portal.adjacent.rules import Verdict
from portal.committees.queries import get_committee
from portal.committees.rules import Clearance
from portal.demo.content import records
from portal.demo.story import Step, Story
from portal.kernel.database import db
from portal.negotiations.models import Round
from portal.papers.actions import file_paper, open_paper
from portal.papers.models import Paper
from portal.papers.rules import Manner, NewPaper, PaperKind
from portal.papers.words import seal


def doors(story: Story, *, now: datetime) -> Iterator[Step]:
    """Yield what happened behind closed doors; one question is asked just before now."""
    content = records("doors")
    for record in content["rooms"]:
        yield from _room(story, record, now)
    for record in content["papers"]:
        yield from _paper(story, record)


def _room(story: Story, record: dict[str, Any], now: datetime) -> Iterator[Step]:
    opened: list[AdjacentRoom] = []
    at = story.shift.moment(record["opened"])
    yield Step(at, partial(_open, story, record, at, opened))
    for question in record.get("questions", ()):
        yield from _question(story, question, opened)
    if "just_asked" in record:
        asked = now - timedelta(minutes=record["just_asked"]["minutes_ago"])
        yield Step(asked, partial(_ask_just_now, record["just_asked"], asked, now, opened))


def _open(story: Story, record: dict[str, Any], at: datetime, opened: list[AdjacentRoom]) -> None:
    query = (
        select(Round)
        .where(
            Round.negotiation_id == story.negotiations[record["negotiation"]].id,
            Round.number == record["round"],
        )
        .options(joinedload(Round.negotiation))
    )
    room = open_room(
        round_=db.session.scalars(query).one(),
        committee=get_committee(record["committee"]),
        by=story.people["nce"],
        now=at,
    )
    opened.append(get_room(room.id))
    for shift in record["shifts"]:
        put_on_call(
            room,
            person=story.people[shift["person"]],
            starts_at=story.shift.moment(shift["from"]),
            ends_at=story.shift.moment(shift["until"]),
            by=story.people["nce"],
            now=at,
        )


def _question(story: Story, record: dict[str, Any], opened: list[AdjacentRoom]) -> Iterator[Step]:
    put: list[TableQuestion] = []
    drafted, released = record["drafted"], record["released"]
    moments = [record["asked"], drafted["at"], released["at"], record["used"]]
    tellings = (_put, _draft, _release, _use)
    for moment, telling in zip(moments, tellings, strict=True):
        at = story.shift.moment(moment)
        yield Step(at, partial(telling, story, record, at, opened, put))


Rooms = list[AdjacentRoom]
Questions = list[TableQuestion]


def _put(story: Story, record: dict[str, Any], at: datetime, opened: Rooms, put: Questions) -> None:
    [room] = opened
    due = story.shift.moment(record["due"])
    put.append(ask(room, text=record["text"], due_at=due, by=_lead_of(room), now=at))


def _draft(
    story: Story, record: dict[str, Any], at: datetime, _opened: Rooms, put: Questions
) -> None:
    [question] = put
    writer = story.people[record["drafted"]["by"]]
    verdict = Verdict(record["verdict"])
    draft_answer(question, verdict=verdict, text=record["answer"], version=0, by=writer, now=at)


def _release(
    story: Story, record: dict[str, Any], at: datetime, _opened: Rooms, put: Questions
) -> None:
    [question] = put
    release_answer(question, version=1, by=story.people[record["released"]["by"]], now=at)


def _use(
    _story: Story, record: dict[str, Any], at: datetime, opened: Rooms, put: Questions
) -> None:
    [room], [question] = opened, put
    tell_use(question, use=record["use"], by=_lead_of(room), now=at)


def _lead_of(room: AdjacentRoom) -> Person:
    lead = room.group.lead
    assert lead is not None  # noqa: S101  # The story names one.
    return lead


def _ask_just_now(
    record: dict[str, Any], at: datetime, now: datetime, opened: list[AdjacentRoom]
) -> None:
    [room] = opened
    due = now + timedelta(minutes=record["minutes_left"])
    ask(room, text=record["text"], due_at=due, by=_lead_of(room), now=at)


def _paper(story: Story, record: dict[str, Any]) -> Iterator[Step]:
    filed: list[Paper] = []
    at = story.shift.moment(record["filed"])
    yield Step(at, partial(_file, story, record, at, filed))
    for reading in record["readings"]:
        read = story.shift.moment(reading["at"])
        yield Step(read, partial(_read, story, reading, read, filed))


def _file(story: Story, record: dict[str, Any], at: datetime, filed: list[Paper]) -> None:
    new = NewPaper(
        kind=PaperKind(record["kind"]),
        clearance=Clearance(record["clearance"]),
        title=story.shift.told(record["title"]),
        locale=record["locale"],
        text=story.shift.prose(record["text"], record["locale"]),
        public_title=story.shift.told(record["public_title"]) if "public_title" in record else None,
        abstract=story.shift.told(record["abstract"]) if "abstract" in record else None,
    )
    filed.append(
        file_paper(
            new,
            sealed=seal(new.text),
            committees=[get_committee(code) for code in record["committees"]],
            agency=story.agencies[record["agency"]],
            by=story.people[record["by"]],
            now=at,
        )
    )


def _read(story: Story, record: dict[str, Any], at: datetime, filed: list[Paper]) -> None:
    [paper] = filed
    open_paper(paper, manner=Manner(record["manner"]), by=story.people[record["person"]], now=at)
