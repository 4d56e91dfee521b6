"""Applying for a seat, and what becomes of it, for the organisation that applies."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Organisation
from portal.committees.actions import (
    appeal_refusal,
    apply_for_seat,
    withdraw_application,
)
from portal.committees.forms import AppealForm, ApplicationForm
from portal.committees.models import Committee
from portal.committees.policy import (
    may_act_on_application,
    may_apply_for_seat,
    may_see_application,
)
from portal.committees.queries import (
    get_application,
    get_committee,
    get_organisation_by_key,
    organisations,
)
from portal.committees.rules import ApplicationState, SeatCategory
from portal.committees.views.blueprint import bp
from portal.committees.views.words import WORDS
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.limits import limited
from portal.web.locale import _
from portal.web.urls import url_for

DAY = 24 * 60 * 60


@bp.route("/committees/<code>/apply", methods=["GET", "POST"])
@limited("apply-for-seat", tries=20, seconds=DAY)
def apply(code: str) -> ResponseReturnValue:
    """Ask for a seat in the name of one's organisation, or put another forward."""
    authorize(may_apply_for_seat)
    committee = get_committee(code)
    own = _own()
    form = ApplicationForm(own=own, others=[x for x in organisations() if x not in own])
    if form.validate_on_submit():
        with refusals_on(form):
            number = _apply(committee, form)
            flash(_("Your application is with the Chamber."), "success")
            return redirect(url_for("committees.application", number=number), 303)
    page = render_template("committees/apply.html", committee=get_committee(code), form=form)
    return page, form.status


def _own() -> list[Organisation]:
    keys = {x.organisation_id for x in current_user.memberships}
    return [x for x in organisations() if x.id in keys and current_user.represents(x.id)]


def _apply(committee: Committee, form: ApplicationForm) -> str:
    acting = get_organisation_by_key(form.acting_id.data)
    other = form.organisation_id.data
    application = apply_for_seat(
        committee,
        category=SeatCategory(form.category.data),
        organisation=get_organisation_by_key(other) if other else acting,
        case=form.case.data or "",
        holder_id=None if other else current_user.id,
        nominated_by=acting if other else None,
        by=current_user,
        now=clock.now(),
    )
    return application.number


@bp.route("/my/applications/<number>", methods=["GET", "POST"])
def application(number: str) -> ResponseReturnValue:
    """Show an application to those who made it, with its reason; take an appeal."""
    subject = get_application(number)
    if not may_see_application(current_user, subject):
        raise Missing(N_("There is no such application."))
    form = AppealForm()
    if request.method == "POST":
        authorize(may_act_on_application, subject)
        if form.validate():
            with refusals_on(form):
                appeal = form.appeal.data or ""
                appeal_refusal(subject, appeal=appeal, by=current_user, now=clock.now())
                flash(_("Your appeal is with another officer of the Chamber."), "success")
                return redirect(url_for("committees.application", number=number), 303)
    page = render_template(
        "committees/application.html",
        application=get_application(number),
        form=form,
        may_appeal=subject.state is ApplicationState.REFUSED,
        may_withdraw=subject.state is ApplicationState.WAITING,
        **WORDS,
    )
    return page, form.status


@bp.post("/my/applications/<number>/end")
def take_back(number: str) -> ResponseReturnValue:
    """Take an application back before it is decided."""
    subject = get_application(number)
    if not may_see_application(current_user, subject):
        raise Missing(N_("There is no such application."))
    authorize(may_act_on_application, subject)
    withdraw_application(subject, by=current_user, now=clock.now())
    flash(_("Your application is taken back."), "success")
    return redirect(url_for("committees.mine"), 303)
