"""What waits for somebody: days to set, minutes to write, places, actions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.committees.models import Committee, Term
from portal.kernel.database import db
from portal.meetings.models import (
    Decision,
    Demand,
    Meeting,
    MeetingCommittee,
    Minutes,
    Registration,
)
from portal.meetings.rules import MeetingState


def demands_of(committee: Committee) -> list[Demand]:
    """Return the demands for a meeting of the committee that no meeting has met yet."""
    query = (
        select(Demand)
        .where(Demand.committee_id == committee.id, Demand.meeting_id.is_(None))
        .options(joinedload(Demand.term).joinedload(Term.organisation))
        .order_by(Demand.id)
    )
    return list(db.session.scalars(query))


def unanswered_demands(committees: Iterable[int]) -> list[Demand]:
    """Return the demands of these committees for which no day is set."""
    query = (
        select(Demand)
        .where(Demand.committee_id.in_(list(committees)), Demand.meeting_id.is_(None))
        .options(joinedload(Demand.committee))
        .order_by(Demand.id)
    )
    return list(db.session.scalars(query))


def without_minutes(committees: Iterable[int], *, now: datetime) -> list[Meeting]:
    """Return the meetings of these committees that were held and have no public minutes."""
    of_them = select(MeetingCommittee.meeting_id).where(
        MeetingCommittee.committee_id.in_(list(committees))
    )
    public = select(Minutes.meeting_id).where(Minutes.published_at.is_not(None))
    query = (
        select(Meeting)
        .where(
            Meeting.id.in_(of_them),
            Meeting.id.not_in(public),
            Meeting.state == MeetingState.CALLED,
            Meeting.ends_at <= now,
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(20)
    )
    return list(db.session.scalars(query))


def offered_to(person_id: int, *, now: datetime) -> list[Registration]:
    """Return the places that became free for a person at meetings that are still to come."""
    query = (
        select(Registration)
        .join(Registration.meeting)
        .where(
            Registration.person_id == person_id,
            Registration.moved_up_at.is_not(None),
            Meeting.starts_at > now,
            Meeting.state == MeetingState.CALLED,
        )
        .options(joinedload(Registration.meeting))
        .order_by(Registration.id)
    )
    return list(db.session.scalars(query))


def owed_actions(organisations: Iterable[int], agencies: Iterable[int]) -> list[Decision]:
    """Return what meetings asked of these bodies and is not done."""
    query = (
        select(Decision)
        .where(
            Decision.organisation_id.in_(list(organisations))
            | Decision.agency_id.in_(list(agencies)),
            Decision.done_on.is_(None),
            Decision.meeting_id.in_(
                select(Minutes.meeting_id).where(Minutes.published_at.is_not(None))
            ),
        )
        .options(joinedload(Decision.meeting))
        .order_by(Decision.due_on, Decision.id)
        .limit(20)
    )
    return list(db.session.scalars(query))


def actions_of(committee: Committee, *, limit: int = 20) -> list[Decision]:
    """Return what meetings of the committee asked somebody to do: what is open first.

    With owner and meeting. 1 statement.
    """
    public = select(Minutes.meeting_id).where(Minutes.published_at.is_not(None))
    of_it = select(MeetingCommittee.meeting_id).where(MeetingCommittee.committee_id == committee.id)
    query = (
        select(Decision)
        .where(
            Decision.meeting_id.in_(of_it),
            Decision.meeting_id.in_(public),
            Decision.due_on.is_not(None),
        )
        .options(
            joinedload(Decision.meeting),
            joinedload(Decision.organisation),
            joinedload(Decision.agency),
        )
        .order_by(Decision.done_on.is_not(None), Decision.due_on.desc(), Decision.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))
