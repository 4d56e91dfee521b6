"""The desk of those who negotiate: who leads, where the talks stand, their rounds."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import agencies
from portal.accounts.rules import Role
from portal.kernel import clock
from portal.negotiations import actions
from portal.negotiations.forms import MoveForm, NegotiationForm, RoundForm
from portal.negotiations.labels import LIVES, STAGES
from portal.negotiations.models import Negotiation, Side
from portal.negotiations.policy import (
    may_change_negotiation,
    may_enter_negotiations_desk,
    may_give_away_negotiation,
    may_move_negotiation,
)
from portal.negotiations.queries import (
    get_negotiation,
    get_round,
    groups,
    groups_in,
    is_heard,
    moves_of,
    negotiations,
    officials,
    themes,
)
from portal.negotiations.views.blueprint import bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.urls import read_key


@bp.get("/desk/negotiations", endpoint="desk")
def show_desk() -> ResponseReturnValue:
    """List the negotiations, and who negotiates each theme."""
    authorize(may_enter_negotiations_desk)
    named = groups()
    return render_template(
        "negotiations/desk.html",
        negotiations=negotiations(),
        sides=[Side(theme, None, named.get(theme.id)) for theme in themes()],
        lives=LIVES,
    )


@bp.route("/desk/negotiations/<code>", methods=["GET", "POST"])
def lead(code: str) -> ResponseReturnValue:
    """Show who leads a negotiation, its rounds and groups; change who leads it."""
    found = get_negotiation(code)
    authorize(may_change_negotiation, found)
    form = _lead_form(found)
    if form.validate_on_submit():
        with refusals_on(form):
            _change(found, form)
            flash(_("The negotiation is changed."), "success")
            return redirect(url_for(".lead", code=code), 303)
    found = get_negotiation(code)
    own = {group.theme_id: group for group in groups_in(found)}
    page = render_template(
        "negotiations/lead.html",
        negotiation=found,
        form=form,
        moves=moves_of(found),
        sides=[(theme, own.get(theme.id)) for theme in themes()],
        lives=LIVES,
        stages=list(STAGES.items()),
    )
    return page, form.status


def _lead_form(found: Negotiation) -> NegotiationForm:
    form = NegotiationForm(
        lead=found.lead_id,
        leader=found.leader_id,
        deputy=found.deputy_id,
        partners=" ".join(found.partners),
    )
    form.offer(agencies=agencies(), people=officials(None, Role.NEGOTIATOR, Role.APPROVER))
    if not may_give_away_negotiation(current_user):
        del form.lead
    return form


def _change(found: Negotiation, form: NegotiationForm) -> None:
    lead = found.lead
    if "lead" in form:
        lead = next(body for body in agencies() if body.id == form.lead.data)
    people = {x.id: x for x in officials(None, Role.NEGOTIATOR, Role.APPROVER)}
    actions.change_negotiation(
        found,
        lead=lead,
        leader=people.get(form.leader.data),
        deputy=people.get(form.deputy.data),
        partners=form.countries,
        by=current_user,
        now=clock.now(),
    )


@bp.route("/desk/negotiations/<code>/stage", methods=["GET", "POST"])
def move(code: str) -> ResponseReturnValue:
    """Say where the talks stand from now on."""
    found = get_negotiation(code)
    authorize(may_move_negotiation, found)
    moves = moves_of(found)
    form = MoveForm(station=found.stage, seen=str(moves[-1].number if moves else 0))
    form.offer()
    if form.validate_on_submit():
        with refusals_on(form):
            answers: dict[str, Any] = form.answers | {"seen": read_key(form.seen.data)}
            actions.move_negotiation(found, by=current_user, now=clock.now(), **answers)
            flash(_("The negotiation is moved. Everyone sees it."), "success")
            return redirect(url_for(".negotiation", code=code), 303)
    found = get_negotiation(code)
    page = render_template(
        "negotiations/move.html",
        negotiation=found,
        form=form,
        heard=is_heard(found),
        stages=list(STAGES.items()),
        lives=LIVES,
    )
    return page, form.status


@bp.route("/desk/negotiations/<code>/rounds/new", methods=["GET", "POST"])
def round_new(code: str) -> ResponseReturnValue:
    """Enter a round, to come or past."""
    found = get_negotiation(code)
    authorize(may_change_negotiation, found)
    form = RoundForm(number=max((x.number for x in found.rounds), default=0) + 1)
    if form.validate_on_submit():
        with refusals_on(form):
            actions.plan_round(found, by=current_user, now=clock.now(), **form.answers)
            flash(_("The round is entered."), "success")
            return redirect(url_for(".lead", code=code), 303)
    return _round_page(code, form)


@bp.route("/desk/negotiations/<code>/rounds/<key:number>", methods=["GET", "POST"])
def round_change(code: str, number: int) -> ResponseReturnValue:
    """Move a round to other days or another place."""
    found = get_negotiation(code)
    authorize(may_change_negotiation, found)
    planned = get_round(found, number)
    form = RoundForm(obj=planned)
    del form.number
    if form.validate_on_submit():
        with refusals_on(form):
            actions.change_round(
                planned, negotiation=found, by=current_user, now=clock.now(), **form.answers
            )
            flash(_("The round is changed."), "success")
            return redirect(url_for(".lead", code=code), 303)
    return _round_page(code, form, number)


def _round_page(code: str, form: RoundForm, number: int | None = None) -> ResponseReturnValue:
    page = render_template(
        "negotiations/round.html",
        negotiation=get_negotiation(code),
        form=form,
        number=number,
    )
    return page, form.status
