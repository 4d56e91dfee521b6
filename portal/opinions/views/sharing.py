"""Sharing a draft with other committees, and stepping aside."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.committees.models import Term
from portal.committees.rules import SeatRole
from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.opinions.actions import (
    answer_invitation,
    invite_committee,
    step_aside,
    take_invitation_back,
    take_recusal_back,
)
from portal.opinions.forms import InviteForm, PressForm
from portal.opinions.letters import send_invitation
from portal.opinions.policy import may_answer_invitation, may_lead_opinion, may_step_aside
from portal.opinions.queries import others_to_invite, sitting
from portal.opinions.views.page import load, recusal_form, shown
from portal.opinions.views.room import bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.urls import read_key


@bp.post("/my/opinions/<number>/invitations")
def invite(number: str) -> ResponseReturnValue:
    """Ask another committee to join."""
    draft = load(number, deciding=True)
    authorize(may_lead_opinion, draft)
    now = clock.now()
    today = clock.legal_day(now)
    offered = {x.id: x for x in others_to_invite(draft, on=today)}
    form = InviteForm(prefix="invite-")
    form.offer(offered.values())
    if form.validate_on_submit():
        with refusals_on(form):
            committee = offered.get(form.committee.data or 0)
            if committee is None:
                raise RuleBroken(N_("Choose a committee."), field="committee")
            invite_committee(draft, committee=committee, by=current_user, now=now)
            chairs = [x.holder for x in sitting([committee.id], on=today) if _chairs(x)]
            send_invitation(draft, filter(None, [*chairs, committee.secretary]), now=now)
            flash(_("%(committee)s is invited.", committee=committee.code), "success")
            return redirect(url_for("opinions.draft", number=number), 303)
    return shown(load(number), invite_form=form)


def _chairs(term: Term) -> bool:
    return term.seat.role is SeatRole.CHAIR


@bp.post("/my/opinions/<number>/invitations/answer")
def answer(number: str) -> ResponseReturnValue:
    """Join the draft, or decline, for one's own committee."""
    draft = load(number, deciding=True)
    authorize(may_answer_invitation, draft)
    if not PressForm().validate_on_submit():
        return redirect(url_for("opinions.draft", number=number), 303)
    own = [x.committee for x in draft.invited if x.role is SeatRole.CHAIR]
    asked = read_key(request.form.get("committee"))
    committee = next((x for x in own if x.id == asked), own[0])
    joins = request.form.get("answer") == "join"
    answer_invitation(draft, committee=committee, joins=joins, by=current_user, now=clock.now())
    if not joins:
        flash(_("Your committee takes no part in it."), "success")
        return redirect(url_for("opinions.workspace", code=committee.code), 303)
    flash(_("Your committee takes part. Its members see the draft from now on."), "success")
    return redirect(url_for("opinions.draft", number=number), 303)


@bp.post("/my/opinions/<number>/invitations/end")
def uninvite(number: str) -> ResponseReturnValue:
    """Take back an invitation that waits."""
    draft = load(number, deciding=True)
    authorize(may_lead_opinion, draft)
    asked = read_key(request.form.get("committee"))
    found = next((x.committee for x in draft.opinion.parties if x.committee_id == asked), None)
    if found is None or not PressForm().validate_on_submit():
        raise RuleBroken(N_("This invitation is answered, or was taken back."))
    take_invitation_back(draft, committee=found, by=current_user, now=clock.now())
    flash(_("The invitation is taken back."), "success")
    return redirect(url_for("opinions.draft", number=number), 303)


@bp.post("/my/opinions/<number>/recusals")
def recuse(number: str) -> ResponseReturnValue:
    """Let one's organisation keep out of a point, or of the whole."""
    draft = load(number, deciding=True)
    authorize(may_step_aside, draft)
    form = recusal_form(draft)
    if form.validate_on_submit():
        with refusals_on(form):
            step_aside(
                draft,
                item=form.item.data or 0,
                reason=form.reason.data or "",
                by=current_user,
                now=clock.now(),
            )
            flash(_("Your organisation keeps out of it, and is not counted there."), "success")
            return redirect(url_for("opinions.draft", number=number, _anchor="interests"), 303)
    return shown(load(number), recusal_form=form)


@bp.post("/my/opinions/<number>/recusals/end")
def unrecuse(number: str) -> ResponseReturnValue:
    """Take one's recusal back, while no vote was opened."""
    draft = load(number, deciding=True)
    authorize(may_step_aside, draft)
    recusal = read_key(request.form.get("recusal"))
    if recusal is None or not PressForm().validate_on_submit():
        raise RuleBroken(N_("Your organisation has not stepped aside here."))
    take_recusal_back(draft, recusal=recusal, by=current_user, now=clock.now())
    flash(_("The recusal is taken back."), "success")
    return redirect(url_for("opinions.draft", number=number, _anchor="interests"), 303)
