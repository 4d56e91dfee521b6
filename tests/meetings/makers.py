"""Builders of meetings and of committees that may hold them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.accounts.models import Agency, Person
from portal.accounts.queries import get_person
from portal.committees.models import Committee, Term
from portal.committees.queries import get_committee
from portal.committees.rules import Clearance, SeatRole
from portal.kernel.database import db
from portal.meetings.actions import (
    Call,
    Encounter,
    NewItem,
    add_item,
    call_hearing,
    call_meeting,
    draft_minutes,
    publish_minutes,
    record_attendance,
    record_contact,
    request_testimony,
)
from portal.meetings.models import AgendaItem, Contact, Meeting, Testimony
from portal.meetings.queries import get_contact, get_meeting, get_request, seats_at
from portal.meetings.rules import ContactKind, ItemKind, Nature, Presence
from portal.register.models import Docket, Notice
from portal.register.queries import get_notice
from portal.register.rules import NoticeKind
from tests.committees.makers import a_declaration, an_undertaking
from tests.conftest import NOON
from tests.makers import (
    a_committee,
    a_docket,
    a_notice,
    a_person,
    a_seat,
    a_theme,
    an_organisation,
    in_all,
)

NEXT_WEEK = date(2026, 4, 27)


@dataclass
class Bench:
    """A committee with its officers, and two ordinary members."""

    committee: Committee
    secretary: Person
    chair: Person
    member: Person
    alternate: Person
    terms: list[Term] = field(default_factory=list)


def a_bench(**facts: Any) -> Bench:
    """A committee that can work: chair, member with an alternate, secretary."""
    secretary, chair, member, alternate = (a_person() for _ in range(4))
    committee = a_committee(a_theme(), secretary_id=secretary.id, **facts)
    seats = [
        a_seat(committee, an_organisation(), holder=chair, role=SeatRole.CHAIR),
        a_seat(committee, an_organisation(), holder=member, alternate=alternate),
        a_seat(committee, an_organisation()),
    ]
    for person in (chair, member):
        a_declaration(person)
    keys = [seat.id for seat in seats]
    terms = db.session.scalars(db.select(Term).where(Term.seat_id.in_(keys)).order_by(Term.id))
    return Bench(committee, secretary, chair, member, alternate, list(terms))


def a_call(**facts: Any) -> Call:
    """A meeting next week, from ten to noon."""
    facts = {
        "title": in_all("What the cheese costs"),
        "on": NEXT_WEEK,
        "starts": time(10),
        "ends": time(12),
        "place": in_all("Room 204"),
        "link": "https://video.example/room",
    } | facts
    return Call(**facts)


def a_meeting(*committees: Committee, now: datetime = NOON, **facts: Any) -> Meeting:
    """A meeting that is called, of these committees."""
    loaded = [get_committee(committee.code) for committee in committees]
    meeting = call_meeting(a_call(**facts), committees=loaded, by=None, now=now)
    db.session.commit()
    return get_meeting(meeting.number)


def a_past_meeting(*committees: Committee, days: int = 7, **facts: Any) -> Meeting:
    """A meeting that was held so many days ago."""
    on = NOON.date() - timedelta(days=days)
    return a_meeting(*committees, now=NOON - timedelta(days=days + 14), on=on, **facts)


def an_item(meeting: Meeting, *, now: datetime | None = None, **facts: Any) -> AgendaItem:
    """An item for discussion, put on the agenda before the meeting."""
    facts = {
        "title": in_all("Prices in winter"),
        "kind": ItemKind.DISCUSSION,
        "nature": Nature.REACTIVE,
    } | facts
    paper = facts.pop("paper", None)
    at = now or meeting.starts_at - timedelta(days=1)
    item = add_item(meeting, new=NewItem(**facts), paper=paper, by=None, now=at)
    db.session.commit()
    return item


def everyone_there(meeting: Meeting) -> None:
    """Record that every seat was filled."""
    presences = {term.id: Presence.HOLDER for term in seats_at(meeting)}
    record_attendance(meeting, presences=presences, by=None, now=NOON)
    db.session.commit()


def published_minutes(
    meeting: Meeting, text: str = "What was said.", *, now: datetime = NOON, **facts: Any
) -> Meeting:
    """The meeting with its minutes published, and everyone there."""
    if meeting.committees and not meeting.attendance:
        everyone_there(meeting)
        db.session.expire_all()
        meeting = get_meeting(meeting.number)
    draft_minutes(meeting, text=in_all(text), by=None, now=now, **facts)
    publish_minutes(meeting, by=None, now=now)
    db.session.commit()
    db.session.expire_all()
    return get_meeting(meeting.number)


def anew(meeting: Meeting) -> Meeting:
    """The meeting as the database has it."""
    db.session.expire_all()
    return get_meeting(meeting.number)


def a_hearing_notice(**facts: Any) -> Notice:
    """A published notice of public hearing, out since 2 April 2026."""
    return a_notice(kind=NoticeKind.PUBLIC_HEARING, **facts)


def a_hearing(notice: Notice | None = None, **facts: Any) -> Meeting:
    """A public hearing on 15 May 2026, from ten to noon."""
    notice = get_notice(str((notice or a_hearing_notice()).number))
    until = facts.pop("requests_until", None)
    call = a_call(**{"on": date(2026, 5, 15), "capacity": None} | facts)
    meeting = call_hearing(call, notice=notice, requests_until=until, by=None, now=NOON)
    db.session.commit()
    return get_meeting(meeting.number)


def a_request(meeting: Meeting, by: Person | None = None, **facts: Any) -> Testimony:
    """A request to speak at a hearing."""
    facts = {"speaker": "A. Kassym", "summary": "Waiting at the border.", "locale": "en"} | facts
    by = by or a_person()
    db.session.expire_all()
    by = get_person(by.id)
    asked = request_testimony(get_meeting(meeting.number), by=by, now=NOON, **facts)
    db.session.commit()
    return get_request(meeting, asked.number)


def a_contact(docket: Docket | None = None, **facts: Any) -> Contact:
    """A meeting of officials with an association, recorded today."""
    docket = docket or a_docket()
    now = facts.pop("now", NOON)
    corrects = facts.pop("corrects", None)
    facts = {
        "kind": ContactKind.MEETING,
        "on": NOON.date(),
        "organisation_id": None,
        "party": "The Union",
        "subject": in_all("Cheese"),
    } | facts
    agency = db.session.get_one(Agency, docket.agency_id)
    contact = record_contact(
        Encounter(**facts), docket=docket, agency=agency, corrects=corrects, by=None, now=now
    )
    db.session.commit()
    return get_contact(contact.number)


def cleared(person: Person, **facts: Any) -> Person:
    """The person, cleared to read what is under negotiation."""
    an_undertaking(person, **{"clearance": Clearance.CLEARED_ADVISER} | facts)
    return person
