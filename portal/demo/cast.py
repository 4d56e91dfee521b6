"""Who takes part: organisations, and people with their roles."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from portal.accounts.actions import create_person, set_password
from portal.accounts.models import Membership, Organisation
from portal.accounts.rules import MemberRole, Role
from portal.demo.content import records
from portal.demo.story import Step, Story, saved
from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.setup.reference import organisation_groups

OPENING = "2013-09-02T09:00"
"""When the accounts of the story were opened, in its own time."""


def cast(story: Story, *, kept: str) -> Iterator[Step]:
    """Yield the arrival of everyone. `kept` is the password they all have, as it is kept."""
    opening = story.shift.moment(OPENING)
    groups = organisation_groups()
    for record in records("organisations"):
        yield Step(opening, partial(_found, story, record, groups[record["kind"]]))
    for record in records("people"):
        yield Step(opening, partial(_enter, story, record, kept))


def _found(story: Story, record: dict[str, Any], group: Any) -> None:
    organisation = Organisation(
        slug=record["slug"],
        number=record["number"],
        kind=record["kind"],
        group=group,
        region_id=story.regions[record["region"]].id,
        members=record.get("members"),
        size=story.sizes[record["kind"]],
        sectors=[story.sectors[code] for code in record["sectors"]],
        languages=record["languages"],
        homepage=record.get("homepage", ""),
        registered_at=story.shift.moment(OPENING),
        chapters=[story.chapters[code] for code in record["chapters"]],
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
