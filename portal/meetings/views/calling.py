"""Calling a meeting, changing and cancelling it, demanding one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.committees.models import Committee
from portal.committees.queries import get_committee
from portal.kernel import clock
from portal.meetings.actions import (
    call_meeting,
    cancel_meeting,
    change_meeting,
    demand_meeting,
)
from portal.meetings.attendee import Attendee, attendee_of
from portal.meetings.forms import DemandForm, MeetingForm, ReasonForm, facts_of
from portal.meetings.letters import send_places
from portal.meetings.policy import may_call_meeting, may_demand_meeting
from portal.meetings.queries import committees, demands_of, get_meeting, registered
from portal.meetings.views.room import attendee, bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _


def _attendee_of(committee: Committee) -> Attendee:
    return attendee_of(committee, current_user.id, on=clock.legal_day(clock.now()))


@bp.route("/committees/<code>/meetings/new", methods=["GET", "POST"])
def call(code: str) -> ResponseReturnValue:
    """Call a meeting of a committee, alone or jointly with others."""
    committee = get_committee(code)
    authorize(may_call_meeting, _attendee_of(committee))
    offered = committees()
    form = MeetingForm(committees=offered, data={"committees": [committee.id]})
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            chosen = [x for x in offered if x.id in (form.committees.data or ())]
            called = call_meeting(form.call, committees=chosen, by=current_user, now=clock.now())
            flash(_("The meeting is called. Those who take part will get a letter."))
            return redirect(url_for("meetings.agenda", number=called.number), 303)
    page = render_template(
        "meetings/call.html",
        committee=get_committee(code),
        demands=demands_of(committee),
        form=form,
    )
    return page, form.status


@bp.route("/meetings/<number>/change", methods=["GET", "POST"])
def change(number: str) -> ResponseReturnValue:
    """Move a meeting, or change its place or places."""
    found = get_meeting(number)
    authorize(may_call_meeting, attendee(found))
    form = MeetingForm(data=facts_of(found))
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            now = clock.now()
            moved = change_meeting(found, form.call, by=current_user, now=now)
            send_places(moved, found, now=now)
            flash(_("The meeting is changed. Those who take part will get a letter."))
            return redirect(url_for("meetings.meeting", number=number), 303)
    found = get_meeting(number)
    page = render_template(
        "meetings/change.html", meeting=found, form=form, people=registered(found)
    )
    return page, form.status


@bp.route("/meetings/<number>/cancel", methods=["GET", "POST"])
def cancel(number: str) -> ResponseReturnValue:
    """Cancel a meeting, with a reason that everyone reads."""
    found = get_meeting(number)
    authorize(may_call_meeting, attendee(found))
    form = ReasonForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            cancel_meeting(found, reason=form.reason.data, by=current_user, now=clock.now())
            flash(_("The meeting is cancelled. Those who take part will get a letter."))
            return redirect(url_for("meetings.meeting", number=number), 303)
    return render_template(
        "meetings/cancel.html", meeting=get_meeting(number), form=form
    ), form.status


@bp.route("/committees/<code>/meetings/demand", methods=["GET", "POST"])
def demand(code: str) -> ResponseReturnValue:
    """Let a member demand that the committee meets."""
    committee = get_committee(code)
    who = _attendee_of(committee)
    authorize(may_demand_meeting, who)
    form = DemandForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            term = next(standing.term for standing in who.standings if standing.term)
            demand_meeting(
                committee,
                term=term,
                reason=form.reason.data or "",
                by=current_user,
                now=clock.now(),
            )
            flash(_("The chair has to set a day now."))
            return redirect(url_for("meetings.of_committee", code=code), 303)
    page = render_template("meetings/demand.html", committee=get_committee(code), form=form)
    return page, form.status
