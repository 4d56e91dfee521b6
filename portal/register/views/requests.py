"""More time to comment: asking for it, confirming the address, deciding."""

import hashlib

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.register.actions import (
    ask_for_time,
    confirm_time_request,
    draft_extension,
    refuse_time,
)
from portal.register.forms import ButtonForm, MoreTimeForm, RefuseTimeForm
from portal.register.letters import send_time_confirmation
from portal.register.models import ExtensionRequest
from portal.register.policy import may_draft_for, may_enter_register_desk, may_refuse_time
from portal.register.queries import (
    get_notice,
    get_time_request,
    get_time_request_by_link,
    select_time_requests,
)
from portal.register.rules import DECIDE_WITHIN
from portal.register.views.blueprint import bp
from portal.register.wording import extension_words
from portal.web.access import authorize, authorize_anyone
from portal.web.forms import refusals_on
from portal.web.limits import limited, spend
from portal.web.locale import _
from portal.web.settings import setting

HOUR = 60 * 60
LETTERS_AN_HOUR = 5
"""To one address that nobody has confirmed: a stranger's mailbox is not to be filled."""


@bp.route("/notices/<number>/more-time", methods=["GET", "POST"])
@limited("more-time", tries=20, seconds=HOUR)
def more_time(number: str) -> ResponseReturnValue:
    """Take a request for more time, from anyone."""
    authorize_anyone()
    notice = get_notice(number)
    form = MoreTimeForm()
    if form.validate_on_submit():
        _mind_the_mailbox(form)
        notice = get_notice(number)
        with refusals_on(form):
            now = clock.now()
            asked, secret = ask_for_time(notice, form.plea, by=current_user, now=now)
            if secret is None:
                flash(_("Your request is entered as %(number)s.", number=asked.number), "success")
            else:
                send_time_confirmation(asked, notice, secret=secret, now=now)
                flash(_("Open the link in the letter we sent you: the request counts from then."))
            return redirect(url_for("front.notice", number=number), 303)
    if form.errors:
        notice = get_notice(number)
    due = DECIDE_WITHIN.last_day(clock.legal_day(clock.now()))
    page = render_template("register/more_time.html", notice=notice, form=form, due=due)
    return page, form.status


def _mind_the_mailbox(form: MoreTimeForm) -> None:
    if setting("PORTAL_LIMITS") and form.plea.email:
        mailbox = hashlib.sha256(form.plea.email.encode()).hexdigest()
        spend(f"more-time-mail:{mailbox}", tries=LETTERS_AN_HOUR, seconds=HOUR)


@bp.route("/more-time/<token>", methods=["GET", "POST"])
@limited("more-time-confirm", tries=60, seconds=HOUR)
def confirm_time(token: str) -> ResponseReturnValue:
    """Let the owner of an address confirm that they ask for more time."""
    authorize_anyone()
    asked = get_time_request_by_link(token)
    form = ButtonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            confirm_time_request(asked, now=clock.now())
            flash(_("Your request is entered as %(number)s.", number=asked.number), "success")
            return redirect(url_for("front.notice", number=asked.notice.number), 303)
    if form.errors:
        asked = get_time_request_by_link(token)
    return render_template("register/confirm_time.html", asked=asked, form=form), form.status


@bp.get("/desk/more-time")
def time_requests() -> ResponseReturnValue:
    """List the requests for more time that wait for a decision."""
    authorize(may_enter_register_desk)
    return _waiting()


def _waiting(
    refused: ExtensionRequest | None = None, form: RefuseTimeForm | None = None
) -> ResponseReturnValue:
    requests = list(db.session.scalars(select_time_requests(current_user).limit(50)))
    forms = {
        x.number: form
        if form and refused and x.number == refused.number
        else RefuseTimeForm(formdata=None, prefix=f"{x.number}-")
        for x in requests
    }
    page = render_template("register/time_requests.html", requests=requests, forms=forms)
    return page, 422 if form and form.errors else 200


@bp.post("/desk/more-time/<number>/refuse")
def refuse_more_time(number: str) -> ResponseReturnValue:
    """Refuse more time, with a reason that is published."""
    asked = _asked(number)
    authorize(may_refuse_time, asked.notice)
    form = RefuseTimeForm(prefix=f"{number}-")
    if form.validate_on_submit():
        with refusals_on(form):
            refuse_time(asked, answer=form.answer.data, by=current_user, now=clock.now())
            flash(_("Refused. Whoever asked is told why."))
            return redirect(url_for(".time_requests"), 303)
    return _waiting(asked, form)


@bp.post("/desk/more-time/<number>/extend")
def extend(number: str) -> ResponseReturnValue:
    """Begin the notice that grants a request."""
    asked = _asked(number)
    authorize(may_draft_for, asked.notice.agency)
    form = RefuseTimeForm(formdata=None, prefix=f"{number}-")
    with refusals_on(form):
        words = extension_words(asked.notice, asked.until)
        notice = draft_extension(
            asked,
            title=words.title,
            summary=words.summary,
            texts=words.texts,
            by=current_user,
            now=clock.now(),
        )
    if form.errors:
        return _waiting(_asked(number), form)
    flash(_("The extension is drafted in three languages. A second official publishes it."))
    return redirect(url_for(".preview", key=notice.id), 303)


def _asked(number: str) -> ExtensionRequest:
    """Return a request, which for other agencies does not exist."""
    asked = get_time_request(number)
    ours = may_draft_for(current_user, asked.notice.agency)
    if not ours and not may_refuse_time(current_user, asked.notice):
        raise Missing("There is no such request.")
    return asked
