"""Registering an organisation, keeping its facts, its mandate, and acting for it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Organisation
from portal.accounts.policy import may_use_account
from portal.accounts.queries import get_person
from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.organisations.acting import acting, choose
from portal.organisations.actions import (
    change_organisation,
    register_organisation,
    state_mandate,
)
from portal.organisations.actions.register import TAKEN
from portal.organisations.forms import MandateForm, OrganisationForm, ProfileForm
from portal.organisations.policy import may_act_for, may_own, may_register_organisation
from portal.organisations.queries import (
    chapters,
    get_organisation,
    kinds,
    regions,
    sectors,
)
from portal.organisations.rules import tidy_number
from portal.organisations.views.room import HOUR, WORDS, bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.limits import asker, limited
from portal.web.locale import _, current_locale
from portal.web.navigation import came_from

GOVERNMENT = ("government", "foreign_government")
"""Kinds that are not registered here: public bodies have their own side of the portal."""


@bp.route("/organisations/new", methods=["GET", "POST"])
@limited("organisation-new", tries=20, seconds=HOUR, key=asker)
def new() -> ResponseReturnValue:
    """Register an organisation; whoever does it is its owner."""
    authorize(may_register_organisation)
    form = OrganisationForm()
    offered = {code: kind for code, kind in kinds().items() if code not in GOVERNMENT}
    form.offer_kinds(offered.values())
    chosen = _offer(form)
    taken = False
    if form.validate_on_submit():
        with refusals_on(form):
            facts = form.answers | chosen(form)
            facts["kind"] = offered[facts["kind"]]
            person = get_person(current_user.id)
            try:
                found = register_organisation(**facts, by=person, now=clock.now())
            except RuleBroken as broken:
                taken = broken.message == TAKEN
                raise
            choose(found)
            flash(_("The organisation is registered. You are its owner."), "success")
            return redirect(url_for("organisations.manage", organisation=found.slug), 303)
    number = tidy_number(form.number.data or "") if taken else None
    return render_template("organisations/new.html", form=form, taken=number), form.status


def _offer(form: ProfileForm) -> Any:
    """Offer the reference data; return how what was chosen becomes rows."""
    rows = regions(), chapters(), sectors()
    form.offer(*rows)
    by_code = [{row.code: row for row in each} for each in rows]

    def chosen(filled: ProfileForm) -> dict[str, Any]:
        places, goods, lines = by_code
        return {
            "region": places.get(filled.region.data),
            "chapters": [goods[code] for code in filled.chapters.data or ()],
            "sectors": [lines[code] for code in filled.sectors.data or ()],
        }

    return chosen


@bp.route("/desk/organisations/<organisation>/profile", methods=["GET", "POST"])
def profile(organisation: str) -> ResponseReturnValue:
    """Change what may change about an organisation."""
    found = get_organisation(organisation)
    authorize(may_own, found)
    form = ProfileForm(data=_profile_of(found)) if request.method == "GET" else ProfileForm()
    chosen = _offer(form)
    if form.validate_on_submit():
        with refusals_on(form):
            facts = form.answers | chosen(form)
            change_organisation(found, **facts, by=current_user, now=clock.now())
            flash(_("The facts are changed."), "success")
            return redirect(url_for("organisations.manage", organisation=organisation), 303)
    return render_template(
        "organisations/profile.html", form=form, organisation=get_organisation(organisation)
    ), form.status


def _profile_of(found: Organisation) -> dict[str, Any]:
    return {
        "region": found.region.code if found.region else "",
        "sectors": [sector.code for sector in found.sectors],
        "chapters": [chapter.code for chapter in found.chapters],
        "languages": found.languages,
        "homepage": found.homepage,
    }


@bp.route("/desk/organisations/<organisation>/mandate", methods=["GET", "POST"])
def mandate(organisation: str) -> ResponseReturnValue:
    """Say for how many the organisation speaks, and how it adopts a position."""
    found = get_organisation(organisation)
    authorize(may_own, found)
    form = MandateForm(obj=found) if request.method == "GET" else MandateForm()
    if form.validate_on_submit():
        with refusals_on(form):
            state_mandate(found, **form.answers, by=current_user, now=clock.now())
            flash(_("The mandate card is changed."), "success")
            return redirect(url_for("organisations.manage", organisation=organisation), 303)
    return render_template(
        "organisations/mandate.html", form=form, organisation=get_organisation(organisation)
    ), form.status


@bp.post("/desk/acting")
def act_for() -> ResponseReturnValue:
    """Act for one of one's organisations from here on, or for oneself."""
    authorize(may_use_account)
    slug = request.form.get("organisation", "")
    if slug:
        found = get_organisation(slug)
        authorize(may_act_for, found)
        choose(found)
    else:
        choose(None)
    return redirect(came_from(current_locale()), 303)


@bp.get("/desk/organisations")
def mine() -> ResponseReturnValue:
    """List the organisations that one acts for."""
    authorize(may_use_account)
    return render_template(
        "organisations/mine.html", memberships=current_user.memberships, chosen=acting(), **WORDS
    )
