"""Public hearings, and the contacts of officials outside the portal."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.accounts.queries import get_person
from portal.demo.content import records
from portal.demo.gatherings import anew, forget
from portal.demo.story import Step, Story
from portal.kernel.database import db
from portal.meetings.actions import (
    Call,
    Encounter,
    call_hearing,
    draft_minutes,
    give_slot,
    publish_minutes,
    record_contact,
    refuse_testimony,
    request_testimony,
)
from portal.meetings.models import Testimony
from portal.meetings.rules import ContactKind

DECIDED = "2014-04-10T15:00"
"""When the slots were given, in the story's own time."""


def openness(story: Story) -> Iterator[Step]:
    """Yield what happens with every hearing, and the recording of every contact."""
    for record in records("hearings"):
        at = story.shift.moment(record["called"])
        yield Step(at, partial(_call, story, record, at))
        for asked in record["requests"]:
            at = story.shift.moment(asked["at"])
            yield Step(at, partial(_ask, story, record, asked, at))
        at = story.shift.moment(DECIDED)
        yield Step(at, partial(_decide, story, record, at))
        at = story.shift.moment(record["minutes"]["drafted"])
        yield Step(at, partial(_draft, story, record, at))
        at = story.shift.moment(record["minutes"]["published"])
        yield Step(at, partial(_publish, story, record, at))
    for record in records("contacts"):
        at = story.shift.moment(record["recorded"])
        yield Step(at, partial(_record, story, record, at))


def _call(story: Story, record: dict[str, Any], at: datetime) -> None:
    told = story.shift.told
    meeting = call_hearing(
        Call(
            title=told(record["title"]),
            on=story.shift.day(record["day"]),
            starts=time.fromisoformat(record["starts"]),
            ends=time.fromisoformat(record["ends"]),
            place=told(record["place"]),
            link=record["link"],
            capacity=record["capacity"],
        ),
        notice=story.notices[record["notice"]],
        requests_until=story.shift.day(record["requests_until"]),
        number=record["number"],
        by=story.people[record["by"]],
        now=at,
    )
    forget(meeting)


def _ask(story: Story, record: dict[str, Any], asked: dict[str, Any], at: datetime) -> None:
    person = story.people[asked["person"]]
    db.session.expire(person)
    request_testimony(
        anew(record),
        speaker=asked["speaker"],
        summary=asked["summary"],
        locale=asked["locale"],
        organisation_id=story.organisations[asked["organisation"]].id,
        remote=asked.get("remote", False),
        by=get_person(person.id),
        now=at,
    )


def _decide(story: Story, record: dict[str, Any], at: datetime) -> None:
    meeting = anew(record)
    office = story.people[record["by"]]
    for asked in record["requests"]:
        query = select(Testimony).where(Testimony.speaker == asked["speaker"])
        testimony = db.session.scalars(query).one()
        if "slot" in asked:
            give_slot(meeting, testimony, slot=asked["slot"], by=office, now=at)
        else:
            reason = story.shift.told(asked["refused"])
            refuse_testimony(meeting, testimony, reason=reason, by=office, now=at)


def _draft(story: Story, record: dict[str, Any], at: datetime) -> None:
    text = story.shift.told(record["minutes"]["text"])
    draft_minutes(anew(record), text=text, by=story.people[record["by"]], now=at)


def _publish(story: Story, record: dict[str, Any], at: datetime) -> None:
    publish_minutes(anew(record), by=story.people["marat"], now=at)


def _record(story: Story, record: dict[str, Any], at: datetime) -> None:
    organisation = record.get("organisation")
    record_contact(
        Encounter(
            kind=ContactKind(record["kind"]),
            on=story.shift.day(record["day"]),
            organisation_id=story.organisations[organisation].id if organisation else None,
            party=record.get("party", ""),
            subject=story.shift.told(record["subject"]),
        ),
        docket=story.dockets[record["docket"]],
        agency=story.agencies[record["agency"]],
        by=story.people[record["by"]],
        now=at,
    )
