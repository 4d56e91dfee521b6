"""Rounds: the public report, and the briefings that are there for cleared members alone."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.ledger.queries import version_of
from portal.meetings.actions import (
    Sitting,
    answer_question,
    ask_about_round,
    give_briefing,
    report_round,
)
from portal.meetings.forms import AnswerForm, BriefingForm, QuestionForm, ReportForm
from portal.meetings.listener import Listener, listeners
from portal.meetings.policy import may_ask_about_round, may_brief, may_report_round
from portal.meetings.queries import briefings_of, find_report, get_question, questions_about
from portal.meetings.rules import minutes_to_answer, report_due
from portal.meetings.views.room import bp
from portal.negotiations.queries import get_negotiation, get_round, groups_in
from portal.web.access import authorize
from portal.web.caching import public_page
from portal.web.forms import Form, refusals_on
from portal.web.locale import _


def _today() -> date:
    return clock.legal_day(clock.now())


@bp.get("/negotiations/<code>/rounds/<key:number>")
@public_page(lambda code, number: version_of())  # noqa: ARG005  # The whole ledger is its version.
def held_round(code: str, number: int) -> ResponseReturnValue:
    """Show a round and what everyone is told of it; cleared members find their briefings."""
    negotiation = get_negotiation(code)
    found = get_round(negotiation, number)
    groups = groups_in(negotiation) if current_user.is_authenticated else []
    hearing = listeners(groups, negotiation, current_user.id, now=clock.now())
    return render_template(
        "meetings/round.html",
        negotiation=negotiation,
        round=found,
        report=find_report(found),
        due=report_due(found.ends_on),
        groups=[group for group in groups if hearing[group.id].listens],
        today=_today(),
    )


@bp.route("/negotiations/<code>/rounds/<key:number>/report", methods=["GET", "POST"])
def report(code: str, number: int) -> ResponseReturnValue:
    """Take the report on a round and publish it."""
    negotiation = get_negotiation(code)
    authorize(may_report_round, negotiation)
    form = ReportForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            held = get_round(negotiation, number)
            report_round(negotiation, held, text=form.text.data, by=current_user, now=clock.now())
            flash(_("The report is published."))
            return redirect(url_for("meetings.held_round", code=code, number=number), 303)
    negotiation = get_negotiation(code)
    page = render_template(
        "meetings/report.html",
        negotiation=negotiation,
        round=get_round(negotiation, number),
        form=form,
    )
    return page, form.status


def _sitting(code: str, number: int, theme: str) -> tuple[Sitting, Listener]:
    """Return what a group tells of a round, for those for whom it is there. Raises Missing."""
    negotiation = get_negotiation(code)
    found = get_round(negotiation, number)
    group = next((x for x in groups_in(negotiation) if x.theme.code == theme), None)
    if group is not None:
        who = listeners([group], negotiation, current_user.id, now=clock.now())
        listener = who.get(group.id, Listener())
        if listener.listens:
            return Sitting(negotiation, found, group), listener
    raise Missing(N_("There is no such page."))


@bp.route("/negotiations/<code>/rounds/<key:number>/briefings/<theme>", methods=["GET", "POST"])
def briefings(code: str, number: int, theme: str) -> ResponseReturnValue:
    """Show the notes of a round, and what was asked; take the note of a day from the lead."""
    sitting, listener = _sitting(code, number, theme)
    form = BriefingForm(data={"on": _today()})
    if request.method == "POST":
        authorize(may_brief, listener)
        if form.validate():
            with refusals_on(form):
                give_briefing(sitting, by=current_user, now=clock.now(), **form.answers)
                flash(_("The note is given to the cleared members."))
                return redirect(request.path, 303)
    return _shown(code, number, theme, briefing=form)


@bp.post("/negotiations/<code>/rounds/<key:number>/briefings/<theme>/questions")
def ask(code: str, number: int, theme: str) -> ResponseReturnValue:
    """Take a question of a cleared member."""
    sitting, listener = _sitting(code, number, theme)
    authorize(may_ask_about_round, listener)
    form = QuestionForm()
    if form.validate():
        with refusals_on(form):
            ask_about_round(
                sitting, question=form.question.data or "", by=current_user, now=clock.now()
            )
            flash(_("Your question is with the lead negotiator."))
            return redirect(_address(code, number, theme), 303)
    return _shown(code, number, theme, question=form)


def _address(code: str, number: int, theme: str) -> str:
    return url_for("meetings.briefings", code=code, number=number, theme=theme)


def _shown(
    code: str,
    number: int,
    theme: str,
    *,
    briefing: Form | None = None,
    question: Form | None = None,
) -> ResponseReturnValue:
    sitting, listener = _sitting(code, number, theme)
    asked = questions_about(sitting.round, sitting.group)
    page = render_template(
        "meetings/briefings.html",
        negotiation=sitting.negotiation,
        round=sitting.round,
        group=sitting.group,
        listener=listener,
        notes=briefings_of(sitting.round, sitting.group),
        questions=asked,
        median=minutes_to_answer((x.asked_at, x.answered_at) for x in asked),
        form=briefing or BriefingForm(formdata=None, data={"on": _today()}),
        question=question or QuestionForm(formdata=None),
    )
    refused = (briefing and briefing.errors) or (question and question.errors)
    return page, 422 if refused else 200


@bp.route(
    "/negotiations/<code>/rounds/<key:number>/briefings/<theme>/questions/<key:key>",
    methods=["GET", "POST"],
)
def answer(code: str, number: int, theme: str, key: int) -> ResponseReturnValue:
    """Answer a question about a round."""
    sitting, listener = _sitting(code, number, theme)
    authorize(may_brief, listener)
    question = get_question(sitting.round, sitting.group, key)
    form = AnswerForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            answer_question(
                sitting, question, answer=form.answer.data or "", by=current_user, now=clock.now()
            )
            flash(_("The question is answered."))
            return redirect(_address(code, number, theme), 303)
    sitting, listener = _sitting(code, number, theme)
    page = render_template(
        "meetings/answer.html",
        negotiation=sitting.negotiation,
        round=sitting.round,
        group=sitting.group,
        asked=get_question(sitting.round, sitting.group, key),
        form=form,
    )
    return page, form.status
