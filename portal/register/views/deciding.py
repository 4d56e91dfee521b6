"""Deciding on a draft: preview, handing in, returning, approving, publishing."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES
from portal.register import markup
from portal.register.actions import (
    lacks,
    publish_notice,
    return_notice,
    schedule_notice,
    submit_notice,
)
from portal.register.forms import ReturnForm, ScheduleForm, read_moment
from portal.register.labels import FILES, KINDS, PARTS, STATES
from portal.register.models import Notice
from portal.register.policy import may_publish, may_send_back, may_submit
from portal.register.queries import Impact, Pile, files_of, lines_of
from portal.register.rules import OPEN_TO_CHANGE, closing_day, filled_in
from portal.register.views.blueprint import bp
from portal.register.views.drafts import draft_seen
from portal.register.views.reading import LINES_SHOWN
from portal.register.wording import first_wording
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import NAMES, _, current_locale, day, translated


@dataclass(frozen=True)
class Print:
    """One wording of a draft as it would be printed today."""

    locale: str
    html: str


@bp.get("/desk/notices/<key:key>/preview")
def preview(key: int) -> ResponseReturnValue:
    """Show a draft as it would be printed, and what can be decided about it."""
    return _preview(draft_seen(key), ReturnForm(formdata=None))


@bp.post("/desk/notices/<key:key>/submit")
def submit(key: int) -> ResponseReturnValue:
    """Hand a draft to a second official."""
    notice = draft_seen(key)
    authorize(may_submit, notice)
    form = ReturnForm(formdata=None)
    with refusals_on(form):
        submit_notice(notice, by=current_user, now=clock.now())
    if form.errors:
        return _preview(draft_seen(key), form, 422)
    flash(_("The notice waits for approval now."))
    return redirect(url_for(".preview", key=key))


@bp.post("/desk/notices/<key:key>/publish")
def publish(key: int) -> ResponseReturnValue:
    """Put a notice into the register."""
    notice = draft_seen(key)
    authorize(may_publish, notice)
    form = ReturnForm(formdata=None)
    with refusals_on(form):
        seen = read_moment(request.form.get("seen"))
        publish_notice(notice, by=current_user, now=clock.now(), seen=seen)
    if form.errors:
        return _preview(draft_seen(key), form, 422)
    flash(_("Published as %(number)s.", number=notice.number))
    return redirect(url_for("front.notice", number=notice.number))


@bp.post("/desk/notices/<key:key>/schedule")
def schedule(key: int) -> ResponseReturnValue:
    """Approve a notice for a day to come."""
    notice = draft_seen(key)
    authorize(may_publish, notice)
    form = ScheduleForm(prefix="day-")
    publish_on = form.publish_on.data
    if form.validate_on_submit() and publish_on:
        with refusals_on(form):
            seen = read_moment(request.form.get("seen"))
            schedule_notice(
                notice,
                publish_on=publish_on,
                inspect_on=form.inspect_on.data,
                by=current_user,
                now=clock.now(),
                seen=seen,
            )
            flash(_("Approved. It appears on %(day)s.", day=day(publish_on)))
            return redirect(url_for(".preview", key=key), 303)
    return _preview(draft_seen(key), ReturnForm(formdata=None), 422, scheduling=form)


@bp.post("/desk/notices/<key:key>/return")
def send_back(key: int) -> ResponseReturnValue:
    """Give a notice back to its author with a remark."""
    notice = draft_seen(key)
    authorize(may_send_back, notice)
    form = ReturnForm()
    if form.validate_on_submit():
        with refusals_on(form):
            return_notice(notice, by=current_user, now=clock.now(), **form.answers)
            flash(_("The notice went back to its author."))
            return redirect(url_for(".desk", pile=Pile.WAITING.value))
    return _preview(draft_seen(key), form, 422)


def _preview(
    notice: Notice,
    form: ReturnForm,
    status: int = 200,
    *,
    scheduling: ScheduleForm | None = None,
) -> ResponseReturnValue:
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
        scheduling=scheduling or ScheduleForm(formdata=None, prefix="day-"),
        lines=lines_of(notice, limit=LINES_SHOWN + 1),
        most_lines=LINES_SHOWN,
        files=files_of(notice),
        impact=Impact.PROMISED if notice.impact_promised_on else Impact.NONE,
        PARTS=PARTS,
        FILES=FILES,
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
