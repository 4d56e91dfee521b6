"""Calling meetings, moving and cancelling them, and demanding one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select, update

from portal.accounts.models import Person
from portal.committees.models import Committee, Term
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.meetings.actions.locking import lock
from portal.meetings.actions.registering import move_up
from portal.meetings.events import (
    MeetingCalled,
    MeetingCancelled,
    MeetingChanged,
    MeetingDemanded,
)
from portal.meetings.models import AgendaItem, Demand, Meeting, Registration, Testimony
from portal.meetings.rules import (
    SLOT,
    MeetingKind,
    MeetingState,
    check_capacity,
    check_change,
    check_hearing_day,
    check_where,
    meeting_time,
)
from portal.register.actions import take_number


@dataclass(frozen=True, kw_only=True)
class Call:
    """A meeting as it is called: what for, when and where."""

    title: Localized | None
    on: date | None
    starts: time | None
    ends: time | None
    place: Localized | None = None
    link: str = ""
    capacity: int | None = None


def call_meeting(
    call: Call,
    *,
    committees: Sequence[Committee],
    number: str | None = None,
    by: Person | None,
    now: datetime,
) -> Meeting:
    """Call a meeting of one committee, or of several jointly; it meets their open demands.

    A number is given only where the meeting brings its own from elsewhere.
    """
    starts_at, ends_at = checked(call, now=now)
    if not committees:
        raise RuleBroken(N_("Choose at least one committee."), field="committees")
    for committee in committees:
        _check_sits(committee, legal_day(starts_at))
    meeting = Meeting(
        number=number or new_number(now),
        kind=MeetingKind.COMMITTEE,
        title=call.title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=call.place,
        link=call.link,
        capacity=call.capacity,
        called_by_id=by.id if by else None,
        called_at=now,
        changed_at=now,
        committees=list(committees),
    )
    db.session.add(meeting)
    db.session.flush()
    _meet_demands(committees, meeting)
    publish(
        MeetingCalled(
            at=now,
            by=by.id if by else None,
            meeting=meeting.number,
            on=meeting.held_on,
            committees=tuple(committee.code for committee in committees),
        )
    )
    return meeting


def change_meeting(
    meeting: Meeting, call: Call, *, by: Person | None, now: datetime
) -> list[Registration]:
    """Move a meeting, or change its place or places; return those who move up for it.

    More places let those move up who wait; nobody who has a place loses it.
    """
    lock(meeting)
    check_change(meeting.state, meeting.starts_at, now=now)
    starts_at, ends_at = checked(call, now=now)
    _check_slots(meeting, ends_at - starts_at)
    if meeting.hearing and meeting.hearing.notice.published_on:
        check_hearing_day(legal_day(starts_at), meeting.hearing.notice.published_on)
    earlier = meeting.starts_at
    _check_room(meeting, call)
    meeting.title = call.title or meeting.title
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.place, meeting.link, meeting.capacity = call.place, call.link, call.capacity
    _move_items(meeting, starts_at - earlier)
    _tell_anew(meeting, now=now)
    moved = move_up(meeting, now=now)
    publish(
        MeetingChanged(
            at=now,
            by=by.id if by else None,
            docket=meeting.docket.number if meeting.docket else None,
            meeting=meeting.number,
            on=meeting.held_on,
        )
    )
    return moved


def cancel_meeting(
    meeting: Meeting, *, reason: Localized | None, by: Person | None, now: datetime
) -> None:
    """Cancel a meeting, and say why; the reason is public and whoever takes part is told."""
    lock(meeting)
    check_change(meeting.state, meeting.starts_at, now=now)
    if not reason:
        raise RuleBroken(N_("Say why the meeting is cancelled."), field="reason")
    meeting.state = MeetingState.CANCELLED
    meeting.cancel_reason = reason
    _tell_anew(meeting, now=now)
    db.session.flush()
    publish(
        MeetingCancelled(
            at=now,
            by=by.id if by else None,
            docket=meeting.docket.number if meeting.docket else None,
            meeting=meeting.number,
        )
    )


def demand_meeting(
    committee: Committee, *, term: Term, reason: str, by: Person | None, now: datetime
) -> Demand:
    """Demand that the committee meets: one member is enough, and the chair has to set a day.

    Entrepreneurial Code, art. 64(7); `timing_defaults.yaml`, committee.meeting_on_demand_of.
    """
    if not reason:
        raise RuleBroken(N_("Say what the meeting should deal with."), field="reason")
    open_one = select(Demand.id).where(Demand.term_id == term.id, Demand.meeting_id.is_(None))
    if db.session.scalar(open_one.limit(1)):
        raise RuleBroken(N_("You have asked for a meeting already; the chair is to set a day."))
    demand = Demand(committee_id=committee.id, term_id=term.id, reason=reason, at=now)
    db.session.add(demand)
    db.session.flush()
    publish(MeetingDemanded(at=now, by=by.id if by else None, committee=committee.code))
    return demand


def new_number(now: datetime) -> str:
    """Return the next number of a meeting in its year."""
    year = legal_day(now).year
    return f"M-{year}-{take_number(f'meeting-{year}'):04d}"


def checked(call: Call, *, now: datetime) -> tuple[datetime, datetime]:
    """Return beginning and end of a meeting that can be called as it is."""
    if not call.title:
        raise RuleBroken(N_("Say what the meeting is about."), field="title")
    check_where(call.place, call.link)
    check_capacity(call.capacity)
    return meeting_time(call.on, call.starts, call.ends, now=now)


def _check_sits(committee: Committee, on: date) -> None:
    if committee.ends_on is not None and committee.ends_on < on:
        raise RuleBroken(
            N_("Committee %(committee)s does not sit any more on that day."),
            field="on",
            committee=committee.code,
        )


def _check_slots(meeting: Meeting, lasts: timedelta) -> None:
    """Refuse hours that do not hold the slots that were given."""
    last = select(func.max(Testimony.slot)).where(Testimony.meeting_id == meeting.id)
    if (db.session.scalar(last) or 0) * SLOT > lasts:
        raise RuleBroken(N_("Slots are given: the hearing cannot be shorter."), field="ends")


def _check_room(meeting: Meeting, call: Call) -> None:
    if meeting.capacity is None:
        return
    if call.capacity is None or call.capacity < meeting.capacity:
        raise RuleBroken(
            N_("People have registered: the number of places can only grow."), field="capacity"
        )


def _move_items(meeting: Meeting, by: timedelta) -> None:
    """Let the items of the agenda move with their meeting, as far as it still holds them."""
    for item in _items(meeting):
        if item.starts_at is not None:
            moved = item.starts_at + by
            item.starts_at = moved if moved < meeting.ends_at else None


def _items(meeting: Meeting) -> Iterable[AgendaItem]:
    return db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))


def _tell_anew(meeting: Meeting, *, now: datetime) -> None:
    meeting.sequence += 1
    meeting.changed_at = now


def _meet_demands(committees: Iterable[Committee], meeting: Meeting) -> None:
    db.session.execute(
        update(Demand)
        .where(
            Demand.committee_id.in_([committee.id for committee in committees]),
            Demand.meeting_id.is_(None),
        )
        .values(meeting_id=meeting.id)
    )
