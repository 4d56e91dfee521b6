"""Asking for information: the form, the confirmation, and how far it has come."""

import hashlib
from datetime import datetime

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from portal.accounts.policy import may_use_account
from portal.attachments.files import download
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.paging import page_of
from portal.kernel.text import N_
from portal.negotiations.queries import themes
from portal.outreach import links
from portal.outreach.actions import (
    appeal_answer,
    ask_for_information,
    confirm_request,
    disown_request,
)
from portal.outreach.forms import AskForm, ButtonForm, LookUpForm, RequestAppealForm
from portal.outreach.letters import send_confirmation, send_registered, send_step
from portal.outreach.models import InformationRequest
from portal.outreach.policy import may_see_own_request, may_work_on_request
from portal.outreach.queries import (
    asker_of,
    figures,
    find_request_by_key,
    get_asked_by_link,
    get_file,
    get_request,
    select_own,
)
from portal.outreach.rules import (
    ANSWER,
    RequestState,
    answer_due,
    appeal_decided_by,
    appeal_until,
    is_overdue,
    takes_appeal,
)
from portal.outreach.views.room import WORDS, bp
from portal.web.access import authorize, authorize_anyone
from portal.web.browsers import bound, is_bound, know_browser
from portal.web.forms import refusals_on
from portal.web.limits import limited, spend
from portal.web.locale import _
from portal.web.settings import setting
from portal.web.turning import turn, turned

HOUR = 60 * 60
LETTERS_AN_HOUR = 5
"""To one address that nobody has confirmed: a stranger's mailbox is not to be filled."""

ASKED = "asked"
MOST_ASKED = 10


@bp.get("/requests")
def requests() -> ResponseReturnValue:
    """Say how to ask for information, how it is answered, and find a request by its number."""
    form = LookUpForm(request.args)
    number = (form.number.data or "").upper()
    if number:
        return redirect(url_for("outreach.request_page", number=number))
    today = clock.legal_day(clock.now())
    return render_template(
        "outreach/requests.html", form=form, figures=figures(today), days=ANSWER.days
    )


@bp.route("/requests/new", methods=["GET", "POST"])
@limited("ask", tries=30, seconds=HOUR)
def ask() -> ResponseReturnValue:
    """Take a request for information, from anyone."""
    authorize_anyone()
    form = AskForm(themes=themes())
    if request.method == "GET":
        know_browser()
    elif form.validate():
        _mind_the_mailbox(form)
        with refusals_on(form):
            return _ask(form)
    today = clock.legal_day(clock.now())
    return render_template(
        "outreach/ask.html", form=form, due=answer_due(today), days=ANSWER.days
    ), form.status


def _mind_the_mailbox(form: AskForm) -> None:
    if setting("PORTAL_LIMITS") and "email" in form:
        mailbox = hashlib.sha256(form.question.email.encode()).hexdigest()
        spend(f"ask-mail:{mailbox}", tries=LETTERS_AN_HOUR, seconds=HOUR)


def _ask(form: AskForm) -> ResponseReturnValue:
    """Take it once, however often the same form arrives."""
    now = clock.now()
    key = bound(form.key.data or "")
    if done := find_request_by_key(key):
        return _taken_before(done)
    theme = next((x for x in themes() if x.id == form.theme.data), None)
    try:
        asked, secret = ask_for_information(
            form.question, theme=theme, key=key, by=current_user, now=now
        )
    except IntegrityError:
        db.session.rollback()
        if done := find_request_by_key(key):
            return _taken_before(done)
        raise
    asker = asker_of(asked)
    if secret is None:
        send_registered(asked, asker, now=now)
    else:
        send_confirmation(asked, asker, secret=secret, now=now)
    return redirect(url_for("outreach.request_page", number=asked.number), 303)


def _taken_before(done: InformationRequest) -> ResponseReturnValue:
    flash(_("This form had been sent already. Nothing was asked twice."), "info")
    return redirect(url_for("outreach.request_page", number=done.number), 303)


@bp.route("/requests/confirm/<token>", methods=["GET", "POST"])
@limited("ask-confirm", tries=60, seconds=HOUR)
def confirm(token: str) -> ResponseReturnValue:
    """Let the owner of an address say that they asked, or that they did not."""
    authorize_anyone()
    now = clock.now()
    asked, asker = get_asked_by_link(token, deciding=request.method == "POST")
    form = ButtonForm()
    if form.validate_on_submit():
        if request.form.get("answer") == "no":
            disown_request(asked, asker, now=now)
            flash(_("Thank you. Nobody will work on that request."), "success")
            return redirect(url_for("front.home"), 303)
        confirm_request(asked, asker, now=now)
        send_registered(asked, asker, now=now)
        _remember(asked.number)
        flash(_("Your address is confirmed. The clock runs from today."), "success")
        return redirect(url_for("outreach.request_page", number=asked.number), 303)
    return render_template("outreach/confirm.html", form=form, asked=asked), form.status


@bp.get("/requests/link/<token>")
def by_link(token: str) -> ResponseReturnValue:
    """Open a request to whoever holds a letter about it."""
    number = links.read(token)
    _remember(number)
    return redirect(url_for("outreach.request_page", number=number))


def _remember(number: str) -> None:
    others = [x for x in session.get(ASKED, ()) if x != number]
    session[ASKED] = [*others, number][-MOST_ASKED:]


def _is_asker(asked: InformationRequest) -> bool:
    here = asked.number in session.get(ASKED, ()) or is_bound(asked.idempotency_key)
    return here or may_see_own_request(current_user, asked)


@bp.get("/requests/<number>")
def request_page(number: str) -> ResponseReturnValue:
    """Show how far a request has come; its words and the answer to the asker only."""
    return _page(number.upper())


@bp.post("/requests/<number>/appeal")
@limited("appeal-answer", tries=20, seconds=HOUR)
def appeal(number: str) -> ResponseReturnValue:
    """Take an appeal of the asker against what was kept back."""
    authorize_anyone()
    asked = get_request(number, deciding=True)
    if not _is_asker(asked):
        raise Missing(N_("There is no such request."))
    form = RequestAppealForm()
    if form.validate():
        with refusals_on(form):
            now = clock.now()
            by = current_user if current_user.is_authenticated else None
            step = appeal_answer(asked, words=form.words.data or "", by=by, now=now)
            send_step(asked, step, asker_of(asked), now=now)
            flash(_("Your appeal is filed. Another person decides on it."), "success")
            return redirect(url_for("outreach.request_page", number=number), 303)
    return _page(number, form)


def _page(number: str, form: RequestAppealForm | None = None) -> ResponseReturnValue:
    asked = get_request(number)
    today = clock.legal_day(clock.now())
    last = asked.steps[-1] if asked.steps else None
    appealable = takes_appeal(
        asked.state, last.kind if last else None, closed_on=asked.closed_on, today=today
    )
    page = render_template(
        "outreach/request.html",
        asked=asked,
        own=_is_asker(asked),
        works=may_work_on_request(current_user, asked),
        is_pending=asked.state is RequestState.VERIFICATION_PENDING,
        is_overdue=is_overdue(asked.state, asked.due_on, today=today),
        appeal=appeal_until(asked.closed_on) if appealable and asked.closed_on else None,
        decided_by=appeal_decided_by(clock.legal_day(last.at))
        if last and asked.state is RequestState.APPEALED
        else None,
        form=form or RequestAppealForm(formdata=None),
        today=today,
        days=ANSWER.days,
        **WORDS,
    )
    return page, form.status if form else 200


@bp.get("/requests/<number>/files/<key:key>")
def request_file(number: str, key: int) -> Response:
    """Hand out a file of an answer: to the asker, to those who answer, or public to all."""
    file = get_file(number, key)
    if not file.public:
        asked = get_request(number)
        if not _is_asker(asked) and not may_work_on_request(current_user, asked):
            raise Missing(N_("This file is not here."))
    return download(file.attachment, public=file.public)


@bp.get("/my/requests")
def mine() -> ResponseReturnValue:
    """List what a person asked for."""
    authorize(may_use_account)
    query = select_own(current_user)
    page = page_of(query, InformationRequest.asked_at, descending=True, turn=turn(datetime))
    today = clock.legal_day(clock.now())
    late = {row.id for row in page.rows if is_overdue(row.state, row.due_on, today=today)}
    return render_template("outreach/mine.html", page=page, turned=turned, late=late, **WORDS)
