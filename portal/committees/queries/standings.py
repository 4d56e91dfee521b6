"""What a person is in the committees on a day."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.committees.models import Committee, Seat, Term
from portal.committees.queries.pairs import still_sits
from portal.committees.queries.rosters import runs
from portal.committees.standing import Standing
from portal.kernel.database import db


def standings_of(person_id: int, *, on: date) -> list[Standing]:
    """Return every committee in which a person sits or takes minutes on the day. 2 statements.

    Whoever holds a seat comes before being somebody's alternate in the same committee.
    """
    seated = (
        select(Term)
        .join(Term.seat)
        .join(Seat.committee)
        .where(
            or_(Term.holder_id == person_id, Term.alternate_id == person_id),
            runs(on),
            still_sits(on),
        )
        .options(
            contains_eager(Term.seat).contains_eager(Seat.committee).joinedload(Committee.theme),
            joinedload(Term.organisation),
        )
        .order_by(Term.id)
    )
    found: dict[int, Standing] = {}
    for term in db.session.scalars(seated):
        committee = term.seat.committee
        alternate = term.holder_id != person_id
        if committee.id not in found or not alternate:
            found[committee.id] = Standing(committee, term, is_alternate=alternate)
    kept = (
        select(Committee)
        .where(Committee.secretary_id == person_id, still_sits(on))
        .options(joinedload(Committee.theme))
    )
    for committee in db.session.scalars(kept):
        found.setdefault(committee.id, Standing(committee, None))
    return sorted(found.values(), key=lambda standing: standing.committee.code)


def find_standing(committee: Committee, person_id: int | None, *, on: date) -> Standing | None:
    """Return what a person is in a committee on the day; nothing for whoever is nothing there."""
    if person_id is None:
        return None
    return next((x for x in standings_of(person_id, on=on) if x.committee.id == committee.id), None)
