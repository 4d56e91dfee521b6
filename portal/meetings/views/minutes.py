"""What is recorded after a meeting: attendance, decisions, minutes, and what was done."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import agencies
from portal.kernel import clock
from portal.meetings.actions import (
    draft_minutes,
    drop_decision,
    finish_action,
    publish_minutes,
    record_attendance,
    record_decision,
)
from portal.meetings.forms import DecisionForm, MinutesForm, attendance_form
from portal.meetings.models import Meeting
from portal.meetings.policy import (
    may_approve_minutes,
    may_record_meeting,
    may_settle_action,
)
from portal.meetings.queries import get_decision, get_meeting, seats_at
from portal.meetings.views.room import WORDS, attendee, bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _


@bp.route("/meetings/<number>/minutes", methods=["GET", "POST"])
def minutes(number: str) -> ResponseReturnValue:
    """Show the minutes in the making to the officers; take a draft from the secretary."""
    found = get_meeting(number)
    who = attendee(found)
    if not may_record_meeting(current_user, who):
        authorize(may_approve_minutes, who)
    form = MinutesForm(data=_begun(found))
    if request.method == "POST":
        authorize(may_record_meeting, who)
        if form.validate():
            with refusals_on(form):
                draft_minutes(found, by=current_user, now=clock.now(), **form.answers)
                flash(_("The minutes are drafted. The chair approves them."))
                return redirect(url_for("meetings.minutes", number=number), 303)
    found = get_meeting(number)
    last = found.minutes[-1] if found.minutes else None
    page = render_template(
        "meetings/minutes.html",
        meeting=found,
        last=last,
        draft=last if last and not last.published_at else None,
        who=who,
        form=form,
        over=found.is_over(clock.now()),
        today=clock.legal_day(clock.now()),
        **WORDS,
    )
    return page, form.status


def _begun(meeting: Meeting) -> dict[str, object]:
    if not meeting.minutes:
        return {}
    last = meeting.minutes[-1]
    return {"text": last.text, "correction": None if last.published_at else last.correction}


@bp.post("/meetings/<number>/minutes/publish")
def publish(number: str) -> ResponseReturnValue:
    """Approve the minutes; everyone reads them from now on."""
    found = get_meeting(number)
    authorize(may_approve_minutes, attendee(found))
    publish_minutes(found, by=current_user, now=clock.now())
    flash(_("The minutes are published."))
    return redirect(url_for("meetings.meeting", number=number), 303)


@bp.route("/meetings/<number>/attendance", methods=["GET", "POST"])
def attendance(number: str) -> ResponseReturnValue:
    """Ask who was there, seat by seat, and write it down."""
    found = get_meeting(number)
    authorize(may_record_meeting, attendee(found))
    form = attendance_form(found, seats_at(found))
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            record_attendance(found, presences=form.presences, by=current_user, now=clock.now())
            flash(_("It is recorded who was there."))
            return redirect(url_for("meetings.minutes", number=number), 303)
    page = render_template("meetings/attendance.html", meeting=get_meeting(number), form=form)
    return page, form.status


@bp.route("/meetings/<number>/decisions/new", methods=["GET", "POST"])
def decision(number: str) -> ResponseReturnValue:
    """Write down what was decided."""
    found = get_meeting(number)
    authorize(may_record_meeting, attendee(found))
    seated = {term.organisation_id: term.organisation for term in seats_at(found)}
    form = DecisionForm(organisations=seated.values(), agencies=agencies())
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            record_decision(found, now=clock.now(), **form.answers)
            flash(_("The decision is written down. It becomes public with the minutes."))
            return redirect(url_for("meetings.minutes", number=number), 303)
    page = render_template("meetings/decision.html", meeting=get_meeting(number), form=form)
    return page, form.status


@bp.post("/meetings/<number>/decisions/<key:decision>/drop")
def drop_it(number: str, decision: int) -> ResponseReturnValue:
    """Take back a decision that is not public yet."""
    found = get_meeting(number)
    authorize(may_record_meeting, attendee(found))
    drop_decision(found, get_decision(found, decision))
    flash(_("The decision is taken back."))
    return redirect(url_for("meetings.minutes", number=number), 303)


@bp.post("/meetings/<number>/decisions/<key:decision>/done")
def done(number: str, decision: int) -> ResponseReturnValue:
    """Say that what a decision asked for was done."""
    found = get_meeting(number)
    entry = get_decision(found, decision)
    authorize(may_settle_action, (entry, attendee(found)))
    finish_action(found, entry, by=current_user, now=clock.now())
    flash(_("It is done. Everyone can see it."))
    return redirect(url_for("meetings.meeting", number=number, _anchor="decisions"), 303)
