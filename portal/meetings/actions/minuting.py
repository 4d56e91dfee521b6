"""Attendance, minutes and decisions."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.committees.rules import VOTING
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.meetings.actions.locking import lock
from portal.meetings.events import (
    ActionDone,
    AttendanceRecorded,
    MinutesDrafted,
    MinutesPublished,
)
from portal.meetings.models import Attendance, Decision, Meeting, Minutes
from portal.meetings.queries import seats_at
from portal.meetings.rules import PRESENT, Presence, check_decision, check_held


def record_attendance(
    meeting: Meeting, *, presences: Mapping[int, Presence], by: Person | None, now: datetime
) -> None:
    """Write down how each seat was filled, by the row number of its term."""
    check_held(meeting.state, meeting.ends_at, now=now)
    _check_unpublished(meeting)
    terms = seats_at(meeting)
    known = {row.term_id: row for row in meeting.attendance}
    present = voting = 0
    for term in terms:
        presence = presences.get(term.id, Presence.ABSENT)
        row = known.get(term.id)
        if row is None:
            db.session.add(Attendance(meeting_id=meeting.id, term_id=term.id, presence=presence))
        else:
            row.presence = presence
        if term.seat.role in VOTING:
            voting += 1
            present += presence in PRESENT
    db.session.flush()
    publish(
        AttendanceRecorded(
            at=now,
            by=by.id if by else None,
            meeting=meeting.number,
            present=present,
            voting=voting,
        )
    )


def draft_minutes(
    meeting: Meeting,
    *,
    text: Localized | None,
    correction: Localized | None = None,
    by: Person | None,
    now: datetime,
) -> Minutes:
    """Write or rewrite the minutes; once a version is published, begin a correction of it."""
    lock(meeting)
    check_held(meeting.state, meeting.ends_at, now=now)
    if not text:
        raise RuleBroken(N_("Write the minutes."), field="text")
    writer = by.id if by else None
    minutes = meeting.minutes[-1] if meeting.minutes else None
    version = minutes.version if minutes else 1
    if minutes and minutes.published_at:
        minutes, version = None, version + 1
    if version > 1 and not correction:
        raise RuleBroken(N_("Say what the correction mends."), field="correction")
    if minutes is None:
        minutes = Minutes(version=version, text=text, drafted_at=now)
        meeting.minutes.append(minutes)
    minutes.text = text
    minutes.correction = correction if version > 1 else None
    minutes.drafted_by_id, minutes.drafted_at = writer, now
    db.session.flush()
    publish(MinutesDrafted(at=now, by=writer, meeting=meeting.number, version=version))
    return minutes


def publish_minutes(meeting: Meeting, *, by: Person | None, now: datetime) -> Minutes:
    """Approve the draft of the minutes; from then on everyone reads it, and it never changes."""
    lock(meeting)
    minutes = meeting.minutes[-1] if meeting.minutes else None
    if minutes is not None:
        db.session.refresh(minutes, ["published_at", "drafted_by_id"])
    if minutes is None or minutes.published_at:
        raise RuleBroken(N_("No minutes wait for approval."))
    if by is not None and minutes.drafted_by_id == by.id:
        raise RuleBroken(N_("Whoever wrote the minutes does not approve them."))
    if meeting.committees and not meeting.attendance:
        raise RuleBroken(N_("First record who was there."))
    minutes.approved_by_id = by.id if by else None
    minutes.published_at = now
    db.session.flush()
    publish(
        MinutesPublished(
            at=now, by=by.id if by else None, meeting=meeting.number, version=minutes.version
        )
    )
    return minutes


def record_decision(
    meeting: Meeting,
    *,
    text: Localized | None,
    result: Localized | None = None,
    organisation_id: int | None = None,
    agency_id: int | None = None,
    due_on: date | None = None,
    now: datetime,
) -> Decision:
    """Write down what was decided. It becomes public with the minutes."""
    lock(meeting)
    check_held(meeting.state, meeting.ends_at, now=now)
    _check_unpublished(meeting)
    words = check_decision(
        text, owners=(organisation_id, agency_id), due_on=due_on, held_on=meeting.held_on
    )
    last = db.session.scalar(
        select(func.max(Decision.number)).where(Decision.meeting_id == meeting.id)
    )
    decision = Decision(
        meeting_id=meeting.id,
        number=(last or 0) + 1,
        text=words,
        result=result,
        organisation_id=organisation_id,
        agency_id=agency_id,
        due_on=due_on,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def drop_decision(meeting: Meeting, decision: Decision) -> None:
    """Take back a decision that was written down by mistake, before the minutes are published."""
    _check_unpublished(meeting)
    db.session.delete(decision)
    db.session.flush()


def finish_action(
    meeting: Meeting, decision: Decision, *, by: Person | None, now: datetime
) -> None:
    """Say that what a meeting asked for was done today."""
    if decision.due_on is None:
        raise RuleBroken(N_("This decision asks nobody to do anything."))
    if decision.done_on is not None:
        raise RuleBroken(N_("This is done already."))
    decision.done_on = legal_day(now)
    db.session.flush()
    publish(
        ActionDone(
            at=now,
            by=by.id if by else None,
            meeting=meeting.number,
            action=decision.public_number,
        )
    )


def _check_unpublished(meeting: Meeting) -> None:
    if any(minutes.published_at for minutes in meeting.minutes):
        raise RuleBroken(N_("The minutes are published. Write a correction instead."))
