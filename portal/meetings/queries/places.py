"""Who is registered for a meeting, and who takes part in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Person
from portal.committees.models import Committee, Seat, Term
from portal.committees.queries import runs
from portal.kernel.database import db
from portal.meetings.models import Meeting, MeetingCommittee, Registration


@dataclass(frozen=True)
class Places:
    """How many places a meeting has, how many are taken, how many people wait for one."""

    capacity: int
    placed: int
    waiting: int

    @property
    def left(self) -> int:
        """How many are free."""
        return max(0, self.capacity - self.placed)


def places_of(meeting: Meeting) -> Places | None:
    """Return the places of a meeting; nothing where the public is not invited. 1 statement."""
    if meeting.capacity is None:
        return None
    query = (
        select(Registration.waits, func.count(Registration.id))
        .where(Registration.meeting_id == meeting.id)
        .group_by(Registration.waits)
    )
    counts = {row.waits: row[1] for row in db.session.execute(query)}
    return Places(meeting.capacity, counts.get(False, 0), counts.get(True, 0))


def find_registration(meeting: Meeting, person_id: int | None) -> Registration | None:
    """Return a person's place or turn at the meeting."""
    if person_id is None:
        return None
    query = select(Registration).where(
        Registration.meeting_id == meeting.id, Registration.person_id == person_id
    )
    return db.session.scalar(query)


def registered(meeting: Meeting, *, limit: int = 500) -> list[Registration]:
    """Return who is registered, those with a place first, each in the order of coming."""
    query = (
        select(Registration)
        .where(Registration.meeting_id == meeting.id)
        .options(joinedload(Registration.person))
        .order_by(Registration.waits, Registration.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def participants(meeting: Meeting) -> Iterator[Person]:
    """Yield those who are to hear of the meeting: who stands in it, and who has a place."""
    committees = select(MeetingCommittee.committee_id).where(
        MeetingCommittee.meeting_id == meeting.id
    )
    seated = (
        select(Person.id)
        .join(Term, or_(Term.holder_id == Person.id, Term.alternate_id == Person.id))
        .join(Seat, Seat.id == Term.seat_id)
        .where(Seat.committee_id.in_(committees), runs(meeting.held_on))
    )
    secretaries = select(Committee.secretary_id).where(Committee.id.in_(committees))
    placed = select(Registration.person_id).where(Registration.meeting_id == meeting.id)
    query = (
        select(Person)
        .where(
            or_(Person.id.in_(seated), Person.id.in_(secretaries), Person.id.in_(placed)),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    )
    yield from db.session.scalars(query)
