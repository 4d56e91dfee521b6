"""Public hearings: calling one, asking to speak, giving slots."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.meetings.actions import (
    call_hearing,
    give_slot,
    refuse_testimony,
    request_testimony,
    withdraw_testimony,
)
from portal.meetings.forms import MeetingForm, ReasonForm, SlotForm, TestimonyForm
from portal.meetings.letters import send_outcome
from portal.meetings.models import Meeting
from portal.meetings.policy import (
    may_call_hearing,
    may_record_meeting,
    may_request_testimony,
    may_withdraw_testimony,
)
from portal.meetings.queries import (
    find_hearing,
    find_request,
    get_meeting,
    get_request,
    requests_at,
)
from portal.meetings.rules import slot_begins, slots_in
from portal.meetings.views.room import WORDS, attendee, bp
from portal.register.queries import get_notice
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.limits import limited
from portal.web.locale import _, current_locale
from portal.web.locale import clock as hour


def _hearing(number: str) -> Meeting:
    """Return a public hearing; other meetings are none. Raises Missing."""
    found = get_meeting(number)
    if found.hearing is None:
        raise Missing(N_("There is no such hearing."))
    return found


@bp.route("/notices/<number>/hearing", methods=["GET", "POST"])
def hearing(number: str) -> ResponseReturnValue:
    """Call the hearing of a notice; once it is called, lead to it."""
    notice = get_notice(number)
    if called := find_hearing(notice):
        authorize(may_request_testimony)
        return redirect(url_for("meetings.meeting", number=called.meeting.number), 303)
    authorize(may_call_hearing, notice.agency)
    form = MeetingForm(data={"title": notice.docket.title})
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            meeting = call_hearing(form.call, notice=notice, by=current_user, now=clock.now())
            flash(_("The hearing is called. Everyone can ask to speak."))
            return redirect(url_for("meetings.meeting", number=meeting.number), 303)
    page = render_template("meetings/hearing.html", notice=get_notice(number), form=form)
    return page, form.status


@bp.route("/meetings/<number>/testimony", methods=["GET", "POST"])
@limited("testimony", tries=60, seconds=60 * 60)
def testimony(number: str) -> ResponseReturnValue:
    """Take a request to speak at a hearing, and show what became of it."""
    found = _hearing(number)
    authorize(may_request_testimony)
    form = TestimonyForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            asked = request_testimony(
                found,
                speaker=form.speaker.data or "",
                summary=form.summary.data or "",
                locale=current_locale(),
                organisation_id=form.organisation_id.data,
                remote=form.remote.data,
                by=current_user,
                now=clock.now(),
            )
            flash(_("Your request %(number)s is noted. You get a letter.", number=asked.number))
            return redirect(url_for("meetings.meeting", number=number), 303)
    found = _hearing(number)
    page = render_template(
        "meetings/testimony.html",
        meeting=found,
        asked=find_request(found, current_user.id),
        form=form,
        until=found.hearing.requests_until if found.hearing else None,
        today=clock.legal_day(clock.now()),
        **WORDS,
    )
    return page, form.status


@bp.post("/meetings/<number>/testimony/<testimony>/withdraw")
def withdraw(number: str, testimony: str) -> ResponseReturnValue:
    """Take one's own request to speak back."""
    found = _hearing(number)
    asked = get_request(found, testimony)
    authorize(may_withdraw_testimony, asked)
    withdraw_testimony(found, asked, by=current_user, now=clock.now())
    flash(_("Your request is withdrawn."))
    return redirect(url_for("meetings.meeting", number=number), 303)


@bp.get("/meetings/<number>/speakers")
def speakers(number: str) -> ResponseReturnValue:
    """Show every request to speak to those who give slots."""
    found = _hearing(number)
    authorize(may_record_meeting, attendee(found))
    return render_template(
        "meetings/speakers.html",
        meeting=found,
        is_ahead=clock.now() < found.starts_at,
        requests=requests_at(found),
        slots=slots_in(found.starts_at, found.ends_at),
        slot_begins=slot_begins,
        **WORDS,
    )


@bp.route("/meetings/<number>/speakers/<testimony>", methods=["GET", "POST"])
def slot(number: str, testimony: str) -> ResponseReturnValue:
    """Give a speaker a slot."""
    found = _hearing(number)
    authorize(may_record_meeting, attendee(found))
    asked = get_request(found, testimony)
    form = SlotForm(free=_free(found, asked.number), data={"slot": asked.slot})
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            now = clock.now()
            give_slot(found, asked, slot=form.slot.data, by=current_user, now=now)
            send_outcome(asked, found, now=now)
            flash(_("The slot is given."))
            return redirect(url_for("meetings.speakers", number=number), 303)
    page = render_template("meetings/slot.html", **_request_shown(number, testimony), form=form)
    return page, form.status


def _free(meeting: Meeting, number: str) -> list[tuple[int, str]]:
    """Return the slots that nobody else has, each with its hour."""
    taken = {x.slot for x in requests_at(meeting) if x.slot and x.number != number}
    return [
        (n, f"{n} · {hour(slot_begins(meeting.starts_at, n))}")
        for n in range(1, slots_in(meeting.starts_at, meeting.ends_at) + 1)
        if n not in taken
    ]


@bp.route("/meetings/<number>/speakers/<testimony>/refuse", methods=["GET", "POST"])
def refuse(number: str, testimony: str) -> ResponseReturnValue:
    """Give a request no slot, and tell its author why."""
    found = _hearing(number)
    authorize(may_record_meeting, attendee(found))
    asked = get_request(found, testimony)
    form = ReasonForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            now = clock.now()
            refuse_testimony(found, asked, reason=form.reason.data, by=current_user, now=now)
            send_outcome(asked, found, now=now)
            flash(_("The request gets no slot. Its author is told why."))
            return redirect(url_for("meetings.speakers", number=number), 303)
    page = render_template("meetings/refuse.html", **_request_shown(number, testimony), form=form)
    return page, form.status


def _request_shown(number: str, testimony: str) -> dict[str, object]:
    found = _hearing(number)
    return {"meeting": found, "asked": get_request(found, testimony)}
