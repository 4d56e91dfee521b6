"""Meetings themselves, and what a person is at one."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.committees.models import Committee, Seat, Term
from portal.committees.queries import runs
from portal.committees.rules import VOTING
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.meetings.attendee import Attendee
from portal.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    Hearing,
    ItemRecusal,
    Meeting,
    MeetingCommittee,
)
from portal.meetings.rules import MeetingKind
from portal.register.models import Docket


class Shelf(StrEnum):
    """The lists of the register of meetings."""

    COMING = "coming"
    """The soonest first."""
    PAST = "past"
    """The latest first."""


def select_meetings(
    shelf: Shelf, *, now: datetime, committee: str = "", kind: MeetingKind | None = None
) -> Select[Meeting]:
    """Return the statement for the meetings on a shelf, with committees and minutes."""
    query = select(Meeting).options(
        selectinload(Meeting.committees).joinedload(Committee.theme),
        selectinload(Meeting.minutes),
        joinedload(Meeting.docket),
    )
    ahead = Meeting.ends_at > now
    query = query.where(ahead if shelf is Shelf.COMING else ~ahead)
    if kind:
        query = query.where(Meeting.kind == kind)
    if committee:
        query = query.where(Meeting.id.in_(_of(committee)))
    return query


def _of(committee: str) -> Select[int]:
    return (
        select(MeetingCommittee.meeting_id)
        .join(Committee, Committee.id == MeetingCommittee.committee_id)
        .where(Committee.code == committee)
    )


def _whole() -> tuple[Any, ...]:
    who = joinedload(Term.organisation)
    return (
        joinedload(Meeting.docket).joinedload(Docket.agency),
        joinedload(Meeting.hearing).joinedload(Hearing.notice),
        selectinload(Meeting.committees).joinedload(Committee.theme),
        selectinload(Meeting.items).options(
            joinedload(AgendaItem.paper),
            selectinload(AgendaItem.recusals).joinedload(ItemRecusal.term).options(who),
        ),
        selectinload(Meeting.minutes),
        selectinload(Meeting.decisions).options(
            joinedload(Decision.organisation), joinedload(Decision.agency)
        ),
        selectinload(Meeting.attendance)
        .joinedload(Attendance.term)
        .options(who, joinedload(Term.seat)),
    )


def get_meeting(number: str) -> Meeting:
    """Return the meeting with all that its page shows. 7 statements. Raises Missing."""
    query = select(Meeting).where(Meeting.number == number).options(*_whole())
    meeting = db.session.scalar(query)
    if meeting is None:
        raise Missing(N_("There is no such meeting."))
    return meeting


def get_item(meeting: Meeting, number: int, attendee: Attendee) -> AgendaItem:
    """Return an item that is there for this person. Raises Missing."""
    for item in meeting.items:
        if item.number == number and (attendee.reads_closed or not item.closed):
            return item
    raise Missing(N_("There is no such item."))


def get_decision(meeting: Meeting, number: int) -> Decision:
    """Return a decision of the meeting. Raises Missing."""
    decision = next((x for x in meeting.decisions if x.number == number), None)
    if decision is None:
        raise Missing(N_("There is no such decision."))
    return decision


def seats_at(meeting: Meeting) -> list[Term]:
    """Return the terms that run on the day of the meeting, those with a vote first."""
    query = (
        select(Term)
        .join(Term.seat)
        .where(
            Seat.committee_id.in_([committee.id for committee in meeting.committees]),
            runs(meeting.held_on),
        )
        .options(joinedload(Term.organisation), joinedload(Term.seat))
        .order_by(Seat.committee_id, Seat.id)
    )
    terms = list(db.session.scalars(query))
    return sorted(terms, key=lambda term: term.seat.role not in VOTING)


def committees() -> list[Committee]:
    """Return every committee with its theme, by its code."""
    query = select(Committee).options(joinedload(Committee.theme)).order_by(Committee.code)
    return list(db.session.scalars(query))
