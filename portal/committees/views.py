"""The pages of the committees, and of the mirror that they are one half of."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.committees.labels import FORUMS, SEATS
from portal.committees.models import Committee, Seat, Term
from portal.committees.queries import chair_of, get_committee
from portal.committees.queries import mirror as mirrored
from portal.committees.rules import VOTING, SeatRole, sits
from portal.kernel import clock
from portal.ledger.queries import version_of
from portal.negotiations.queries import find_group
from portal.web.caching import public_page
from portal.web.locale import tell

bp = Blueprint("committees", __name__)


@bp.get("/committees")
@public_page(version_of)
def mirror() -> ResponseReturnValue:
    """Show every theme with its group of officials and its committee of business."""
    pairs = mirrored(on=clock.legal_day(clock.now()))
    facing = [pair for pair in pairs if pair.group or pair.committee]
    return render_template(
        "committees/mirror.html",
        facing=facing,
        contents=[(pair.theme.code, pair.theme.name) for pair in facing],
        gaps=[pair for pair in pairs if pair.is_gap],
        further=[pair for pair in pairs if not (pair.group or pair.committee or pair.theme.core)],
    )


@bp.get("/committees/<code>")
@public_page(lambda code: version_of())  # noqa: ARG005  # The whole ledger is its version.
def committee(code: str) -> ResponseReturnValue:
    """Show who sits in a committee, and whom it faces."""
    found = get_committee(code)
    today = clock.legal_day(clock.now())
    return render_template(
        "committees/committee.html",
        committee=found,
        group=find_group(found.theme, negotiation_id=found.negotiation_id),
        chair=chair_of(found, on=today),
        seats=_in_order(found, today),
        voting=sum(seat.role in VOTING for seat in found.seats),
        forum=FORUMS[found.kind],
        names=SEATS,
        sits=sits(found.established_on, found.ends_on, today),
    )


def _in_order(committee: Committee, on: date) -> list[tuple[Seat, Term | None]]:
    """Return the seats by office, each with the term that runs on the day, if any does."""
    offices = list(SeatRole)
    seats = [
        (seat, next((term for term in seat.terms if sits(term.starts_on, term.ends_on, on)), None))
        for seat in committee.seats
        if seat.abolished_on is None or seat.abolished_on > on
    ]
    return sorted(
        seats,
        key=lambda place: (
            offices.index(place[0].role),
            tell(place[1].organisation.name).text if place[1] else "\uffff",
        ),
    )
