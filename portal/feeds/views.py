"""Atom feeds of what happened, and the table of a docket's comments."""

from datetime import datetime

from flask import Blueprint, Response, render_template, stream_with_context

from portal.feeds.tables import comments_csv
from portal.kernel.clock import start_of
from portal.ledger.models import Entry
from portal.ledger.queries import timeline, timeline_of, version_of
from portal.ledger.told import address, sentence
from portal.register.models import Docket
from portal.register.queries import get_docket
from portal.web.caching import public_page
from portal.web.locale import _, current_locale, tell
from portal.web.urls import absolute_url

bp = Blueprint("feeds", __name__)

PLANNING = ("ConsultationPlanned", "PlanChanged", "PlanDropped")
"""What is told of consultations to come."""

LENGTH = 50
"""Entries in a feed, the newest first."""

BEGINNING = datetime.fromisoformat("2014-01-01T00:00:00+00:00")


@bp.get("/feed.atom")
@public_page(version_of)
def register() -> Response:
    """Tell what happened anywhere, newest first."""
    return _feed(_("Keñes: the register of consultations"), timeline(limit=LENGTH), None)


@bp.get("/dockets/<number>/feed.atom")
@public_page(lambda **_: version_of())
def docket(number: str) -> Response:
    """Tell what happened in one docket, newest first."""
    found = get_docket(number)
    title = f"{found.number}: {tell(found.title).text}"
    return _feed(title, timeline(found.number, limit=LENGTH), found)


@bp.get("/planned.atom")
@public_page(version_of)
def planned() -> Response:
    """Tell which consultations were announced, moved and dropped, newest first."""
    entries = timeline_of(PLANNING, limit=LENGTH)
    page = absolute_url("register.planned", locale=current_locale())
    itself = absolute_url("feeds.planned", locale=current_locale())
    return _written(_("Planned consultations"), entries, page=page, itself=itself, began=BEGINNING)


@bp.get("/dockets/<number>/comments.csv")
def comments(number: str) -> Response:
    """Hand out every comment of a docket as a table, complete, however many there are."""
    found = get_docket(number)
    lines = stream_with_context(comments_csv(found.id))
    response = Response(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _feed(title: str, entries: list[Entry], about: Docket | None) -> Response:
    locale = current_locale()
    if about is None:
        page = absolute_url("front.home", locale=locale)
        itself = absolute_url("feeds.register", locale=locale)
    else:
        page = absolute_url("front.docket", locale=locale, number=about.number)
        itself = absolute_url("feeds.docket", locale=locale, number=about.number)
    opened = about.opened_on if about else None
    began = start_of(opened) if opened else BEGINNING
    return _written(title, entries, page=page, itself=itself, began=began)


def _written(
    title: str, entries: list[Entry], *, page: str, itself: str, began: datetime
) -> Response:
    locale = current_locale()
    items = [
        {
            "entry": entry,
            "id": f"{absolute_url('front.home', locale=locale)}#entry-{entry.id}",
            "title": sentence(entry),
            "href": address(entry, locale=locale) or page,
        }
        for entry in entries
    ]
    text = render_template(
        "feeds/feed.xml",
        title=title,
        page=page,
        itself=itself,
        items=items,
        updated=entries[0].at if entries else began,
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")
