"""What belongs into the calendar of a committee, or of a person."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from portal.accounts.models import Person
from portal.accounts.queries import token_hash
from portal.committees.models import Committee
from portal.committees.queries import standings_of
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.meetings.models import CalendarFeed, Meeting, MeetingCommittee, Registration

KEPT = timedelta(days=400)
"""How far back a calendar goes."""
MOST = 500


def _meetings(condition: ColumnElement[bool], *, now: datetime) -> list[Meeting]:
    query = (
        select(Meeting)
        .where(condition, Meeting.ends_at > now - KEPT)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def meetings_of_committee(committee: Committee, *, now: datetime) -> list[Meeting]:
    """Return the meetings of a committee, the latest first. 1 statement."""
    theirs = select(MeetingCommittee.meeting_id).where(
        MeetingCommittee.committee_id == committee.id
    )
    return _meetings(Meeting.id.in_(theirs), now=now)


def meetings_of_person(person_id: int, *, now: datetime) -> list[Meeting]:
    """Return the meetings of the committees they stand in, and those where they have a place."""
    standings = standings_of(person_id, on=legal_day(now))
    committees = [standing.committee.id for standing in standings]
    seated = select(MeetingCommittee.meeting_id).where(
        MeetingCommittee.committee_id.in_(committees)
    )
    placed = select(Registration.meeting_id).where(
        Registration.person_id == person_id, Registration.waits.is_(False)
    )
    return _meetings(or_(Meeting.id.in_(seated), Meeting.id.in_(placed)), now=now)


def feed_of(person_id: int) -> CalendarFeed | None:
    """Return the calendar address that a person has made."""
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.person_id == person_id))


def find_owner(token: str) -> Person:
    """Return the person whose calendar the secret opens. Raises Missing."""
    query = (
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.token == token_hash(token), Person.disabled_at.is_(None))
    )
    person = db.session.scalar(query)
    if person is None:
        raise Missing(N_("This calendar address is not one of ours, or it was ended."))
    return person
