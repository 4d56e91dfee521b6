"""Who takes part: organisations, people with their roles, and committees."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from portal.accounts.actions import create_person, set_password
from portal.accounts.models import Membership, Organisation
from portal.accounts.rules import MemberRole, Role
from portal.committees.events import CommitteeEstablished
from portal.committees.models import Committee, Seat, Term
from portal.committees.rules import ForumKind, SeatCategory, SeatRole
from portal.demo.content import records
from portal.demo.story import Step, Story, saved
from portal.kernel import events
from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.setup.reference import organisation_groups

OPENING = "2013-10-14T09:00"
"""When the accounts of the story were opened, in its own time."""


def cast(story: Story, *, kept: str) -> Iterator[Step]:
    """Yield the arrival of everyone. `kept` is the password they all have, as it is kept."""
    opening = story.shift.moment(OPENING)
    groups = organisation_groups()
    for record in records("organisations"):
        yield Step(opening, partial(_found, story, record, groups[record["kind"]]))
    for record in records("people"):
        yield Step(opening, partial(_enter, story, record, kept))
    for record in records("committees")["committees"]:
        yield Step(story.shift.moment(record["established"]), partial(_establish, story, record))


def _found(story: Story, record: dict[str, Any], group: Any) -> None:
    organisation = Organisation(
        slug=record["slug"],
        number=record["number"],
        kind=record["kind"],
        group=group,
        region_id=story.regions[record["region"]].id,
        members=record.get("members"),
        chapters=record["chapters"],
        active=record.get("active", True),
        name=Localized.of(record["name"], source="ru"),
    )
    saved(organisation)
    story.organisations[record["slug"]] = organisation


def _enter(story: Story, record: dict[str, Any], kept: str) -> None:
    at = story.shift.moment(OPENING)
    person = create_person(
        email=record["email"],
        name=record["name"],
        locale=record["locale"],
        roles=[Role(role) for role in record.get("roles", ())],
        agency=story.agencies[record["agency"]] if "agency" in record else None,
        by=None,
        now=at,
    )
    if "organisation" in record:
        db.session.add(
            Membership(
                person_id=person.id,
                organisation_id=story.organisations[record["organisation"]].id,
                role=MemberRole(record["standing"]),
            )
        )
    set_password(person, kept=kept, by=None, now=at)
    story.people[record["key"]] = person


def _establish(story: Story, record: dict[str, Any]) -> None:
    on = story.shift.day(record["established"])
    saved(
        Committee(
            code=record["code"],
            theme_id=story.themes[record["theme"]].id,
            kind=ForumKind(record["kind"]),
            secretary_id=story.people[record["secretary"]].id,
            mailbox=record["mailbox"],
            languages=record["languages"],
            established_on=on,
            ends_on=story.shift.day(record["ends"]) if "ends" in record else None,
            seats=[_seat(story, seat, on) for seat in record["seats"]],
        )
    )
    events.publish(
        CommitteeEstablished(
            at=story.shift.moment(record["established"]),
            by=story.people["nce"].id,
            committee=record["code"],
            theme=record["theme"],
            seats=len(record["seats"]),
        )
    )


def _seat(story: Story, record: dict[str, Any], on: date) -> Seat:
    holder = story.people[record["holder"]].id if "holder" in record else None
    organisation = story.organisations[record["organisation"]]
    return Seat(
        role=SeatRole(record["role"]),
        category=SeatCategory(record["category"]),
        created_on=on,
        terms=[Term(organisation_id=organisation.id, holder_id=holder, starts_on=on)],
    )
