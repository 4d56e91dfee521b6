"""What surrounds a notice: its files, its goods, its issue, its agency, and what is to come."""

from datetime import date

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import get_agency
from portal.attachments.files import download
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.paging import page_of
from portal.ledger.queries import version_of
from portal.register import markup
from portal.register.calendars import days_of_notice, planned_days
from portal.register.labels import FILES, KINDS, PARTS, PERIODS
from portal.register.models import Notice
from portal.register.policy import may_read_draft
from portal.register.queries import (
    Impact,
    days_beside,
    days_of_volume,
    files_of,
    get_draft,
    get_file,
    get_issue,
    get_notice,
    lines_of,
    notices_in,
    notices_on_inspection,
    plans_ahead,
    select_published_by,
    shares,
    volumes,
)
from portal.register.rules import AHEAD, EDITIONS, closing_day, filled_in, volume_of
from portal.register.views.blueprint import bp
from portal.web.caching import public_page
from portal.web.locale import current_locale
from portal.web.spreadsheet import line
from portal.web.turning import turn, turned

GOODS_COLUMNS = ("code", "nomenclature", "goods_kk", "goods_ru", "goods_en", "duty", "proposed")
YEAR = 365

LINES_SHOWN = 40
"""Lines of goods on the page of a notice; the rest has a page of its own."""


@bp.get("/notices/<number>/files/<key:key>")
def file(number: str, key: int) -> Response:
    """Hand out a file beside a published notice."""
    return download(get_file(get_notice(number), key).attachment, public=True)


@bp.get("/notices/<number>/files/<key:key>/accessible")
def accessible_file(number: str, key: int) -> Response:
    """Hand out the version of a file that everyone can read."""
    found = get_file(get_notice(number), key).accessible
    if found is None:
        raise Missing("There is no such file.")
    return download(found, public=True)


@bp.get("/notices/<number>/goods")
@public_page(lambda **_: version_of())
def goods(number: str) -> ResponseReturnValue:
    """Show the goods of a notice, all of them."""
    notice = get_notice(number)
    return render_template(
        "register/goods.html", notice=notice, lines=lines_of(notice), newest=EDITIONS[0]
    )


@bp.get("/notices/<number>/goods.csv")
@public_page(lambda **_: version_of())
def goods_table(number: str) -> ResponseReturnValue:
    """Hand out the goods of a notice as a table."""
    notice = get_notice(number)
    rows = [
        (
            row.code,
            f"HS {row.year}",
            *(row.goods.texts[x] for x in ("kk", "ru", "en")),
            row.duty_now,
            row.duty_proposed,
        )
        for row in lines_of(notice)
    ]
    text = "".join(line(row) for row in (GOODS_COLUMNS, *rows))
    response = Response(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{notice.number}-goods.csv"'
    return response


@bp.get("/notices/<number>/dates.ics")
@public_page(lambda **_: version_of())
def dates(number: str) -> ResponseReturnValue:
    """Hand out the days of a notice for a calendar."""
    return _calendar(days_of_notice(get_notice(number), locale=current_locale()), number)


def _calendar(written: bytes, name: str) -> Response:
    response = Response(written, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@bp.get("/issues")
@public_page(version_of)
def issues() -> ResponseReturnValue:
    """Show on which days of a volume the register appeared, month by month."""
    known = volumes()
    this = volume_of(clock.legal_day(clock.now()))
    asked = request.args.get("volume", type=int)
    volume = asked if asked in known else (known[0] if known else this)
    months: dict[tuple[int, int], list[object]] = {}
    for day in days_of_volume(volume):
        months.setdefault((day.day.year, day.day.month), []).append(day)
    return render_template(
        "register/issues.html", volume=volume, volumes=known, months=list(months.values())
    )


@bp.get("/issues/<day>")
@public_page(lambda **_: version_of())
def issue(day: str) -> ResponseReturnValue:
    """Show the table of contents of one day, by agency and kind."""
    found = get_issue(_day(day))
    documents = notices_in(found)
    before, after = days_beside(found)
    contents: dict[str, list[Notice]] = {}
    for document in documents:
        contents.setdefault(document.agency.code, []).append(document)
    return render_template(
        "register/issue.html",
        issue=found,
        contents=list(contents.values()),
        documents=documents,
        before=before,
        after=after,
        KINDS=KINDS,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing("The register did not appear on this day.") from None


@bp.get("/agencies/<code>")
@public_page(lambda **_: version_of())
def agency(code: str) -> ResponseReturnValue:
    """Show what a public body published, and what it means to ask."""
    found = get_agency(code)
    today = clock.legal_day(clock.now())
    page = page_of(select_published_by(found), Notice.published_on, descending=True, turn=turn())
    ahead = [
        planned
        for planned in plans_ahead(since=today, until=today + AHEAD)
        if planned.plan.agency_id == found.id
    ]
    return render_template(
        "register/agency.html",
        agency=found,
        page=page,
        plans=ahead,
        now=clock.now(),
        KINDS=KINDS,
        PERIODS=PERIODS,
        turned=turned,
    )


@bp.get("/planned")
@public_page(version_of)
def planned() -> ResponseReturnValue:
    """Show which consultations are planned for the next twelve months."""
    today = clock.legal_day(clock.now())
    opened, ahead_of_time = shares(date.fromordinal(today.toordinal() - YEAR))
    return render_template(
        "register/planned.html",
        plans=plans_ahead(since=today, until=today + AHEAD),
        opened=opened,
        ahead_of_time=ahead_of_time,
        today=today,
        KINDS=KINDS,
    )


@bp.get("/planned.ics")
@public_page(version_of)
def planned_calendar() -> ResponseReturnValue:
    """Hand out the planned consultations for a calendar."""
    today = clock.legal_day(clock.now())
    plans = plans_ahead(since=today, until=today + AHEAD)
    return _calendar(planned_days(plans, locale=current_locale()), "planned")


@bp.get("/inspection")
@public_page(version_of)
def inspection() -> ResponseReturnValue:
    """List what lies open for public inspection ahead of its publication."""
    notices = notices_on_inspection(clock.legal_day(clock.now()))
    return render_template("register/inspection.html", notices=notices, KINDS=KINDS)


@bp.get("/inspection/<key:key>")
@public_page(lambda **_: version_of())
def inspected(key: int) -> ResponseReturnValue:
    """Show a document as it is to appear, from its day of inspection on."""
    notice = get_draft(key)
    if not notice.is_on_inspection(clock.legal_day(clock.now())) or notice.publish_on is None:
        raise Missing("There is no such document.")
    closes = closing_day(
        notice.kind,
        notice.publish_on,
        wanted=notice.wanted_closing,
        waived=bool(notice.waiver_reason),
    )
    text = notice.text_in(current_locale())
    html = ""
    if text:
        words = filled_in(text.markdown, closes=closes, locale=text.locale)
        html = markup.render(words, locale=text.locale)
    return render_template(
        "register/inspected.html",
        notice=notice,
        text=text,
        html=html,
        closes=closes,
        lines=lines_of(notice, limit=LINES_SHOWN + 1),
        files=files_of(notice),
        most_lines=LINES_SHOWN,
        impact=Impact.PROMISED if notice.impact_promised_on else Impact.NONE,
        KINDS=KINDS,
        PARTS=PARTS,
        FILES=FILES,
    )


@bp.get("/inspection/<key:key>/files/<key:number>")
def inspected_file(key: int, number: int) -> Response:
    """Hand out a file of a document that lies open for inspection, or of one's own draft."""
    notice = get_draft(key)
    public = notice.is_on_inspection(clock.legal_day(clock.now()))
    if not public and not may_read_draft(current_user, notice):
        raise Missing("There is no such file.")
    return download(get_file(notice, number).attachment, public=public)
