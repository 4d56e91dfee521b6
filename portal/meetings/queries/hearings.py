"""Who asked to speak at a hearing, and who does."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.meetings.models import Hearing, Meeting, Testimony
from portal.meetings.rules import TestimonyState
from portal.register.models import Notice

OPEN = (TestimonyState.REQUESTED, TestimonyState.SCHEDULED)


def speakers_at(meeting: Meeting) -> list[Testimony]:
    """Return those who have a slot, in the order of speaking. 1 statement."""
    query = (
        select(Testimony)
        .where(Testimony.meeting_id == meeting.id, Testimony.slot.is_not(None))
        .options(joinedload(Testimony.organisation))
        .order_by(Testimony.slot)
    )
    return list(db.session.scalars(query))


def requests_at(meeting: Meeting) -> list[Testimony]:
    """Return every request to speak, in the order in which they came."""
    query = (
        select(Testimony)
        .where(Testimony.meeting_id == meeting.id)
        .options(joinedload(Testimony.organisation))
        .order_by(Testimony.id)
    )
    return list(db.session.scalars(query))


def find_request(meeting: Meeting, person_id: int | None) -> Testimony | None:
    """Return the latest request of a person to speak at the hearing."""
    if person_id is None:
        return None
    query = (
        select(Testimony)
        .where(Testimony.meeting_id == meeting.id, Testimony.person_id == person_id)
        .order_by(Testimony.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def get_request(meeting: Meeting, number: str) -> Testimony:
    """Return a request to speak at the hearing, with its author. Raises Missing."""
    query = (
        select(Testimony)
        .where(Testimony.meeting_id == meeting.id, Testimony.number == number)
        .options(joinedload(Testimony.person), joinedload(Testimony.organisation))
    )
    testimony = db.session.scalar(query)
    if testimony is None:
        raise Missing(N_("There is no such request."))
    return testimony


def find_hearing(notice: Notice) -> Hearing | None:
    """Return the hearing of which a notice tells."""
    query = (
        select(Hearing).where(Hearing.notice_id == notice.id).options(joinedload(Hearing.meeting))
    )
    return db.session.scalar(query)
