"""A draft: writing it, and nothing of it lost while it is written."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from portal.kernel import clock
from portal.kernel.changes import Line, compare, in_lines
from portal.kernel.errors import Missing
from portal.kernel.text import LOCALES, Localized
from portal.register.actions import forget_typing, keep_typing, lacks, revise_notice
from portal.register.forms import DraftForm, as_typed
from portal.register.labels import KINDS, STATES
from portal.register.models import Notice, NoticeTyping
from portal.register.policy import may_edit, may_read_draft
from portal.register.queries import (
    Choices,
    choices_for,
    earlier_of,
    files_of,
    find_typing,
    get_draft,
    lines_of,
    others_writing,
)
from portal.register.rules import (
    OPEN_TO_CHANGE,
    NoticeKind,
    Part,
    closing_day,
    completeness,
    earliest_closing,
    needed_parts,
)
from portal.register.views.blueprint import bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import NAMES, _, translated

NOT_TYPED = frozenset({"csrf_token", "step"})
"""What a form sends beside what was typed into it."""


@bp.route("/desk/notices/<key:key>", methods=["GET", "POST"])
def draft(key: int) -> ResponseReturnValue:
    """Write a draft, and see what it still lacks."""
    notice = draft_seen(key)
    if request.method == "GET" and not (
        may_edit(current_user, notice) and notice.state in OPEN_TO_CHANGE
    ):
        return redirect(url_for(".preview", key=key))
    authorize(may_edit, notice)
    if request.form.get("step") == "keep":
        return _keep(notice)
    if request.form.get("step") == "drop":
        forget_typing(notice, by=current_user)
        flash(_("What you had typed is dropped; this is the draft as it is saved."))
        return redirect(url_for(".draft", key=key))
    offered = choices_for(notice)
    mine = find_typing(notice, current_user) if request.method == "GET" else None
    form = _form(notice, offered, mine)
    if _adjusted(form):
        return _editor(notice, form)
    theirs = ""
    if form.validate_on_submit():
        with refusals_on(form):
            facts = form.facts(
                notice,
                themes=offered.themes,
                regions=offered.regions,
                sectors=offered.sectors,
                earlier=offered.earlier,
            )
            revise_notice(notice, now=clock.now(), **facts)
            forget_typing(notice, by=current_user)
        if not form.errors:
            flash(_("The draft is saved."))
            ahead = request.form.get("step") == "preview"
            return redirect(url_for(".preview" if ahead else ".draft", key=key))
        notice = draft_seen(key)
        if form.seen.errors:
            theirs = _wording_of(notice)
            form.seen.data = notice.changed_at.isoformat()
    return _editor(notice, form, mine=mine, theirs=theirs)


def _keep(notice: Notice) -> ResponseReturnValue:
    """Keep what is typed so far, for a script that asks as somebody types."""
    typed = {name: values for name, values in request.form.lists() if name not in NOT_TYPED}
    keep_typing(notice, typed=typed, by=current_user, now=clock.now())
    return "", 204


def _form(notice: Notice, offered: Choices, mine: NoticeTyping | None) -> DraftForm:
    """Return the form: with what is sent, else with what was typed last, else with the draft."""
    if mine:
        form = DraftForm(formdata=_as_sent(mine))
    else:
        data = as_typed(notice, lines=lines_of(notice), earlier=earlier_of(notice))
        form = DraftForm(data=data)
    form.offer(
        themes=offered.themes.values(),
        regions=offered.regions.values(),
        sectors=offered.sectors.values(),
        earlier=offered.earlier.values(),
    )
    return form


def _as_sent(typing: NoticeTyping) -> MultiDict[str, str]:
    return MultiDict((name, value) for name, values in typing.typed.items() for value in values)


def _adjusted(form: DraftForm) -> bool:
    """Add or take away a row of questions, where a button asks for it; nothing is saved."""
    rows = form.questions
    if "add_question" in request.form:
        if len(rows.entries) < (rows.max_entries or 0):
            rows.append_entry()
        return True
    unwanted = request.form.get("remove_question")
    if unwanted is None:
        return False
    rows.entries = [entry for entry in rows.entries if entry.name != unwanted]
    return True


def _editor(
    notice: Notice, form: DraftForm, *, mine: NoticeTyping | None = None, theirs: str = ""
) -> ResponseReturnValue:
    now = clock.now()
    today = clock.legal_day(now)
    form.dress()
    kind = NoticeKind(form.kind.data) if form.kind.data in set(NoticeKind) else notice.kind
    needed = needed_parts(kind, notice.decision_status)
    page = render_template(
        "register/draft.html",
        notice=notice,
        form=form,
        mine=mine,
        others=others_writing(notice, current_user, now),
        theirs=theirs,
        lines=_differences(theirs, form) if theirs else [],
        stale=[NAMES[text.locale] for text in notice.texts if text.is_stale],
        files=files_of(notice),
        lacks=[(lack.field, translated(lack)) for lack in lacks(notice, today=today)],
        complete=completeness([row.part for row in notice.parts], needed),
        earliest=earliest_closing(kind, today),
        usual=closing_day(kind, today),
        kinds=KINDS,
        states=STATES,
    )
    return page, form.status


def draft_seen(key: int) -> Notice:
    """Return a draft, which for outsiders does not exist."""
    notice = get_draft(key)
    if not may_read_draft(current_user, notice):
        raise Missing("There is no such draft.")
    return notice


def _wording_of(notice: Notice) -> str:
    """Return a draft as one text, to be compared with another."""
    texts = {wording.locale: wording.markdown for wording in notice.texts}
    asked = [question.text for question in notice.questions]
    by_part = {row.part: row.text for row in notice.parts}
    told = [by_part.get(part) for part in Part]
    return _one_text(notice.title, notice.summary, *told, *asked, texts=texts)


def _differences(theirs: str, form: DraftForm) -> Iterable[Line]:
    """Return what the draft that somebody else saved and the one that was typed say."""
    told = [form.part(part).data for part in Part]
    asked = [entry.form.text.data for entry in form.questions]
    texts = {locale: form[f"text_{locale}"].data or "" for locale in LOCALES}
    ours = _one_text(form.title.data, form.summary.data, *told, *asked, texts=texts)
    return in_lines(compare(theirs, ours))


def _one_text(*facts: Localized | None, texts: dict[str, str]) -> str:
    """Return the words of a draft, a language after the other."""
    words = []
    for locale in LOCALES:
        words += [text.texts[locale] for text in facts if text]
        words.append(texts.get(locale, "").replace("\r\n", "\n").strip())
    return "\n".join(word for word in words if word)
