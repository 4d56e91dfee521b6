"""A draft: reading it, saving versions, comparing them, commenting."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.changes import compare, in_lines
from portal.opinions.actions import (
    ask_for_remarks,
    remark,
    save_version,
    withdraw_opinion,
)
from portal.opinions.drafts import Draft
from portal.opinions.forms import AskForm, DraftForm, PressForm, RemarkForm, as_typed
from portal.opinions.letters import ask_to_comment
from portal.opinions.models import Version
from portal.opinions.policy import may_lead_opinion, may_write_opinion
from portal.opinions.queries import get_version, remarks_on, savings_of, sitting
from portal.opinions.views.page import WORDS, load, shown, text_of
from portal.opinions.views.room import bp
from portal.register.markup import render
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.urls import key_in, read_key


@bp.get("/my/opinions/<number>", endpoint="draft")
def show_draft(number: str) -> ResponseReturnValue:
    """Show a draft as it stands, and what can be done with it."""
    return shown(load(number))


@bp.route("/my/opinions/<number>/edit", methods=["GET", "POST"])
def edit(number: str) -> ResponseReturnValue:
    """Save a new version; where somebody else was quicker, show both."""
    draft = load(number, deciding=request.method == "POST")
    authorize(may_write_opinion, draft)
    if request.method == "GET":
        form = DraftForm(data={"base": draft.latest.number, **as_typed(draft.latest.wording)})
        form.offer(draft.opinion.notice.questions)
        return _typing(draft, form)
    form = DraftForm()
    form.offer(draft.opinion.notice.questions)
    step = request.form.get("step", "save")
    if step != "save":
        _rearrange(form, step)
        return _typing(draft, form)
    if form.validate_on_submit():
        with refusals_on(form):
            version = save_version(
                draft,
                wording=form.wording,
                base=read_key(form.base.data) or 0,
                by=current_user,
                now=clock.now(),
            )
            flash(_("Version %(number)s is saved.", number=version.number), "success")
            return redirect(url_for("opinions.draft", number=number), 303)
    return _typing(load(number), form)


def _rearrange(form: DraftForm, step: str) -> None:
    if step == "add":
        form.add_point()
    elif step.startswith("remove-"):
        form.take_away(step.removeprefix("remove-"))


def _typing(draft: Draft, form: DraftForm) -> ResponseReturnValue:
    """Show the form; beside it the version that somebody else saved meanwhile."""
    overtaken = bool(form.base.errors)
    theirs = ours = ""
    if overtaken:
        theirs = text_of(draft.latest)
        typed = form.wording
        ours = text_of(
            Version(
                title=typed.title,
                locale=typed.locale,
                body=typed.body,
                points=[point.to_json() for point in typed.points],
            )
        )
        form.base.data = str(draft.latest.number)
    page = render_template(
        "opinions/edit.html",
        draft=draft,
        opinion=draft.opinion,
        form=form,
        version=draft.latest if overtaken else None,
        lines=in_lines(compare(theirs, ours)) if overtaken else [],
        theirs=theirs,
    )
    return page, form.status


@bp.get("/my/opinions/<number>/versions/<key:version>")
def version(number: str, version: int) -> ResponseReturnValue:
    """Show one version, with what was said about it."""
    draft = load(number)
    found = get_version(draft.opinion, version)
    return render_template(
        "opinions/version.html",
        draft=draft,
        opinion=draft.opinion,
        version=found,
        html=render(found.body, locale=found.locale),
        questions={question.number: question for question in draft.opinion.notice.questions},
        remarks=remarks_on(found),
        **WORDS,
    )


@bp.get("/my/opinions/<number>/changes")
def changes(number: str) -> ResponseReturnValue:
    """Show what changed between two versions, word by word."""
    draft = load(number)
    newest = draft.latest.number
    after = get_version(draft.opinion, key_in("after") or newest)
    before = get_version(draft.opinion, key_in("before") or max(1, after.number - 1))
    return render_template(
        "opinions/changes.html",
        draft=draft,
        opinion=draft.opinion,
        before=before,
        after=after,
        savings=savings_of(draft.opinion),
        lines=in_lines(compare(text_of(before), text_of(after))),
    )


@bp.post("/my/opinions/<number>/remarks")
def remarks(number: str) -> ResponseReturnValue:
    """Say something about the latest version to the other members."""
    draft = load(number, deciding=True)
    authorize(may_write_opinion, draft)
    form = RemarkForm(prefix="remark-")
    if form.validate_on_submit():
        with refusals_on(form):
            text = form.text.data or ""
            remark(draft, draft.latest, text=text, by=current_user, now=clock.now())
            flash(_("Your comment is there for the other members."), "success")
            return redirect(url_for("opinions.draft", number=number, _anchor="remarks"), 303)
    return shown(load(number), remark_form=form)


@bp.post("/my/opinions/<number>/call")
def call(number: str) -> ResponseReturnValue:
    """Ask the members by mail to comment, until a day."""
    draft = load(number, deciding=True)
    authorize(may_lead_opinion, draft)
    form = AskForm(prefix="ask-")
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            until = ask_for_remarks(draft, until=form.until.data, by=current_user, now=now)
            terms = sitting([x.committee_id for x in draft.parties], on=clock.legal_day(now))
            ask_to_comment(draft, terms, until=until, now=now)
            flash(_("The members are asked by mail, each of them once."), "success")
            return redirect(url_for("opinions.draft", number=number), 303)
    return shown(load(number), ask_form=form)


@bp.post("/my/opinions/<number>/withdrawal")
def withdraw(number: str) -> ResponseReturnValue:
    """Give the draft up; it stays for its committees."""
    draft = load(number, deciding=True)
    authorize(may_lead_opinion, draft)
    if PressForm().validate_on_submit():
        withdraw_opinion(draft, by=current_user, now=clock.now())
        flash(_("The draft is withdrawn. It stays here for its committees."), "success")
    return redirect(url_for("opinions.draft", number=number), 303)
