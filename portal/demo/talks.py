"""The government's side: who leads the negotiations, groups, rounds, moves, focal points."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.actions import give_mailbox
from portal.demo.cast import OPENING
from portal.demo.content import records
from portal.demo.story import Step, Story
from portal.kernel.database import db
from portal.negotiations.actions import (
    change_negotiation,
    move_negotiation,
    name_focal_point,
    name_group,
    plan_round,
    release_focal_point,
)
from portal.negotiations.models import FocalPoint, Negotiation, Side
from portal.negotiations.rules import reach

Telling = Callable[[Story, dict[str, Any], datetime], None]


def talks(story: Story) -> Iterator[Step]:
    """Yield what officials did for the negotiations before and besides the notices."""
    content = records("negotiations")
    opening = story.shift.moment(OPENING)
    for code, mailbox in content["mailboxes"].items():
        give = partial(give_mailbox, story.agencies[code], mailbox=mailbox, by=None, now=opening)
        yield Step(opening, give)
    for record in records("committees")["groups"]:
        yield Step(opening, partial(_name_group, story, record, opening))
    for record in content["leads"]:
        yield Step(opening, partial(_lead, story, record, opening))
    dated: tuple[tuple[str, str, Telling], ...] = (
        ("focal_points", "from", _name_focal_point),
        ("groups", "named", _name_group),
        ("rounds", "entered", _plan),
        ("moves", "at", _move),
    )
    for name, day, tell in dated:
        for record in content[name]:
            at = story.shift.moment(record[day], hour=15)
            yield Step(at, partial(tell, story, record, at))
    for record in content["focal_points"]:
        if "leaving" in record:
            at = story.shift.moment(record["leaving"]["said"], hour=16)
            yield Step(at, partial(_release, story, record, at))


def _lead(story: Story, record: dict[str, Any], at: datetime) -> None:
    negotiation = _negotiation(record["negotiation"])
    change_negotiation(
        negotiation,
        lead=negotiation.lead,
        leader=story.people[record["leader"]],
        deputy=story.people[record["deputy"]] if "deputy" in record else None,
        partners=negotiation.partners,
        by=story.people["admin"],
        now=at,
    )


def _name_group(story: Story, record: dict[str, Any], at: datetime) -> None:
    negotiation = record.get("negotiation")
    name_group(
        Side(
            story.themes[record["theme"]],
            story.negotiations[negotiation] if negotiation else None,
            None,
        ),
        agency=story.agencies[record["agency"]],
        lead=story.people[record["lead"]],
        substitute=story.people[record["substitute"]],
        reach=reach(record["mailbox"], record["languages"].split()),
        valid_until=story.shift.day(record["valid"]),
        by=story.people["admin"],
        now=at,
    )


def _plan(story: Story, record: dict[str, Any], at: datetime) -> None:
    plan_round(
        story.negotiations[record["negotiation"]],
        number=record["number"],
        place=story.shift.told(record["place"]),
        starts_on=story.shift.day(record["starts"]),
        ends_on=story.shift.day(record["ends"]),
        by=story.people["dinara"],
        now=at,
    )


def _move(story: Story, record: dict[str, Any], at: datetime) -> None:
    move_negotiation(
        story.negotiations[record["negotiation"]],
        station=record["to"],
        waiver=story.shift.told(record["waiver"]) if "waiver" in record else None,
        reason=story.shift.told(record["reason"]) if "reason" in record else None,
        by=story.people[record["by"]],
        now=at,
    )


def _name_focal_point(story: Story, record: dict[str, Any], at: datetime) -> None:
    name_focal_point(
        agency=story.agencies[record["agency"]],
        theme=story.themes[record["theme"]],
        person=story.people[record["person"]],
        deputy=story.people[record["deputy"]] if "deputy" in record else None,
        reach=reach(record["mailbox"], record["languages"].split()),
        starts_on=story.shift.day(record["from"]),
        by=story.people["admin"],
        now=at,
    )


def _release(story: Story, record: dict[str, Any], at: datetime) -> None:
    person = story.people[record["person"]]
    query = (
        select(FocalPoint)
        .where(
            FocalPoint.person_id == person.id,
            FocalPoint.theme_id == story.themes[record["theme"]].id,
        )
        .options(joinedload(FocalPoint.agency), joinedload(FocalPoint.theme))
    )
    leaving = record["leaving"]
    release_focal_point(
        db.session.scalars(query).one(),
        ends_on=story.shift.day(leaving["until"]),
        handover=leaving["handover"],
        by=person,
        now=at,
    )


def _negotiation(code: str) -> Negotiation:
    query = (
        select(Negotiation).where(Negotiation.code == code).options(joinedload(Negotiation.lead))
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
