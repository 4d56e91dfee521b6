"""Accreditation: the association's side, and the Chamber's desk."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import get_person
from portal.attachments.files import download
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.organisations.actions import (
    appeal_refusal,
    grant_accreditation,
    refuse_accreditation,
    request_accreditation,
)
from portal.organisations.forms import AppealForm, DecisionForm, StatutesForm
from portal.organisations.letters import ACCREDITED, NOT_ACCREDITED, send_decision
from portal.organisations.models import Accreditation
from portal.organisations.policy import may_accredit, may_own, may_read_statutes
from portal.organisations.queries import (
    accreditation_on,
    accreditations_of,
    get_accreditation,
    get_organisation,
    waiting_accreditations,
)
from portal.organisations.rules import WAITING, AccreditationState
from portal.organisations.views.authorities import kept_from
from portal.organisations.views.room import HOUR, WORDS, bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.limits import asker, limited
from portal.web.locale import _
from portal.web.transaction import begin_writing, reads_first


@bp.route("/desk/organisations/<organisation>/accreditation", methods=["GET", "POST"])
@reads_first
@limited("accreditation", tries=20, seconds=HOUR, key=asker)
def accreditation(organisation: str) -> ResponseReturnValue:
    """Show where an association stands with the Chamber; ask for accreditation."""
    authorize(may_own, get_organisation(organisation))
    form = StatutesForm()
    if form.validate_on_submit():
        with refusals_on(form):
            statutes = kept_from(form.files)
            begin_writing()
            found = get_organisation(organisation)
            authorize(may_own, found)
            person = get_person(current_user.id)
            request_accreditation(found, statutes=statutes, by=person, now=clock.now())
            flash(_("The request is with the Chamber. You get a letter."), "success")
            return _back(organisation)
    return _standing(organisation, form)


def _standing(
    organisation: str, form: StatutesForm, appeal: AppealForm | None = None
) -> tuple[str, int]:
    found = get_organisation(organisation)
    history = accreditations_of(found)
    latest = history[0] if history else None
    status: int = appeal.status if appeal else form.status
    return render_template(
        "organisations/accreditation.html",
        form=form,
        appeal=appeal or AppealForm(formdata=None),
        organisation=found,
        current=accreditation_on(found, clock.legal_day(clock.now())),
        history=history,
        waits=latest is not None and latest.state in WAITING,
        refused=latest if latest and latest.state is AccreditationState.REFUSED else None,
        **WORDS,
    ), status


@bp.post("/desk/organisations/<organisation>/accreditation/<key:key>/appeal")
@limited("accreditation-appeal", tries=20, seconds=HOUR, key=asker)
def appeal(organisation: str, key: int) -> ResponseReturnValue:
    """Appeal against a refusal."""
    found = get_organisation(organisation)
    authorize(may_own, found)
    refused = get_accreditation(key, deciding=True)
    if refused.organisation_id != found.id:
        raise Missing(N_("There is no such request."))
    form = AppealForm()
    if form.validate_on_submit():
        with refusals_on(form):
            appeal_refusal(refused, **form.answers, by=current_user, now=clock.now())
            flash(_("The appeal is with the Chamber. Another officer decides it."), "success")
            return _back(organisation)
    return _standing(organisation, StatutesForm(formdata=None), form)


def _back(organisation: str) -> ResponseReturnValue:
    return redirect(url_for("organisations.accreditation", organisation=organisation), 303)


@bp.get("/desk/accreditations/<key:key>/statutes")
def statutes(key: int) -> Response:
    """Hand out the statutes that came with a request, to be saved."""
    found = get_accreditation(key)
    if not may_read_statutes(current_user, found):
        raise Missing(N_("There is no such request."))
    return download(found.statutes, public=False)


@bp.get("/desk/accreditations")
def accreditations() -> ResponseReturnValue:
    """List what the Chamber has to decide."""
    authorize(may_accredit)
    return render_template(
        "organisations/accreditations.html", waiting=waiting_accreditations(), **WORDS
    )


@bp.route("/desk/accreditations/<key:key>", methods=["GET", "POST"])
def decide(key: int) -> ResponseReturnValue:
    """Show a request or an appeal to the Chamber; accredit, or refuse with a reason."""
    authorize(may_accredit)
    form = DecisionForm()
    if form.validate_on_submit():
        with refusals_on(form):
            _decide(form, get_accreditation(key, deciding=True))
            return redirect(url_for("organisations.accreditations"), 303)
    found = get_accreditation(key)
    return render_template(
        "organisations/decide.html",
        form=form,
        asked=found,
        waits=found.state in WAITING,
        appealed=found.state is AccreditationState.APPEALED,
        barred=found.state is AccreditationState.APPEALED
        and found.decided_by_id == current_user.id,
        **WORDS,
    ), form.status


def _decide(form: DecisionForm, found: Accreditation) -> None:
    now, facts = clock.now(), form.answers
    facts["note"] = facts["note"] or ""
    decision: Callable[..., None] = refuse_accreditation
    news, sentence = NOT_ACCREDITED, _("The request is refused. The owners get a letter.")
    if request.form.get("decision") == "grant":
        facts.pop("reason")
        decision = grant_accreditation
        news, sentence = ACCREDITED, _("The association is accredited. The owners get a letter.")
    decision(found, **facts, by=current_user, now=now)
    send_decision(found, news=news, now=now)
    flash(sentence, "success")
