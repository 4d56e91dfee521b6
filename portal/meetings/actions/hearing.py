"""Public hearings: calling one, asking to speak, giving slots."""

from datetime import date, datetime

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized, random_number
from portal.meetings.actions.calling import Call, checked, new_number
from portal.meetings.actions.locking import lock
from portal.meetings.events import (
    HearingCalled,
    SlotGiven,
    TestimonyRefused,
    TestimonyRequested,
    TestimonyWithdrawn,
)
from portal.meetings.models import Hearing, Meeting, Testimony
from portal.meetings.rules import (
    LONGEST_SUMMARY,
    MeetingKind,
    TestimonyState,
    check_change,
    check_hearing_day,
    check_request,
    check_slot,
    requests_end,
)
from portal.register.models import Notice
from portal.register.rules import NoticeKind


def call_hearing(
    call: Call,
    *,
    notice: Notice,
    requests_until: date | None = None,
    number: str | None = None,
    by: Person | None,
    now: datetime,
) -> Meeting:
    """Call the hearing of which a published notice tells, no sooner than 20 working days after."""
    if notice.kind is not NoticeKind.PUBLIC_HEARING or notice.published_on is None:
        raise RuleBroken(N_("A hearing is called by a published notice of public hearing."))
    if db.session.scalar(select(Hearing.id).where(Hearing.notice_id == notice.id)):
        raise RuleBroken(N_("The hearing of this notice is called already."))
    starts_at, ends_at = checked(call, now=now)
    day = legal_day(starts_at)
    check_hearing_day(day, notice.published_on)
    meeting = Meeting(
        number=number or new_number(now),
        kind=MeetingKind.HEARING,
        title=call.title,
        docket_id=notice.docket_id,
        starts_at=starts_at,
        ends_at=ends_at,
        place=call.place,
        link=call.link,
        capacity=call.capacity,
        called_by_id=by.id if by else None,
        called_at=now,
        changed_at=now,
        hearing=Hearing(notice_id=notice.id, requests_until=requests_end(day, requests_until)),
    )
    db.session.add(meeting)
    db.session.flush()
    publish(
        HearingCalled(
            at=now,
            by=by.id if by else None,
            docket=notice.docket.number,
            meeting=meeting.number,
            on=meeting.held_on,
            notice=str(notice.number),
        )
    )
    return meeting


def request_testimony(
    meeting: Meeting,
    *,
    speaker: str,
    summary: str,
    locale: str,
    organisation_id: int | None = None,
    remote: bool = False,
    by: Person,
    now: datetime,
) -> Testimony:
    """Ask to speak at a hearing, with a summary of what will be said."""
    lock(meeting)
    check_change(meeting.state, meeting.starts_at, now=now)
    if meeting.hearing is None:
        raise RuleBroken(N_("This meeting is no public hearing."))
    check_request(meeting.hearing.requests_until, today=legal_day(now))
    if not speaker:
        raise RuleBroken(N_("Say who will speak."), field="speaker")
    if not summary or len(summary) > LONGEST_SUMMARY:
        raise RuleBroken(N_("Sum up what will be said, on a page at most."), field="summary")
    if organisation_id is not None and not by.represents(organisation_id):
        raise RuleBroken(N_("You do not speak for this organisation."), field="organisation_id")
    open_one = select(Testimony.id).where(
        Testimony.meeting_id == meeting.id,
        Testimony.person_id == by.id,
        Testimony.organisation_id.is_(None)
        if organisation_id is None
        else Testimony.organisation_id == organisation_id,
        Testimony.state.in_((TestimonyState.REQUESTED, TestimonyState.SCHEDULED)),
    )
    if db.session.scalar(open_one.limit(1)):
        raise RuleBroken(N_("You have asked to speak already."))
    testimony = Testimony(
        number=random_number("T"),
        meeting_id=meeting.id,
        person_id=by.id,
        organisation_id=organisation_id,
        speaker=speaker,
        summary=summary,
        locale=locale,
        remote=remote,
        requested_at=now,
    )
    db.session.add(testimony)
    db.session.flush()
    publish(
        TestimonyRequested(at=now, by=by.id, meeting=meeting.number, testimony=testimony.number)
    )
    return testimony


def withdraw_testimony(
    meeting: Meeting, testimony: Testimony, *, by: Person, now: datetime
) -> None:
    """Take a request back before the hearing; its slot becomes free."""
    lock(meeting)
    check_change(meeting.state, meeting.starts_at, now=now)
    _check_open(testimony)
    testimony.state = TestimonyState.WITHDRAWN
    testimony.slot = None
    db.session.flush()
    publish(
        TestimonyWithdrawn(
            at=now,
            by=by.id,
            docket=meeting.docket.number if meeting.docket else None,
            meeting=meeting.number,
            testimony=testimony.number,
        )
    )


def give_slot(
    meeting: Meeting,
    testimony: Testimony,
    *,
    slot: int | None,
    by: Person | None,
    now: datetime,
) -> None:
    """Give a speaker a slot that nobody has, or move them to it."""
    lock(meeting)
    check_change(meeting.state, meeting.starts_at, now=now)
    _check_open(testimony)
    number = check_slot(slot, starts=meeting.starts_at, ends=meeting.ends_at)
    taken = select(Testimony.id).where(
        Testimony.meeting_id == meeting.id,
        Testimony.slot == number,
        Testimony.id != testimony.id,
    )
    if db.session.scalar(taken):
        raise RuleBroken(N_("Somebody speaks in this slot already."), field="slot")
    testimony.slot = number
    testimony.state = TestimonyState.SCHEDULED
    db.session.flush()
    publish(
        SlotGiven(
            at=now,
            by=by.id if by else None,
            docket=meeting.docket.number if meeting.docket else None,
            meeting=meeting.number,
            testimony=testimony.number,
            slot=number,
        )
    )


def refuse_testimony(
    meeting: Meeting,
    testimony: Testimony,
    *,
    reason: Localized | None,
    by: Person | None,
    now: datetime,
) -> None:
    """Give a request no slot, and tell its author why (15 CFR 2003.4: reasons if refused)."""
    lock(meeting)
    check_change(meeting.state, meeting.starts_at, now=now)
    _check_open(testimony)
    if not reason:
        raise RuleBroken(N_("Say why. Who is refused is told."), field="reason")
    testimony.state = TestimonyState.REFUSED
    testimony.reason = reason
    testimony.slot = None
    db.session.flush()
    publish(
        TestimonyRefused(
            at=now,
            by=by.id if by else None,
            docket=meeting.docket.number if meeting.docket else None,
            meeting=meeting.number,
            testimony=testimony.number,
        )
    )


def _check_open(testimony: Testimony) -> None:
    db.session.refresh(testimony, ["state"])
    if testimony.state not in {TestimonyState.REQUESTED, TestimonyState.SCHEDULED}:
        raise RuleBroken(N_("This request is settled already."))
