"""How the organisations stand: mandate cards, accreditations, letters of authority."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from portal.accounts.models import Membership
from portal.accounts.rules import Adoption, MemberRole
from portal.attachments.actions import attachment_of
from portal.attachments.rules import Kept
from portal.demo.cast import OPENING
from portal.demo.content import records
from portal.demo.files import keep
from portal.demo.story import Step, Story, saved
from portal.organisations.actions import ask_to_join, give_authority, state_mandate
from portal.organisations.models import Accreditation
from portal.organisations.queries import get_organisation
from portal.organisations.rules import AccreditationState, Check, RefusalReason


def standing(story: Story) -> Iterator[Step]:
    """Yield what the organisations say of themselves, and what the Chamber says of them."""
    told = records("standing")
    files = {name: keep(name, lines) for name, lines in told["files"].items()}
    for record in told["memberships"]:
        yield Step(story.shift.moment(OPENING), partial(_join, story, record))
    for record in told["mandates"]:
        yield Step(story.shift.moment(record["at"]), partial(_state, story, record))
    for record in told["accreditations"]:
        asked = story.shift.moment(record["asked"])
        opened = max(asked, story.shift.moment(OPENING))
        yield Step(opened, partial(_accredit, story, record, files[record["statutes"]]))
    for record in told["authorities"]:
        at = story.shift.moment(record["at"])
        yield Step(at, partial(_authorise, story, record, files[record["letter"]]))
    for record in told["requests"]:
        yield Step(story.shift.moment(record["at"]), partial(_ask, story, record))


def _join(story: Story, record: dict[str, Any]) -> None:
    saved(
        Membership(
            person_id=story.people[record["person"]].id,
            organisation_id=story.organisations[record["organisation"]].id,
            role=MemberRole(record["role"]),
        )
    )


def _state(story: Story, record: dict[str, Any]) -> None:
    state_mandate(
        story.organisations[record["organisation"]],
        members=record["members"],
        employees=record["employees"],
        adoption=Adoption(record["adoption"]),
        by=story.people[record["by"]],
        now=story.shift.moment(record["at"]),
    )


def _accredit(story: Story, record: dict[str, Any], statutes: Kept) -> None:
    """Write down what was asked and decided, partly before the portal was there."""
    asked = story.shift.moment(record["asked"])
    decided = story.shift.moment(record["decided"]) if "decided" in record else None
    granted = record["state"] == AccreditationState.GRANTED
    saved(
        Accreditation(
            organisation_id=story.organisations[record["organisation"]].id,
            state=AccreditationState(record["state"]),
            statutes=attachment_of(statutes, now=asked),
            requested_at=asked,
            requested_by_id=story.people[record["by"]].id,
            checks=[check.value for check in Check] if granted else [],
            reason=RefusalReason(record["reason"]) if "reason" in record else None,
            note=record.get("note", ""),
            decided_at=decided,
            decided_by_id=story.people["nce"].id if decided else None,
            appeal=record.get("appeal", ""),
            appealed_at=story.shift.moment(record["appealed"]) if "appealed" in record else None,
            starts_on=story.shift.day(record["starts"]) if "starts" in record else None,
            ends_on=story.shift.day(record["ends"]) if "ends" in record else None,
        )
    )


def _authorise(story: Story, record: dict[str, Any], letter: Kept) -> None:
    give_authority(
        story.organisations[record["giver"]],
        story.organisations[record["holder"]],
        letter=letter,
        about=None,
        starts_on=story.shift.day(record["starts"]),
        ends_on=story.shift.day(record["ends"]),
        by=story.people[record["by"]],
        now=story.shift.moment(record["at"]),
    )


def _ask(story: Story, record: dict[str, Any]) -> None:
    ask_to_join(
        get_organisation(record["organisation"]),
        by=story.people[record["person"]],
        now=story.shift.moment(record["at"]),
    )
