"""Places at a meeting: taken, given up, and passed on to whoever waits.

The meeting's own row is locked first, so that places are counted by one at a time.
"""

from datetime import datetime

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.meetings.actions.locking import lock
from portal.meetings.events import PlaceGivenUp, PlaceTaken
from portal.meetings.models import Meeting, Registration
from portal.meetings.rules import check_change, places_to_give


def take_place(meeting: Meeting, *, by: Person, now: datetime) -> Registration:
    """Register a person: for a place where one is free, else for the waiting list."""
    lock(meeting)
    check_change(meeting.state, meeting.starts_at, now=now)
    if meeting.capacity is None:
        raise RuleBroken(N_("Nobody has to register for this meeting."))
    known = select(Registration).where(
        Registration.meeting_id == meeting.id, Registration.person_id == by.id
    )
    if registration := db.session.scalar(known):
        return registration
    placed, waiting = _counts(meeting)
    waits = waiting > 0 or placed >= meeting.capacity
    registration = Registration(meeting_id=meeting.id, person_id=by.id, waits=waits, at=now)
    db.session.add(registration)
    db.session.flush()
    publish(PlaceTaken(at=now, by=by.id, meeting=meeting.number, waits=waits))
    return registration


def give_up_place(meeting: Meeting, *, by: Person, now: datetime) -> list[Registration]:
    """Give up a place or a turn; return those who move up from the waiting list for it."""
    lock(meeting)
    check_change(meeting.state, meeting.starts_at, now=now)
    registration = db.session.scalar(
        select(Registration).where(
            Registration.meeting_id == meeting.id, Registration.person_id == by.id
        )
    )
    if registration is None:
        raise Missing(N_("You are not registered for this meeting."))
    db.session.delete(registration)
    db.session.flush()
    moved = move_up(meeting, now=now)
    publish(PlaceGivenUp(at=now, by=by.id, meeting=meeting.number, moved_up=len(moved)))
    return moved


def move_up(meeting: Meeting, *, now: datetime) -> list[Registration]:
    """Give what is free to those who have waited longest; return them.

    The caller has locked the meeting.
    """
    if meeting.capacity is None:
        return []
    placed, waiting = _counts(meeting)
    free = places_to_give(meeting.capacity, placed=placed, waiting=waiting)
    if not free:
        return []
    query = (
        select(Registration)
        .where(Registration.meeting_id == meeting.id, Registration.waits)
        .order_by(Registration.id)
        .limit(free)
    )
    moved = list(db.session.scalars(query))
    for registration in moved:
        registration.waits = False
        registration.moved_up_at = now
    db.session.flush()
    return moved


def _counts(meeting: Meeting) -> tuple[int, int]:
    query = (
        select(Registration.waits, func.count(Registration.id))
        .where(Registration.meeting_id == meeting.id)
        .group_by(Registration.waits)
    )
    counts = {row.waits: row[1] for row in db.session.execute(query)}
    return counts.get(False, 0), counts.get(True, 0)
