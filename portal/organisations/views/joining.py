"""Coming into an organisation: asking its owners, and taking an invitation up."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Organisation
from portal.accounts.queries import get_person
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.organisations.actions import ask_to_join, take_up_invitation
from portal.organisations.forms import PressForm
from portal.organisations.letters import send_request
from portal.organisations.policy import may_ask_to_join, may_take_up_invitation
from portal.organisations.queries import (
    find_by_number,
    find_open_request,
    get_invitation,
    get_organisation,
)
from portal.organisations.rules import tidy_number
from portal.organisations.views.room import HOUR, WORDS, bp
from portal.web.access import authorize, authorize_anyone
from portal.web.forms import refusals_on
from portal.web.limits import asker, limited
from portal.web.locale import _


@bp.post("/organisations/join")
@limited("organisation-join", tries=10, seconds=HOUR, key=asker)
def join_by_number() -> ResponseReturnValue:
    """Ask the owners of the organisation with a number to be let in."""
    authorize(may_ask_to_join)
    found = find_by_number(tidy_number(request.form.get("number", "")))
    if found is None or not found.active:
        raise Missing(N_("There is no such organisation."))
    return _ask(found)


@bp.post("/organisations/<organisation>/join")
@limited("organisation-join", tries=10, seconds=HOUR, key=asker)
def join(organisation: str) -> ResponseReturnValue:
    """Ask the owners of an organisation to be let in."""
    authorize(may_ask_to_join)
    return _ask(get_organisation(organisation))


def _ask(found: Organisation) -> ResponseReturnValue:
    now = clock.now()
    person = get_person(current_user.id)
    if ask_to_join(found, by=person, now=now):
        asked = find_open_request(found.id, person.id)
        if asked is not None:
            send_request(asked, found, person=person, now=now)
    flash(_("The owners are asked to let you in. You get a letter when they answer."), "success")
    return redirect(url_for("organisations.organisation", organisation=found.slug), 303)


@bp.route("/organisations/invitations/<token>", methods=["GET", "POST"])
@limited("member-invitation", tries=60, seconds=HOUR)
def take_up(token: str) -> ResponseReturnValue:
    """Show an invitation to whoever holds its link; join by pressing a button."""
    authorize_anyone()
    now = clock.now()
    form = PressForm()
    if form.validate_on_submit():
        authorize(may_take_up_invitation)
        with refusals_on(form):
            taken = take_up_invitation(token, by=get_person(current_user.id), now=now)
            flash(_("You belong to the organisation now."), "success")
            slug = taken.organisation.slug
            return redirect(url_for("organisations.manage", organisation=slug), 303)
    return render_template(
        "organisations/take_up.html",
        form=form,
        invitation=get_invitation(token, now=now),
        here=request.path,
        **WORDS,
    ), form.status
