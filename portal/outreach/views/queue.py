"""The desk of those who answer: what waits, what is overdue, what was answered."""

from datetime import date
from enum import StrEnum
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.calendar import working_days_between
from portal.kernel.paging import Page, page_of
from portal.outreach.models import InformationRequest
from portal.outreach.policy import may_enter_requests_desk
from portal.outreach.queries import queue_of, select_closed, select_open
from portal.outreach.rules import RequestState, acknowledge_by
from portal.outreach.views.room import WORDS, bp
from portal.web.access import authorize
from portal.web.locale import _l
from portal.web.turning import turn, turned


class Pile(StrEnum):
    """Which requests the desk shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"


PILES = {
    Pile.OPEN: _l("To be answered"),
    Pile.OVERDUE: _l("Overdue"),
    Pile.CLOSED: _l("Answered"),
}


@bp.get("/desk/requests")
def requests_desk() -> ResponseReturnValue:
    """List what the reader's agencies owe an answer, the soonest due first."""
    authorize(may_enter_requests_desk)
    today = clock.legal_day(clock.now())
    asked = request.args.get("show", "")
    pile = Pile(asked) if asked in set(Pile) else Pile.OPEN
    queue = queue_of(current_user, today=today)
    page = _page(pile, today)
    return render_template(
        "outreach/queue.html",
        pile=pile,
        piles=PILES,
        queue=queue,
        oldest_age=working_days_between(queue.oldest, today) if queue.oldest else 0,
        page=page,
        turned=turned,
        untouched=_untouched(page.rows, today),
        today=today,
        **WORDS,
    )


def _page(pile: Pile, today: date) -> Page:
    if pile is Pile.CLOSED:
        query, column = select_closed(current_user), InformationRequest.closed_on
        return page_of(query, column, descending=True, turn=turn())
    overdue_on = today if pile is Pile.OVERDUE else None
    query = select_open(current_user, overdue_on=overdue_on)
    return page_of(query, InformationRequest.due_on, descending=False, turn=turn())


def _untouched(rows: list[Any], today: date) -> set[int]:
    """Return those that should have been taken in hand by now, and were not."""
    return {
        row.id
        for row in rows
        if row.state is RequestState.RECEIVED and acknowledge_by(row.received_on) < today
    }
