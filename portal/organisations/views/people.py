"""An organisation from inside: who belongs to it, who is invited, who asks to be let in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.errors import NotAllowed, RuleBroken
from portal.kernel.text import N_
from portal.organisations.actions import (
    answer_join_request,
    change_role,
    invite_member,
    leave,
    remove_member,
    transfer_ownership,
    withdraw_invitation,
)
from portal.organisations.forms import InvitationForm, RoleForm
from portal.organisations.letters import (
    send_answer,
    send_invitation,
    send_leaving,
    send_new_role,
    send_removal,
)
from portal.organisations.policy import may_answer_join_request, may_own, may_see_inside
from portal.organisations.queries import (
    accreditation_on,
    authorities_of,
    get_member,
    get_organisation,
    get_own_invitation,
    get_request,
    invitations_of,
    members_of,
    requests_to,
)
from portal.organisations.views.room import HOUR, WORDS, bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.limits import asker, limited
from portal.web.locale import _


@bp.get("/desk/organisations/<organisation>")
def manage(organisation: str) -> ResponseReturnValue:
    """Show an organisation to those who belong to it, and requests to whoever answers them."""
    found = get_organisation(organisation)
    inside = may_see_inside(current_user, found)
    answers = may_answer_join_request(current_user, found)
    if not inside and not answers:
        raise NotAllowed(may_see_inside.__doc__)
    owns = may_own(current_user, found)
    now = clock.now()
    return render_template(
        "organisations/manage.html",
        organisation=found,
        members=members_of(found) if inside else [],
        invitations=invitations_of(found, now=now) if owns else [],
        requests=requests_to(found) if answers else [],
        authorities=authorities_of(found) if inside else [],
        accreditation=accreditation_on(found, clock.legal_day(now)),
        today=clock.legal_day(now),
        inside=inside,
        owns=owns,
        **WORDS,
    )


@bp.route("/desk/organisations/<organisation>/invite", methods=["GET", "POST"])
@limited("member-invite", tries=60, seconds=HOUR, key=asker)
def invite(organisation: str) -> ResponseReturnValue:
    """Invite somebody into the organisation by mail."""
    found = get_organisation(organisation)
    authorize(may_own, found)
    form = InvitationForm()
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            invitation, token = invite_member(found, **form.answers, by=current_user, now=now)
            send_invitation(invitation, found, token, by=current_user, now=now)
            flash(_("The invitation is on its way."), "success")
            return _back(organisation)
    return render_template(
        "organisations/invite.html", form=form, organisation=get_organisation(organisation)
    ), form.status


@bp.post("/desk/organisations/<organisation>/invitations/<key:key>/withdrawn")
def withdraw(organisation: str, key: int) -> ResponseReturnValue:
    """Take an invitation back."""
    found = get_organisation(organisation)
    authorize(may_own, found)
    invitation = get_own_invitation(found, key)
    withdraw_invitation(invitation, found, by=current_user, now=clock.now())
    flash(_("The invitation is taken back. Its link opens nothing."), "success")
    return _back(organisation)


@bp.post("/desk/organisations/<organisation>/requests/<key:key>")
def answer_request(organisation: str, key: int) -> ResponseReturnValue:
    """Let somebody in who asked, or refuse."""
    found = get_organisation(organisation)
    authorize(may_answer_join_request, found)
    asked = get_request(found, key)
    accepted = request.form.get("answer") == "yes"
    now = clock.now()
    answer_join_request(asked, found, accepted=accepted, by=current_user, now=now)
    send_answer(asked, found, now=now)
    flash(_("They are let in.") if accepted else _("The request is refused."), "success")
    if may_see_inside(current_user, found):
        return _back(organisation)
    return redirect(url_for("accounts.desk"), 303)


@bp.post("/desk/organisations/<organisation>/members/<key:key>/role")
def role(organisation: str, key: int) -> ResponseReturnValue:
    """Give a member another role."""
    found = get_organisation(organisation)
    authorize(may_own, found)
    member = get_member(found, key)
    form = RoleForm()
    if not form.validate_on_submit():
        raise RuleBroken(N_("Choose a role."))
    person, now = member.person, clock.now()
    change_role(member, found, role=form.role.data, by=current_user, now=now)
    send_new_role(person, found, now=now)
    flash(_("The role is changed."), "success")
    return _back(organisation)


@bp.post("/desk/organisations/<organisation>/members/<key:key>/owner")
def hand_over(organisation: str, key: int) -> ResponseReturnValue:
    """Make a member the owner in one's own place."""
    found = get_organisation(organisation)
    authorize(may_own, found)
    member = get_member(found, key)
    person, now = member.person, clock.now()
    transfer_ownership(member, found, by=current_user, now=now)
    send_new_role(person, found, now=now)
    flash(_("%(name)s is the owner now. You are a representative.", name=person.name), "success")
    return _back(organisation)


@bp.post("/desk/organisations/<organisation>/members/<key:key>/removed")
def remove(organisation: str, key: int) -> ResponseReturnValue:
    """Let a person be a member no more."""
    found = get_organisation(organisation)
    authorize(may_own, found)
    member = get_member(found, key)
    person, now = member.person, clock.now()
    remove_member(member, found, by=current_user, now=now)
    send_removal(person, found, now=now)
    flash(_("%(name)s acts for the organisation no more.", name=person.name), "success")
    return _back(organisation)


@bp.post("/desk/organisations/<organisation>/left")
def go(organisation: str) -> ResponseReturnValue:
    """Leave the organisation."""
    found = get_organisation(organisation)
    authorize(may_see_inside, found)
    now = clock.now()
    leave(found, by=current_user, now=now)
    send_leaving(current_user, found, now=now)
    flash(_("You have left. What you filed stays as it is."), "success")
    return redirect(url_for("accounts.desk"), 303)


def _back(organisation: str) -> ResponseReturnValue:
    return redirect(url_for("organisations.manage", organisation=organisation), 303)
