"""Applications on the desk of the Chamber: a seat, or a refusal with its reason."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.committees.actions import refuse_application, seat_applicant, uphold_refusal
from portal.committees.forms import DecisionForm
from portal.committees.letters import owe_decision
from portal.committees.models import Application
from portal.committees.policy import may_decide_on_application, may_keep_committees
from portal.committees.queries import get_application, get_committee, get_seat, people_in, places_in
from portal.committees.rules import PENDING, ApplicationState
from portal.committees.views.blueprint import bp
from portal.committees.views.words import WORDS
from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.urls import url_for


@bp.route("/desk/applications/<number>", methods=["GET", "POST"])
def decide(number: str) -> ResponseReturnValue:
    """Show an application, and decide on it."""
    authorize(may_keep_committees)
    application = get_application(number)
    form = _form_for(application)
    if request.method == "POST":
        authorize(may_decide_on_application, application)
        if form.validate():
            with refusals_on(form):
                _decide(application, form)
                owe_decision(application, now=clock.now())
                flash(_("The application is decided. The applicant is told by letter."), "success")
                return redirect(url_for("committees.desk"), 303)
    page = render_template(
        "committees/decide.html",
        application=get_application(number),
        form=form,
        pending=PENDING,
        **WORDS,
    )
    return page, form.status


def _form_for(application: Application) -> DecisionForm:
    today = clock.legal_day(clock.now())
    committee = get_committee(application.committee.code)
    free = [
        place.seat
        for place in places_in(committee, on=today)
        if place.term is None and place.seat.category is application.category
    ]
    return DecisionForm(
        seats=free,
        people=people_in(application.organisation),
        holder_id=str(application.holder_id or ""),
        starts_on=today,
    )


def _decide(application: Application, form: DecisionForm) -> None:
    now = clock.now()
    if form.outcome.data == "seat":
        if form.seat_id.data is None or form.starts_on.data is None:
            raise RuleBroken(N_("Choose the seat and its first day."), field="seat_id")
        seat_applicant(
            application,
            seat=get_seat(form.seat_id.data),
            holder_id=form.holder_id.data,
            starts_on=form.starts_on.data,
            by=current_user,
            now=now,
        )
    elif application.state is ApplicationState.APPEALED:
        uphold_refusal(application, reason=form.reason.data or "", by=current_user, now=now)
    else:
        refuse_application(
            application,
            reason_code=form.code,
            reason=form.reason.data or "",
            by=current_user,
            now=now,
        )
