"""The page of the National Chamber, and its table to take away."""

from collections.abc import Iterable, Iterator
from datetime import date

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.database import db, reading
from portal.ledger.queries import version_of
from portal.scorecard.labels import STANDING_MARKS, STANDINGS
from portal.scorecard.policy import may_raise_with_ministry
from portal.scorecard.promises import promises
from portal.scorecard.queries import (
    Key,
    Score,
    contacts,
    late_dockets,
    measured,
    scores,
    totals,
)
from portal.scorecard.rules import ANSWER_WITHIN, SOON_DAYS
from portal.web.caching import public_page
from portal.web.locale import current_locale, tell
from portal.web.spreadsheet import line

bp = Blueprint("scorecard", __name__)

PAGE = 25
"""Dockets on one page of the table."""

CHUNK = 200
"""Dockets that are read at a time for the table to take away."""


@bp.get("/chamber")
@public_page(version_of)
def chamber() -> ResponseReturnValue:
    """Show what is answered, what is overdue, and what was promised."""
    today = clock.legal_day(clock.now())
    before = _key_in("before")
    rows, going_on = scores(today=today, before=before, limit=PAGE)
    late = late_dockets(today=today)
    return render_template(
        "scorecard/chamber.html",
        totals=totals(today),
        rows=rows,
        going_on=f"{going_on[0].isoformat()}.{going_on[1]}" if going_on else None,
        is_first=before is None,
        late=measured(late, today=today),
        contacts=contacts(late) if may_raise_with_ministry(current_user) else {},
        promises=promises(today),
        today=today,
        days=ANSWER_WITHIN.days,
        soon=SOON_DAYS,
        STANDINGS=STANDINGS,
        STANDING_MARKS=STANDING_MARKS,
    )


def _key_in(name: str) -> Key | None:
    day, _dot, number = request.args.get(name, "").partition(".")
    try:
        return date.fromisoformat(day), int(number[:15])
    except ValueError:
        return None


COLUMNS = (
    "docket",
    "title",
    "agency",
    "comments_from",
    "comments_until",
    "days_open",
    "comments_received",
    "comments_posted",
    "points",
    "points_answered",
    "concerns",
    "concerns_answered",
    "answered_percent",
    "accepted_in_full_or_in_part",
    "accepted_percent",
    "answers_due",
    "last_answer",
    "standing",
)


@bp.get("/chamber.csv")
def table() -> Response:
    """Stream the measures of every docket as a table."""
    today = clock.legal_day(clock.now())
    response = Response(stream_with_context(_lines(today, current_locale())), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="answers-{today}.csv"'
    return response


def _lines(today: date, locale: str) -> Iterator[str]:
    yield "\ufeff" + line(COLUMNS)
    key: Key | None = None
    while True:
        with reading():
            rows, key = scores(today=today, before=key, limit=CHUNK)
            lines = [line(_cells(row, locale)) for row in rows]
            db.session.rollback()
        yield "".join(lines)
        if key is None:
            return


def _cells(row: Score, locale: str) -> Iterable[object]:
    return (
        row.docket.number,
        row.docket.title.tell(locale).text,
        tell(row.docket.agency.name).text,
        row.opens_on,
        row.closes_on,
        row.days_open,
        row.received,
        row.posted,
        row.coverage.points,
        row.coverage.points_answered,
        row.coverage.concerns,
        row.coverage.answered,
        row.answered_share,
        row.taken_up,
        row.accepted_share,
        row.due,
        row.last_on,
        row.standing.value,
    )
