"""The vote on a draft, dissents, and the filing of what was adopted."""

import io

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.attachments.files import store
from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.negotiations.queries import find_group
from portal.opinions.actions import (
    cast_vote,
    dissent,
    file_opinion,
    name_of_text,
    open_poll,
    written_out,
)
from portal.opinions.actions.filing import adopted
from portal.opinions.actions.voting import NO_VOTE
from portal.opinions.drafts import Draft
from portal.opinions.forms import DissentForm, PressForm
from portal.opinions.letters import ask_to_vote, tell_group
from portal.opinions.policy import may_file_opinion, may_lead_opinion, may_vote
from portal.opinions.policy import may_step_aside as may_dissent_from
from portal.opinions.queries import sitting
from portal.opinions.views.page import load, poll_form, shown, voting_form
from portal.opinions.views.room import bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.transaction import begin_writing, reads_first


@bp.post("/my/opinions/<number>/polls")
def poll(number: str) -> ResponseReturnValue:
    """Freeze the latest version and put it to the vote."""
    draft = load(number, deciding=True)
    authorize(may_lead_opinion, draft)
    form = poll_form(draft)
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            opened = open_poll(
                draft,
                closes_on=form.closes_on.data,
                apart=form.apart.data or (),
                by=current_user,
                now=now,
            )
            terms = sitting([x.committee_id for x in draft.parties], on=clock.legal_day(now))
            ask_to_vote(draft, opened, terms, now=now)
            flash(_("The vote is open. Everyone who may vote is told by mail."), "success")
            return redirect(url_for("opinions.draft", number=number, _anchor="vote"), 303)
    return shown(load(number), poll_form=form)


@bp.post("/my/opinions/<number>/ballot")
def ballot(number: str) -> ResponseReturnValue:
    """Vote for one's seat, or change that vote."""
    draft = load(number, deciding=True)
    authorize(may_vote, draft)
    form = voting_form(draft)
    if form is None:
        raise RuleBroken(_nothing_to_vote(draft))
    if form.validate_on_submit():
        with refusals_on(form):
            cast_vote(draft, choices=form.choices, by=current_user, now=clock.now())
            flash(_("Your vote is in. It may be changed until the vote ends."), "success")
            return redirect(url_for("opinions.draft", number=number, _anchor="vote"), 303)
    return shown(load(number), ballot_form=form)


def _nothing_to_vote(draft: Draft) -> str:
    """Return why somebody who has a voting seat cannot vote now."""
    try:
        cast_vote(draft, choices={}, by=current_user, now=clock.now())
    except RuleBroken as broken:
        return broken.message
    return NO_VOTE


@bp.post("/my/opinions/<number>/dissents")
def dissents(number: str) -> ResponseReturnValue:
    """Attach a dissent to an adopted opinion, or say that there is none."""
    draft = load(number, deciding=True)
    authorize(may_dissent_from, draft)
    form = DissentForm(prefix="dissent-")
    if form.validate_on_submit():
        with refusals_on(form):
            none = request.form.get("step") == "none"
            dissent(
                draft,
                ask="" if none else form.ask.data or "",
                text="" if none else form.text.data or "",
                by=current_user,
                now=clock.now(),
            )
            flash(_("It is noted, and goes out with the opinion."), "success")
            return redirect(url_for("opinions.draft", number=number, _anchor="vote"), 303)
    return shown(load(number), dissent_form=form)


@bp.post("/my/opinions/<number>/filing")
@reads_first
def file(number: str) -> ResponseReturnValue:
    """File an adopted opinion: from then on everyone reads it."""
    draft = load(number)
    authorize(may_file_opinion, draft)
    if not PressForm().validate_on_submit():
        return redirect(url_for("opinions.draft", number=number), 303)
    if draft.opinion.comment:
        return redirect(url_for("comments.receipt", number=draft.opinion.comment.number), 303)
    frozen = adopted(draft, now=clock.now())
    text = io.BytesIO(written_out(frozen).encode())
    kept = store().keep(text, name_of_text(draft))
    begin_writing()
    draft = load(number, deciding=True)
    now = clock.now()
    comment = file_opinion(draft, files=[kept], by=current_user, now=now)
    _tell_groups(number)
    flash(_("The opinion is filed. Everyone can read it now."), "success")
    return redirect(url_for("comments.receipt", number=comment.number), 303)


def _tell_groups(number: str) -> None:
    """Write to each group that sits across from one of the committees."""
    draft = load(number, deciding=True)
    for party in draft.parties:
        group = find_group(party.committee.theme)
        if group:
            tell_group(draft.opinion, group, codes=draft.codes, now=clock.now())
