"""The full text of a document, at the address that it has at federalregister.gov."""

from datetime import date, datetime
from typing import Any

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.api.v1.selecting import PUBLISHED
from portal.api.v1.views.blueprint import asked, texts
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.ledger.queries import version_of
from portal.register.markup import plain
from portal.register.models import Notice, NoticeText
from portal.web.caching import public_page


def _version(**_values: Any) -> str:
    return version_of()


@texts.get("/html/<path:place>.html")
@public_page(_version)
def html(place: str) -> ResponseReturnValue:
    """Return the text as a piece of a page."""
    return Response(_wording(place).html, content_type="text/html; charset=utf-8")


@texts.get("/text/<path:place>.txt")
@public_page(_version)
def text(place: str) -> ResponseReturnValue:
    """Return the words alone."""
    return Response(plain(_wording(place).markdown), content_type="text/plain; charset=utf-8")


@texts.get("/xml/<path:place>.xml")
def xml(place: str) -> ResponseReturnValue:
    """Lead to the document as XML."""
    return redirect(url_for("editions.notice", number=place.rpartition("/")[2], form="xml"))


def _wording(place: str) -> NoticeText:
    """Return the wording that stands at `2024/02/12/2024-02839`. 1 statement. Raises Missing."""
    day, _slash, number = place.rpartition("/")
    query = (
        select(NoticeText)
        .join(Notice, Notice.id == NoticeText.notice_id)
        .where(PUBLISHED, Notice.number == number, Notice.published_on == _day(day))
        .where((NoticeText.locale == asked().language) | NoticeText.is_source)
    )
    found = {one.locale: one for one in db.session.scalars(query)}
    wording = found.get(asked().language) or next(iter(found.values()), None)
    if wording is None:
        raise Missing(N_("There is no such notice."))
    return wording


def _day(told: str) -> date:
    try:
        return datetime.strptime(told, "%Y/%m/%d").date()  # noqa: DTZ007  # A day only.
    except ValueError:
        raise Missing(N_("There is no such notice.")) from None
