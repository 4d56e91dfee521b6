"""The answers that everyone reads."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.kernel import clock
from portal.ledger.queries import version_of
from portal.register.queries import get_docket
from portal.responses.queries import (
    answers_to,
    find_answered,
    headline_of,
    list_answers,
    organisations_behind,
    quotes_for,
    quotes_in,
)
from portal.responses.rules import Disposition
from portal.responses.views.blueprint import bp
from portal.responses.views.words import WORDS
from portal.web.caching import public_page
from portal.web.urls import key_in

PAGE = 15
"""Concerns on one page."""

QUOTES = 30
"""Points on one page of a concern."""

OPEN = "open"
"""In the address: only what is not answered yet."""


@bp.get("/dockets/<number>/answers")
@public_page(lambda number: version_of(docket=number))
def answers(number: str) -> ResponseReturnValue:
    """Show what was said in a docket, what became of it, and what is not answered yet."""
    docket = get_docket(number)
    asked = request.args.get("disposition", "")
    chosen = Disposition(asked) if asked in set(Disposition) else None
    rows, going_on = list_answers(
        docket,
        disposition=chosen,
        unanswered=asked == OPEN,
        after=key_in("after"),
        limit=PAGE,
    )
    point = request.args.get("point", "").strip()[:80]
    return render_template(
        "responses/answers.html",
        docket=docket,
        headline=headline_of(docket),
        rows=rows,
        quotes=quotes_for(row.concern.id for row in rows),
        shown=chosen or (OPEN if asked == OPEN else None),
        going_on=going_on,
        is_first=not key_in("after"),
        point=point,
        found=_looked_up(point, number) if point else None,
        today=clock.legal_day(clock.now()),
        **WORDS,
    )


def _looked_up(point: str, docket: str) -> dict[str, object]:
    """Return what became of the point or the comment whose number was entered."""
    comment, _slash, number = point.upper().partition("/")
    points = answers_to(comment, docket=docket)
    if number:
        points = [x for x in points if str(x.number) == number.strip()]
    return {"comment": comment, "points": points}


@bp.get("/dockets/<number>/concerns/<key:concern>")
@public_page(lambda number, concern: version_of(docket=number))  # noqa: ARG005  # Named as in the address.
def concern(number: str, concern: int) -> ResponseReturnValue:
    """Show one concern: who raised it, in what words, and what was answered."""
    docket = get_docket(number)
    row = find_answered(docket, concern)
    quotes, going_on = quotes_in(row.concern.id, after=key_in("after"), limit=QUOTES, everyone=True)
    return render_template(
        "responses/concern.html",
        docket=docket,
        row=row,
        quotes=quotes,
        organisations=organisations_behind(row.concern),
        going_on=going_on,
        today=clock.legal_day(clock.now()),
        **WORDS,
    )
