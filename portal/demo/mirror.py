"""Business's side of the mirror: committees, who sits there, what they signed, who asked to."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Membership
from portal.committees.actions import (
    appeal_refusal,
    apply_for_seat,
    begin_term,
    create_seat,
    declare_interests,
    establish_committee,
    grant_clearance,
    note_activity,
    refuse_application,
    sign_undertaking,
)
from portal.committees.models import Application, Committee
from portal.committees.rules import (
    ActivityKind,
    Charter,
    Clearance,
    ForumKind,
    Reach,
    RefusalReason,
    SeatCategory,
    SeatRole,
)
from portal.demo.content import records
from portal.demo.story import Step, Story
from portal.kernel.clock import legal_day
from portal.kernel.database import db

Record = dict[str, Any]


def mirror(story: Story) -> Iterator[Step]:
    """Yield the setting up of every committee, and what happened in and around them."""
    sides = records("committees")
    for record in sides["committees"]:
        yield Step(story.shift.moment(record["established"]), partial(_establish, story, record))
    for record in sides["undertakings"]:
        yield Step(story.shift.moment(record["signed"]), partial(_sign, story, record))
    for record in sides["declarations"]:
        yield Step(story.shift.moment(record["declared"]), partial(_declare, story, record))
    for record in sides["applications"]:
        yield Step(story.shift.moment(record["made"]), partial(_apply, story, record))
        if "refused" in record:
            yield Step(story.shift.moment(record["refused"]), partial(_refuse, story, record))
        if "appealed" in record:
            yield Step(story.shift.moment(record["appealed"]), partial(_appeal, story, record))
    for record in sides["activities"]:
        yield Step(story.shift.moment(record["day"]), partial(_meet, story, record))


def _establish(story: Story, record: Record) -> None:
    now = story.shift.moment(record["established"])
    today = legal_day(now)
    officer = story.people["nce"]
    committee = establish_committee(
        code=record["code"],
        theme=story.themes[record["theme"]],
        charter=Charter(
            kind=ForumKind(record["kind"]),
            mandate=story.shift.told(record["mandate"]) if "mandate" in record else None,
            plan=story.shift.told(record["plan"]) if "plan" in record else None,
            established_on=today,
            ends_on=story.shift.day(record["ends"]) if "ends" in record else None,
        ),
        reach=Reach(
            mailbox=record["mailbox"],
            languages=record["languages"],
            secretary_id=story.people[record["secretary"]].id,
        ),
        by=officer,
        now=now,
    )
    for seat in record["seats"]:
        place = create_seat(
            committee,
            role=SeatRole(seat["role"]),
            category=SeatCategory(seat["category"]),
            by=officer,
            now=now,
        )
        if "organisation" in seat:
            begin_term(
                place,
                organisation=story.organisations[seat["organisation"]],
                holder_id=_key(story, seat.get("holder")),
                alternate_id=_key(story, seat.get("alternate")),
                starts_on=today,
                by=officer,
                now=now,
            )


def _key(story: Story, name: str | None) -> int | None:
    return story.people[name].id if name else None


def _sign(story: Story, record: Record) -> None:
    person, now = story.people[record["person"]], story.shift.moment(record["signed"])
    undertaking = sign_undertaking(
        clearance=Clearance(record["clearance"]),
        agreed=True,
        signed=person.name,
        locale=person.locale,
        by=person,
        now=now,
    )
    if "granted_by" in record:
        grant_clearance(undertaking, by=story.people[record["granted_by"]], now=now)


def _declare(story: Story, record: Record) -> None:
    interests = record.get("interests", "")
    declare_interests(
        interests=interests,
        chapters=record.get("chapters", []),
        none=not interests,
        by=story.people[record["person"]],
        now=story.shift.moment(record["declared"]),
    )


def _apply(story: Story, record: Record) -> None:
    organisation = story.organisations[record["organisation"]]
    member = select(Membership.person_id).where(Membership.organisation_id == organisation.id)
    holder = db.session.scalar(member.limit(1))
    applicant = next((x for x in story.people.values() if x.id == holder), None)
    apply_for_seat(
        _committee(record),
        category=SeatCategory(record["category"]),
        organisation=organisation,
        case=record["case"],
        holder_id=holder,
        by=applicant,
        now=story.shift.moment(record["made"]),
    )


def _refuse(story: Story, record: Record) -> None:
    refuse_application(
        _application(story, record),
        reason_code=RefusalReason(record["reason_code"]),
        reason=record["reason"],
        by=story.people["nce"],
        now=story.shift.moment(record["refused"]),
    )


def _appeal(story: Story, record: Record) -> None:
    application = _application(story, record)
    applicant = next((x for x in story.people.values() if x.id == application.made_by_id), None)
    now: datetime = story.shift.moment(record["appealed"])
    appeal_refusal(application, appeal=record["appeal"], by=applicant, now=now)


def _meet(story: Story, record: Record) -> None:
    note_activity(_committee(record), ActivityKind(record["kind"]), story.shift.day(record["day"]))


def _committee(record: Record) -> Committee:
    query = select(Committee).where(Committee.code == record["committee"])
    return db.session.scalars(query).one()


def _application(story: Story, record: Record) -> Application:
    organisation = story.organisations[record["organisation"]]
    query = select(Application).where(Application.organisation_id == organisation.id)
    return db.session.scalars(query).one()
