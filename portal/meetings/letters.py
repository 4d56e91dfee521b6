"""The letters of this room: invitations, changes, and places that became free."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.meetings.models import Meeting, Registration, Testimony
from portal.meetings.queries import participants
from portal.meetings.rules import slot_begins
from portal.outbox.letters import compose


def send_places(moved: Iterable[Registration], meeting: Meeting, *, now: datetime) -> None:
    """Write to those who moved up from the waiting list."""
    keys = [registration.person_id for registration in moved]
    for person in db.session.scalars(select(Person).where(Person.id.in_(keys))) if keys else ():
        compose(
            "meetings/mail/place",
            to=person.email,
            locale=person.locale,
            key=f"place:{meeting.number}:{_short(person)}:{now:%Y%m%d%H%M%S}",
            now=now,
            meeting=meeting,
        )


def send_outcome(testimony: Testimony, meeting: Meeting, *, now: datetime) -> None:
    """Tell whoever asked to speak at a hearing of their slot, or why they got none."""
    person = testimony.person
    begins = slot_begins(meeting.starts_at, testimony.slot) if testimony.slot else None
    compose(
        "meetings/mail/testimony",
        to=person.email,
        locale=person.locale,
        key=f"testimony:{testimony.number}:{testimony.slot or 0}:{now:%Y%m%d%H%M%S}",
        now=now,
        meeting=meeting,
        testimony=testimony,
        begins=begins,
    )


def tell_of_meetings(now: datetime) -> int:
    """Write to those who take part in one meeting that is new, moved or cancelled. Commits.

    A job for the worker: the meeting's own row says of which state they were told.
    """
    query = (
        select(Meeting)
        .where(Meeting.told < Meeting.sequence)
        .order_by(Meeting.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    meeting = db.session.scalar(query)
    if meeting is None:
        db.session.rollback()
        return 0
    written = 0
    if meeting.starts_at > now:
        for person in participants(meeting):
            written += _tell(meeting, person, now=now)
    meeting.told = meeting.sequence
    db.session.commit()
    return max(written, 1)


def _tell(meeting: Meeting, person: Person, *, now: datetime) -> bool:
    letter = compose(
        "meetings/mail/meeting",
        to=person.email,
        locale=person.locale,
        key=f"meeting:{meeting.number}:{meeting.sequence}:{_short(person)}",
        now=now,
        meeting=meeting,
    )
    return letter is not None


def _short(person: Person) -> str:
    return hashlib.sha256(person.email.encode()).hexdigest()[:32]
