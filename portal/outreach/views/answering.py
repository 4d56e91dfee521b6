"""What an official does with one request: take it in hand, extend, pass on, answer, publish."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Agency
from portal.accounts.queries import agencies
from portal.attachments.files import take
from portal.attachments.notes import pack, unpack
from portal.attachments.rules import MOST_FILES, Kept
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.text import Localized
from portal.outreach.actions import (
    acknowledge_request,
    answer_request,
    extend_request,
    pass_on_request,
    publish_answer,
)
from portal.outreach.forms import ExtendForm, PassOnForm, PublishForm, ReplyForm
from portal.outreach.letters import send_step
from portal.outreach.models import InformationRequest, RequestStep
from portal.outreach.policy import may_work_on_request
from portal.outreach.queries import asker_of, get_request
from portal.outreach.rules import (
    OPEN_REQUESTS,
    OUTCOMES,
    TOO_MANY_FILES,
    RequestState,
    acknowledge_by,
    extended_due,
    is_overdue,
)
from portal.outreach.views.room import WORDS, bp
from portal.web.access import authorize
from portal.web.browsers import know_browser
from portal.web.forms import Form, refusals_on
from portal.web.locale import _
from portal.web.transaction import begin_writing, reads_first


@bp.get("/desk/requests/<number>")
def request_desk(number: str) -> ResponseReturnValue:
    """Show a request to those who answer it."""
    authorize(may_work_on_request, get_request(number))
    know_browser()
    return _page(number)


def _page(
    number: str, *, files: dict[str, Kept] | None = None, **refused: Form
) -> ResponseReturnValue:
    """Show the request; of its forms, the one that was refused as it was filled in."""
    asked = get_request(number)
    forms: dict[str, Any] = {
        "extend": ExtendForm(formdata=None, prefix="extend-"),
        "pass_on": PassOnForm(formdata=None, prefix="pass-"),
        "reply": ReplyForm(formdata=None),
    }
    forms["pass_on"].offer(agencies(), but=asked.agency_id)
    forms |= refused
    today = clock.legal_day(clock.now())
    received_on = asked.received_on
    page = render_template(
        "outreach/request_desk.html",
        asked=asked,
        asker=asker_of(asked),
        files=files or {},
        most_files=MOST_FILES,
        is_open=asked.state in OPEN_REQUESTS,
        is_untouched=asked.state is RequestState.RECEIVED,
        is_overdue=is_overdue(asked.state, asked.due_on, today=today),
        acknowledge_by=acknowledge_by(received_on) if received_on else None,
        later=extended_due(asked.counts_from) if asked.counts_from else None,
        can_be_extended=asked.extended_on is None and bool(asked.due_on and asked.due_on >= today),
        can_be_published=asked.state in OUTCOMES and asked.public_answer is None,
        **forms,
        **WORDS,
    )
    return page, max((form.status for form in refused.values()), default=200)


@bp.post("/desk/requests/<number>/acknowledge")
def acknowledge(number: str) -> ResponseReturnValue:
    """Take a request in hand."""
    asked = get_request(number, deciding=True)
    authorize(may_work_on_request, asked)
    step = acknowledge_request(asked, by=current_user, now=clock.now())
    return _told(asked, step, _("The request is in your hands. The asker is told."))


@bp.post("/desk/requests/<number>/extend")
def extend(number: str) -> ResponseReturnValue:
    """Give the answer more time."""
    asked = get_request(number, deciding=True)
    authorize(may_work_on_request, asked)
    form = ExtendForm(prefix="extend-")
    if form.validate():
        with refusals_on(form):
            reason = form.reason.data or ""
            step = extend_request(asked, reason=reason, by=current_user, now=clock.now())
            return _told(asked, step, _("The time is extended. The asker is told why."))
    return _page(number, extend=form)


@bp.post("/desk/requests/<number>/pass-on")
def pass_on(number: str) -> ResponseReturnValue:
    """Let another agency answer."""
    asked = get_request(number, deciding=True)
    authorize(may_work_on_request, asked)
    form = PassOnForm(prefix="pass-")
    form.offer(agencies(), but=asked.agency_id)
    if form.validate():
        with refusals_on(form):
            key = form.agency.data
            step = pass_on_request(
                asked,
                agency=db.session.get(Agency, key) if key else None,
                reason=form.reason.data or "",
                by=current_user,
                now=clock.now(),
            )
            send_step(asked, step, asker_of(asked), now=clock.now())
            flash(_("The request is with the other agency. The asker is told."))
            return redirect(url_for("outreach.requests_desk"), 303)
    return _page(number, pass_on=form)


@bp.post("/desk/requests/<number>/answer")
@reads_first
def answer(number: str) -> ResponseReturnValue:
    """Answer a request, in part or whole, refuse it, or redirect it."""
    authorize(may_work_on_request, get_request(number))
    form = ReplyForm()
    good = form.validate()
    files = _take_files(form)
    begin_writing()
    if good and not form.errors:
        with refusals_on(form):
            asked = get_request(number, deciding=True)
            authorize(may_work_on_request, asked)
            step = answer_request(
                asked,
                files=list(files.values()),
                by=current_user,
                now=clock.now(),
                **form.decision,
            )
            return _told(asked, step, _("The answer is on its way to the asker."))
    return _page(number, files=files, reply=form)


def _take_files(form: ReplyForm) -> dict[str, Kept]:
    """Store what came with the form; return all its files by their signed notes."""
    files = unpack(request.form.getlist("kept")[: MOST_FILES + 1])
    for upload in form.files.data or ():
        if not upload or not upload.filename:
            continue
        if len(files) >= MOST_FILES:
            form.refuse(RuleBroken(TOO_MANY_FILES, field="files", most=MOST_FILES))
            break
        try:
            kept = take(upload)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            files[pack(kept)] = kept
    return files


def _told(asked: InformationRequest, step: RequestStep, sentence: str) -> ResponseReturnValue:
    send_step(asked, step, asker_of(asked), now=clock.now())
    flash(sentence, "success")
    return redirect(url_for("outreach.request_desk", number=asked.number), 303)


@bp.route("/desk/requests/<number>/publish", methods=["GET", "POST"])
def publish(number: str) -> ResponseReturnValue:
    """Publish an answer, in words that do not tell who asked."""
    asked = get_request(number, deciding=request.method == "POST")
    authorize(may_work_on_request, asked)
    closing = asked.closing
    form = PublishForm(**_begun(asked, closing))
    form.offer(closing.files if closing else ())
    if form.validate_on_submit():
        with refusals_on(form):
            publish_answer(
                asked,
                asker_of(asked),
                title=form.title.data,
                question=form.question.data,
                answer=form.answer.data,
                files={key for key in form.files.data or () if key},
                by=current_user,
                now=clock.now(),
            )
            flash(_("Everyone can read the answer now."), "success")
            return redirect(url_for("outreach.public_answer", number=number), 303)
    page = render_template("outreach/publish.html", asked=get_request(number), form=form)
    return page, form.status


def _begun(asked: InformationRequest, closing: RequestStep | None) -> dict[str, Localized]:
    """Return the words to begin with: those of the asker and of the answer."""
    words = {"title": asked.subject, "question": asked.text}
    if closing is not None:
        words["answer"] = closing.words
    return {name: Localized.of({asked.locale: text}) for name, text in words.items() if text}
