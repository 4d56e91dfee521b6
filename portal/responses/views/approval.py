"""A batch of answers before everybody reads it: as it will be public, and what is missing."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.responses.actions import publish_batch, return_batch, submit_batch
from portal.responses.forms import RemarkForm
from portal.responses.models import Batch
from portal.responses.policy import may_decide_on_batch, may_read_points, may_submit_batch
from portal.responses.queries import (
    Answered,
    answers_in,
    count_answers,
    coverage_of,
    get_batch,
    list_unanswered,
    quotes_for,
)
from portal.responses.views.blueprint import bp
from portal.responses.views.words import WORDS
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.urls import key_in

ANSWERS = 15
"""Answers on one page of a batch."""

MOST_MISSING = 50


@bp.get("/desk/answers/<key:batch>")
def batch(batch: int) -> ResponseReturnValue:
    """Show the answers of a batch as they will be public, and what is missing."""
    subject = get_batch(batch)
    authorize(may_read_points, subject.docket)
    return _show(subject, RemarkForm())


def _show(subject: Batch, form: RemarkForm) -> str:
    responses, going_on = answers_in(subject, after=key_in("after"), limit=ANSWERS)
    rows = [Answered(x.concern, x, subject.published_at) for x in responses]
    return render_template(
        "responses/batch.html",
        batch=subject,
        docket=subject.docket,
        form=form,
        rows=rows,
        count=count_answers(subject),
        going_on=going_on,
        quotes=quotes_for(row.concern.id for row in rows),
        coverage=coverage_of(subject.docket),
        missing=list_unanswered(subject.docket, limit=MOST_MISSING),
        today=clock.legal_day(clock.now()),
        **WORDS,
    )


@bp.post("/desk/answers/<key:batch>/submit")
def submit(batch: int) -> ResponseReturnValue:
    """Hand the answers to a second official."""
    subject = get_batch(batch)
    authorize(may_submit_batch, subject)
    submit_batch(subject, by=current_user, now=clock.now())
    flash(_("The answers wait for a second official."))
    return redirect(url_for("responses.batch", batch=batch))


@bp.post("/desk/answers/<key:batch>/return")
def send_back(batch: int) -> ResponseReturnValue:
    """Give the answers back with a remark."""
    subject = get_batch(batch)
    authorize(may_decide_on_batch, subject)
    form = RemarkForm()
    if form.validate():
        with refusals_on(form):
            return_batch(subject, remark=form.remark.data or "", by=current_user, now=clock.now())
            flash(_("The answers went back to those who drafted them."))
            return redirect(url_for("responses.batch", batch=batch))
    return _show(get_batch(batch), form), form.status


@bp.post("/desk/answers/<key:batch>/publish")
def publish(batch: int) -> ResponseReturnValue:
    """Make the answers public."""
    subject = get_batch(batch)
    authorize(may_decide_on_batch, subject)
    number = subject.docket.number
    publish_batch(subject, by=current_user, now=clock.now())
    flash(_("The answers are public. Everyone whose points they answer is told."))
    return redirect(url_for("responses.answers", number=number))
