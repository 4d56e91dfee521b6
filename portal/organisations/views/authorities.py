"""Letters of authority: giving one, reading it, ending it."""

from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Organisation
from portal.accounts.queries import get_person
from portal.attachments.files import download, take
from portal.attachments.rules import Kept
from portal.kernel import clock
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.text import N_
from portal.negotiations.models import Theme
from portal.negotiations.queries import themes
from portal.organisations.actions import end_authority, give_authority
from portal.organisations.forms import AuthorityForm
from portal.organisations.letters import send_authority, send_authority_ended
from portal.organisations.models import Authority
from portal.organisations.policy import may_end_authority, may_own, may_read_letter
from portal.organisations.queries import (
    find_by_number,
    find_docket,
    get_authority,
    get_organisation,
)
from portal.organisations.rules import Scope, tidy_number
from portal.organisations.views.room import HOUR, bp
from portal.register.models import Docket
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.limits import asker, limited
from portal.web.locale import _
from portal.web.transaction import begin_writing, reads_first


def kept_from(field: Any) -> Kept:
    """Store the file that came in the field `files`. Slow. Raises RuleBroken on it."""
    return take(field.data)


@bp.route("/desk/organisations/<organisation>/authorities/new", methods=["GET", "POST"])
@reads_first
@limited("authority-new", tries=30, seconds=HOUR, key=asker)
def authorise(organisation: str) -> ResponseReturnValue:
    """Let another organisation file in this one's name, as a signed letter says."""
    authorize(may_own, get_organisation(organisation))
    form = AuthorityForm()
    form.offer(themes())
    if form.validate_on_submit():
        with refusals_on(form):
            letter = kept_from(form.files)
            begin_writing()
            now = clock.now()
            authority = _give(form, get_organisation(organisation), letter, now=now)
            send_authority(get_authority(authority.id), now=now)
            flash(_("The letter is in force. You can end it at any time."), "success")
            return redirect(url_for("organisations.manage", organisation=organisation), 303)
    return render_template(
        "organisations/authorise.html", form=form, organisation=get_organisation(organisation)
    ), form.status


def _give(form: AuthorityForm, giver: Organisation, letter: Kept, *, now: datetime) -> Authority:
    authorize(may_own, giver)
    facts = form.answers
    holder = find_by_number(tidy_number(form.holder.data or ""))
    if holder is None or not holder.active:
        raise RuleBroken(N_("No organisation with this number is in the register."), field="holder")
    return give_authority(
        giver,
        holder,
        letter=letter,
        about=_about(form),
        starts_on=facts["starts_on"],
        ends_on=facts["ends_on"],
        by=get_person(current_user.id),
        now=now,
    )


def _about(form: AuthorityForm) -> Theme | Docket | None:
    if form.scope.data is Scope.ALL:
        return None
    if form.scope.data is Scope.THEME:
        theme = next((x for x in themes() if x.code == form.theme.data), None)
        if theme is None:
            raise RuleBroken(N_("Choose the theme."), field="theme")
        return theme
    docket = find_docket((form.docket.data or "").strip())
    if docket is None:
        raise RuleBroken(N_("There is no docket with this number."), field="docket")
    return docket


@bp.get("/desk/authorities/<key:key>/letter")
def letter(key: int) -> Response:
    """Hand out the signed letter, to be saved."""
    authority = get_authority(key)
    if not may_read_letter(current_user, authority):
        raise Missing(N_("There is no such letter of authority."))
    return download(authority.letter, public=False)


@bp.post("/desk/authorities/<key:key>/ended")
def end(key: int) -> ResponseReturnValue:
    """End a letter of authority at once."""
    authority = get_authority(key)
    authorize(may_end_authority, authority)
    now = clock.now()
    end_authority(authority, by=current_user, now=now)
    send_authority_ended(authority, now=now)
    flash(_("The letter has ended. Nothing more is filed under it."), "success")
    own = authority.giver if may_own(current_user, authority.giver) else authority.holder
    return redirect(url_for("organisations.manage", organisation=own.slug), 303)
