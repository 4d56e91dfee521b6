"""The desk of those who draft and approve notices."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import get_agency
from portal.kernel import clock
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.paging import page_of
from portal.kernel.text import LOCALES, Localized
from portal.negotiations.queries import get_negotiation, negotiations, themes
from portal.register import markup
from portal.register.actions import (
    draft_notice,
    lacks,
    open_docket,
    publish_notice,
    return_notice,
    revise_notice,
    submit_notice,
)
from portal.register.forms import DraftForm, NewDraftForm, ReturnForm, as_typed, read_moment
from portal.register.labels import KINDS, PILES, STATES
from portal.register.models import Notice
from portal.register.policy import (
    may_draft_for,
    may_edit,
    may_enter_register_desk,
    may_publish,
    may_read_draft,
    may_submit,
)
from portal.register.queries import (
    Pile,
    agencies_of,
    dockets_of,
    get_draft,
    get_own_docket,
    select_pile,
)
from portal.register.rules import (
    OPEN_TO_CHANGE,
    NoticeKind,
    closing_day,
    earliest_closing,
    filled_in,
)
from portal.register.views.blueprint import bp
from portal.register.wording import first_wording
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import NAMES, _, current_locale, translated
from portal.web.turning import turn, turned


@bp.get("/desk/notices")
def desk() -> ResponseReturnValue:
    """List what is drafted, what waits for approval, what was published."""
    authorize(may_enter_register_desk)
    drafts_for = agencies_of(current_user)
    asked = request.args.get("pile", "")
    first = Pile.DRAFTS if drafts_for else Pile.WAITING
    pile = Pile(asked) if asked in set(Pile) else first
    page = page_of(
        select_pile(pile, current_user), Notice.changed_at, descending=True, turn=turn(datetime)
    )
    return render_template(
        "register/desk.html",
        page=page,
        pile=pile,
        piles=PILES,
        kinds=KINDS,
        states=STATES,
        drafts_for=drafts_for,
        turned=turned,
    )


@bp.route("/desk/notices/new", methods=["GET", "POST"])
def draft_new() -> ResponseReturnValue:
    """Begin a notice, in a docket that is there or in a new one."""
    authorize(may_enter_register_desk)
    known = {theme.code: theme for theme in themes()}
    form = NewDraftForm()
    form.offer(
        dockets=dockets_of(current_user),
        agencies=agencies_of(current_user),
        negotiations=negotiations(),
        themes=known.values(),
    )
    if form.validate_on_submit():
        with refusals_on(form):
            notice = _begin(form, [known[code] for code in form.themes.data or ()])
            flash(_("The draft is begun. Nobody outside your agency sees it."))
            return redirect(url_for(".draft", key=notice.id))
    return render_template("register/draft_new.html", form=form), form.status


def _begin(form: NewDraftForm, chosen: list[Any]) -> Notice:
    agency = get_agency(str(form.agency.data))
    authorize(may_draft_for, agency)
    now = clock.now()
    if form.docket.data:
        docket = get_own_docket(form.docket.data, current_user)
        chosen = chosen or docket.themes
    else:
        docket = open_docket(
            title=form.docket_title.data or Localized(source=current_locale()),
            agency=agency,
            themes=chosen,
            negotiation=get_negotiation(form.negotiation.data) if form.negotiation.data else None,
            stage=form.stage_chosen,
            by=current_user,
            now=now,
        )
    return draft_notice(
        docket=docket,
        kind=NoticeKind(form.kind.data),
        agency=agency,
        themes=chosen,
        title=docket.title if not form.docket.data else None,
        by=current_user,
        now=now,
    )


@bp.route("/desk/notices/<key:key>", methods=["GET", "POST"])
def draft(key: int) -> ResponseReturnValue:
    """Write a draft, and see what it still lacks."""
    notice = _draft(key)
    if request.method == "GET" and not (
        may_edit(current_user, notice) and notice.state in OPEN_TO_CHANGE
    ):
        return redirect(url_for(".preview", key=key))
    authorize(may_edit, notice)
    known = {theme.code: theme for theme in themes()}
    form = DraftForm(data=as_typed(notice))
    form.offer(known.values())
    if _adjusted(form):
        return _editor(notice, form)
    if form.validate_on_submit():
        with refusals_on(form):
            revise_notice(notice, now=clock.now(), **form.facts(notice, known))
        if not form.errors:
            flash(_("The draft is saved."))
            ahead = request.form.get("step") == "preview"
            return redirect(url_for(".preview" if ahead else ".draft", key=key))
        notice = _draft(key)
        form.seen.data = notice.changed_at.isoformat()
    return _editor(notice, form)


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


def _editor(notice: Notice, form: DraftForm) -> ResponseReturnValue:
    today = clock.legal_day(clock.now())
    form.dress()
    kind = NoticeKind(form.kind.data) if form.kind.data in set(NoticeKind) else notice.kind
    page = render_template(
        "register/draft.html",
        notice=notice,
        form=form,
        lacks=[(lack.field, translated(lack)) for lack in lacks(notice, today=today)],
        earliest=earliest_closing(kind, today),
        usual=closing_day(kind, today),
        kinds=KINDS,
        states=STATES,
    )
    return page, form.status


@dataclass(frozen=True)
class Print:
    """One wording of a draft as it would be printed today."""

    locale: str
    html: str


@bp.get("/desk/notices/<key:key>/preview")
def preview(key: int) -> ResponseReturnValue:
    """Show a draft as it would be printed, and what can be decided about it."""
    return _preview(_draft(key), ReturnForm(formdata=None))


@bp.post("/desk/notices/<key:key>/submit")
def submit(key: int) -> ResponseReturnValue:
    """Hand a draft to a second official."""
    notice = _draft(key)
    authorize(may_submit, notice)
    form = ReturnForm(formdata=None)
    with refusals_on(form):
        submit_notice(notice, by=current_user, now=clock.now())
    if form.errors:
        return _preview(_draft(key), form, 422)
    flash(_("The notice waits for approval now."))
    return redirect(url_for(".preview", key=key))


@bp.post("/desk/notices/<key:key>/publish")
def publish(key: int) -> ResponseReturnValue:
    """Put a notice into the register."""
    notice = _draft(key)
    authorize(may_publish, notice)
    form = ReturnForm(formdata=None)
    with refusals_on(form):
        seen = read_moment(request.form.get("seen"))
        publish_notice(notice, by=current_user, now=clock.now(), seen=seen)
    if form.errors:
        return _preview(_draft(key), form, 422)
    flash(_("Published as %(number)s.", number=notice.number))
    return redirect(url_for("front.notice", number=notice.number))


@bp.post("/desk/notices/<key:key>/return")
def send_back(key: int) -> ResponseReturnValue:
    """Give a notice back to its author with a remark."""
    notice = _draft(key)
    authorize(may_publish, notice)
    form = ReturnForm()
    if form.validate_on_submit():
        with refusals_on(form):
            return_notice(notice, by=current_user, now=clock.now(), **form.answers)
            flash(_("The notice went back to its author."))
            return redirect(url_for(".desk", pile=Pile.WAITING.value))
    return _preview(_draft(key), form, 422)


def _draft(key: int) -> Notice:
    """Return a draft, which for outsiders does not exist."""
    notice = get_draft(key)
    if not may_read_draft(current_user, notice):
        raise Missing("There is no such draft.")
    return notice


def _preview(notice: Notice, form: ReturnForm, status: int = 200) -> ResponseReturnValue:
    today = clock.legal_day(clock.now())
    closes = _would_close(notice, today)
    asked = request.args.get("text", current_locale())
    wording = notice.text_in(asked if asked in LOCALES else current_locale())
    locale = wording.locale if wording else notice.title.source
    words = wording.markdown if wording else first_wording(notice, locale)
    printed = markup.render(filled_in(words, closes=closes, locale=locale), locale=locale)
    page = render_template(
        "register/preview.html",
        notice=notice,
        text=Print(locale, printed),
        languages=[(text.locale, NAMES[text.locale]) for text in notice.texts],
        closes=closes,
        lacks=[(lack.field, translated(lack)) for lack in lacks(notice, today=today)],
        form=form,
        kinds=KINDS,
        states=STATES,
        open_to_change=notice.state in OPEN_TO_CHANGE,
    )
    return page, status


def _would_close(notice: Notice, today: date) -> date | None:
    """Return the last day for comments if the notice were published today and lawfully."""
    try:
        return closing_day(
            notice.kind, today, wanted=notice.wanted_closing, waived=bool(notice.waiver_reason)
        )
    except RuleBroken:
        return notice.wanted_closing
