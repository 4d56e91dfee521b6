"""The desk of those who announce consultations ahead of time."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import get_agency
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.negotiations.models import Negotiation
from portal.negotiations.queries import get_negotiation, negotiations, themes
from portal.register.actions import change_plan, drop_plan, plan_consultation
from portal.register.forms import DropForm, PlanForm, plan_as_typed
from portal.register.labels import KINDS
from portal.register.models import Plan
from portal.register.policy import may_enter_register_desk, may_plan_for
from portal.register.queries import agencies_of, get_plan, plans_on_desk
from portal.register.views.blueprint import bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _


@bp.get("/desk/planned")
def plans() -> ResponseReturnValue:
    """List what the agencies announced that one drafts for."""
    authorize(may_enter_register_desk)
    return render_template(
        "register/plans.html",
        plans=plans_on_desk(current_user),
        drafts_for=agencies_of(current_user),
        KINDS=KINDS,
    )


@bp.route("/desk/planned/new", methods=["GET", "POST"])
def plan_new() -> ResponseReturnValue:
    """Announce a consultation."""
    authorize(may_enter_register_desk)
    known = {theme.code: theme for theme in themes()}
    form = PlanForm()
    form.offer(
        agencies=agencies_of(current_user), negotiations=negotiations(), themes=known.values()
    )
    if form.validate_on_submit():
        with refusals_on(form):
            agency = get_agency(str(form.agency.data))
            authorize(may_plan_for, agency)
            plan = plan_consultation(
                form.told,
                agency=agency,
                themes=[known[code] for code in form.themes.data or ()],
                negotiation=_negotiation(form),
                by=current_user,
                now=clock.now(),
            )
            flash(_("Announced as %(number)s.", number=plan.number))
            return redirect(url_for(".plans"), 303)
    return render_template("register/plan.html", form=form, plan=None), form.status


@bp.route("/desk/planned/<number>", methods=["GET", "POST"])
def plan(number: str) -> ResponseReturnValue:
    """Tell an announced consultation otherwise."""
    found = _plan(number)
    authorize(may_plan_for, found.agency)
    known = {theme.code: theme for theme in themes()}
    form = PlanForm(data=plan_as_typed(found))
    form.offer(agencies=[found.agency], negotiations=negotiations(), themes=known.values())
    if form.validate_on_submit():
        with refusals_on(form):
            change_plan(
                found,
                form.told,
                themes=[known[code] for code in form.themes.data or ()],
                negotiation=_negotiation(form),
                by=current_user,
                now=clock.now(),
            )
            flash(_("The announcement is changed."))
            return redirect(url_for(".plans"), 303)
    return _shown(number, form)


@bp.post("/desk/planned/<number>/drop")
def drop(number: str) -> ResponseReturnValue:
    """Say that an announced consultation will not take place."""
    found = _plan(number)
    authorize(may_plan_for, found.agency)
    form = DropForm(prefix="drop-")
    if form.validate_on_submit():
        with refusals_on(form):
            drop_plan(found, reason=form.reason.data, by=current_user, now=clock.now())
            flash(_("The announcement says now that it will not take place."))
            return redirect(url_for(".plans"), 303)
    again = PlanForm(formdata=None, data=plan_as_typed(_plan(number)))
    again.offer(agencies=[found.agency], negotiations=negotiations(), themes=themes())
    return _shown(number, again, form)


def _plan(number: str) -> Plan:
    """Return a plan, whose desk does not exist for outsiders."""
    found = get_plan(number)
    if not may_plan_for(current_user, found.agency):
        raise Missing("There is no such plan.")
    return found


def _negotiation(form: PlanForm) -> Negotiation | None:
    return get_negotiation(form.negotiation.data) if form.negotiation.data else None


def _shown(number: str, form: PlanForm, dropping: DropForm | None = None) -> ResponseReturnValue:
    dropping = dropping or DropForm(formdata=None, prefix="drop-")
    status = 422 if form.errors or dropping.errors else 200
    page = render_template(
        "register/plan.html", form=form, dropping=dropping, plan=get_plan(number)
    )
    return page, status
