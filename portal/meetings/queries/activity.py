"""How active a committee is: meetings, attendance, how much looks ahead (R11, R35, R38)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from portal.committees.models import Committee, Seat, Term
from portal.committees.rules import VOTING
from portal.kernel.clock import legal_day, start_of
from portal.kernel.database import db
from portal.meetings.models import AgendaItem, Attendance, Meeting, MeetingCommittee
from portal.meetings.rules import (
    PRESENT,
    MeetingState,
    quarter_of,
    quarters_until,
    strategic_share,
)

YEAR = timedelta(days=365)
SILENCE = timedelta(days=183)
"""A committee that has not met for so long is flagged (R11)."""


@dataclass(frozen=True)
class Activity:
    """What a committee did within a year."""

    held: int
    planned: int
    last_on: date | None
    present: int
    seats: int
    """Seats with a vote over all meetings at which attendance was recorded."""
    strategic: int
    substantive: int
    silent: bool
    """Whether it has not met for half a year."""


def activity_of(committee: Committee, *, now: datetime) -> Activity:
    """Return the figures of a committee over the last year. 4 statements."""
    mine = (
        Meeting.id.in_(
            select(MeetingCommittee.meeting_id).where(MeetingCommittee.committee_id == committee.id)
        ),
        Meeting.state == MeetingState.CALLED,
    )
    recent = (*mine, Meeting.ends_at <= now, Meeting.ends_at > now - YEAR)
    figures = select(func.count(Meeting.id), func.max(Meeting.starts_at)).where(*recent)
    held, latest = db.session.execute(figures).one()
    last: datetime | None = latest
    planned = db.session.scalar(select(func.count(Meeting.id)).where(*mine, Meeting.ends_at > now))
    attended = (
        select(Attendance.presence, func.count(Attendance.id))
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Term, Term.id == Attendance.term_id)
        .join(Seat, Seat.id == Term.seat_id)
        .where(*recent, Seat.committee_id == committee.id, Seat.role.in_(VOTING))
        .group_by(Attendance.presence)
    )
    filled = {row.presence: row[1] for row in db.session.execute(attended)}
    items = (
        select(AgendaItem.kind, AgendaItem.nature)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(*recent)
    )
    natures = [(kind, nature) for kind, nature in db.session.execute(items)]
    strategic, substantive = strategic_share(natures)
    since = last or start_of(committee.established_on)
    return Activity(
        held=held,
        planned=planned or 0,
        last_on=legal_day(last) if last else None,
        present=sum(filled.get(presence, 0) for presence in PRESENT),
        seats=sum(filled.values()),
        strategic=strategic,
        substantive=substantive,
        silent=now - since > SILENCE,
    )


def meetings_by_quarter(
    committee: Committee, *, now: datetime, count: int = 4
) -> list[tuple[int, int, int]]:
    """Return year, quarter and meetings held, for the last quarters it existed in. 1 statement."""
    quarters = quarters_until(legal_day(now), count)
    year, quarter = quarters[0]
    query = (
        select(Meeting.starts_at)
        .join(MeetingCommittee, MeetingCommittee.meeting_id == Meeting.id)
        .where(
            MeetingCommittee.committee_id == committee.id,
            Meeting.state == MeetingState.CALLED,
            Meeting.ends_at <= now,
            Meeting.starts_at >= start_of(date(year, 3 * quarter - 2, 1)),
        )
    )
    held = Counter(quarter_of(legal_day(moment)) for moment in db.session.scalars(query))
    first = quarter_of(committee.established_on)
    return [(*x, held[x]) for x in quarters if x >= first]
