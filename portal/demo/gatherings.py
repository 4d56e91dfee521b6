"""Meetings of committees: called, held, recorded, and one that is still to come."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.committees.models import Committee, Term
from portal.demo.content import records
from portal.demo.files import keep
from portal.demo.story import Step, Story
from portal.kernel.database import db
from portal.meetings.actions import (
    Call,
    NewItem,
    add_item,
    call_meeting,
    cancel_meeting,
    draft_minutes,
    finish_action,
    note_recusal,
    publish_minutes,
    record_attendance,
    record_decision,
    take_place,
)
from portal.meetings.models import Meeting
from portal.meetings.queries import get_decision, get_meeting, seats_at
from portal.meetings.rules import ItemKind, Nature, Presence

SECRETARY, CHAIR = "nce", "chair-agr"


def gatherings(story: Story) -> Iterator[Step]:
    """Yield what happens with every meeting."""
    files = records("files")
    for record in records("meetings"):
        at = story.shift.moment(record["called"])
        yield Step(at, partial(_call, story, record, at, files))
        if "cancelled" in record:
            at = story.shift.moment(record["cancelled"]["at"])
            yield Step(at, partial(_cancel, story, record, at))
        if "recorded" in record:
            at = story.shift.moment(record["recorded"])
            yield Step(at, partial(_record, story, record, at))
        if "minutes" in record:
            yield from _minutes(story, record)


def _minutes(story: Story, record: dict[str, Any]) -> Iterator[Step]:
    at = story.shift.moment(record["minutes"]["drafted"])
    yield Step(at, partial(_draft, story, record, at))
    if "published" in record["minutes"]:
        at = story.shift.moment(record["minutes"]["published"])
        yield Step(at, partial(_publish, story, record, at))
    for number, decision in enumerate(record.get("decisions", ()), 1):
        if "done" in decision:
            at = story.shift.moment(decision["done"])
            yield Step(at, partial(_finish, story, record, number, at))


def _call(story: Story, record: dict[str, Any], at: datetime, files: dict[str, Any]) -> None:
    query = select(Committee).where(Committee.code.in_(record["committees"]))
    meeting = call_meeting(
        Call(
            title=story.shift.told(record["title"], source="ru"),
            on=story.shift.day(record["day"]),
            starts=time.fromisoformat(record["starts"]),
            ends=time.fromisoformat(record["ends"]),
            place=story.shift.told(record["place"], source="ru") if "place" in record else None,
            link=record["link"],
            capacity=record.get("capacity"),
        ),
        committees=list(db.session.scalars(query.order_by(Committee.code))),
        number=record["number"],
        by=story.people[SECRETARY],
        now=at,
    )
    for item in record.get("items", ()):
        _add(story, meeting, item, at, files)
    for person in record.get("registered", ()):
        take_place(meeting, by=story.people[person], now=at)
    forget(meeting)


def _add(
    story: Story, meeting: Meeting, item: dict[str, Any], at: datetime, files: dict[str, Any]
) -> None:
    add_item(
        meeting,
        new=NewItem(
            title=story.shift.told(item["title"], source="ru"),
            kind=ItemKind(item["kind"]),
            nature=Nature(item["nature"]) if "nature" in item else None,
            starts=time.fromisoformat(item["starts"]),
            lead=item.get("lead", ""),
            closed=item.get("closed", False),
        ),
        paper=keep(item["paper"], files[item["paper"]]) if "paper" in item else None,
        by=story.people[SECRETARY],
        now=at,
    )


def forget(meeting: Meeting) -> None:
    """Take the meeting for old news: nobody gets a letter about it."""
    meeting.told = meeting.sequence
    db.session.flush()


def anew(record: dict[str, Any]) -> Meeting:
    """Return the meeting as it stands by now, with all that its page shows."""
    db.session.flush()
    query = select(Meeting).where(Meeting.number == record["number"])
    db.session.expire(db.session.scalars(query).one())
    return get_meeting(record["number"])


def _cancel(story: Story, record: dict[str, Any], at: datetime) -> None:
    meeting = anew(record)
    reason = story.shift.told(record["cancelled"]["reason"], source="ru")
    cancel_meeting(meeting, reason=reason, by=story.people[SECRETARY], now=at)
    forget(meeting)


def _record(story: Story, record: dict[str, Any], at: datetime) -> None:
    meeting = anew(record)
    terms = seats_at(meeting)
    secretary = story.people[SECRETARY]
    away = set(record.get("absent", ()))
    stood_in = set(record.get("alternates", ()))

    def presence(term: Term) -> Presence:
        slug = term.organisation.slug
        if slug in away:
            return Presence.ABSENT
        return Presence.ALTERNATE if slug in stood_in else Presence.HOLDER

    presences = {term.id: presence(term) for term in terms}
    record_attendance(meeting, presences=presences, by=secretary, now=at)
    for item, entry in zip(record["items"], meeting.items, strict=True):
        if recusal := item.get("recusal"):
            note_recusal(
                meeting,
                entry,
                term=next(x for x in terms if x.organisation.slug == recusal["organisation"]),
                reason=story.shift.told(recusal["reason"], source="ru"),
                by=secretary,
                now=at,
            )
    for decision in record.get("decisions", ()):
        _decide(story, meeting, decision, at)


def _decide(story: Story, meeting: Meeting, decision: dict[str, Any], at: datetime) -> None:
    owner, agency = decision.get("organisation"), decision.get("agency")
    told = story.shift.told
    record_decision(
        meeting,
        text=told(decision["text"], source="ru"),
        result=told(decision["result"], source="ru") if "result" in decision else None,
        organisation_id=story.organisations[owner].id if owner else None,
        agency_id=story.agencies[agency].id if agency else None,
        due_on=story.shift.day(decision["due"]) if "due" in decision else None,
        now=at,
    )


def _draft(story: Story, record: dict[str, Any], at: datetime) -> None:
    text = story.shift.told(record["minutes"]["text"], source="ru")
    draft_minutes(anew(record), text=text, by=story.people[SECRETARY], now=at)


def _publish(story: Story, record: dict[str, Any], at: datetime) -> None:
    publish_minutes(anew(record), by=story.people[CHAIR], now=at)


def _finish(story: Story, record: dict[str, Any], number: int, at: datetime) -> None:
    meeting = anew(record)
    finish_action(meeting, get_decision(meeting, number), by=story.people[SECRETARY], now=at)
