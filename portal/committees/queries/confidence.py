"""What people signed and declared, and what it opens to them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.committees.models import Committee, Declaration, Seat, Term, Undertaking
from portal.committees.queries.pairs import still_sits
from portal.committees.queries.rosters import runs
from portal.committees.rules import DECLARATION_LASTS, Clearance, opened_by
from portal.committees.standing import Access, ClearanceRequest
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import NegotiatingGroup


def access_of(person_id: int, *, now: datetime) -> Access:
    """Return what the person has signed and declared, as it stands now. 2 statements."""
    declaration = find_declaration(person_id, on=legal_day(now))
    return Access(clearance_of(person_id, now=now), declared=declaration is not None)


def clearance_of(person_id: int, *, now: datetime) -> Clearance | None:
    """Return the widest clearance that an undertaking of the person gives now. 1 statement."""
    query = select(Undertaking.clearance, Undertaking.granted_at).where(
        Undertaking.person_id == person_id, holds(now)
    )
    given = {
        opened_by(asked, granted=granted_at is not None and granted_at <= now)
        for asked, granted_at in db.session.execute(query)
    }
    return next((x for x in reversed(Clearance) if x in given), None)


def holds(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an undertaking is in force at the moment."""
    return and_(
        Undertaking.signed_at <= now,
        Undertaking.expires_on >= legal_day(now),
        or_(Undertaking.ended_at.is_(None), Undertaking.ended_at > now),
    )


def undertakings_of(person_id: int) -> list[Undertaking]:
    """Return everything that a person signed, the last first. 1 statement."""
    query = select(Undertaking).where(Undertaking.person_id == person_id)
    ordered = query.order_by(Undertaking.signed_at.desc(), Undertaking.id.desc())
    return list(db.session.scalars(ordered.limit(20)))


def undertakings_in_force(*, now: datetime, after: int = 0, limit: int) -> list[Undertaking]:
    """Return undertakings that are in force, with their people, by row number. 1 statement."""
    query = (
        select(Undertaking)
        .where(holds(now), Undertaking.id > after)
        .options(joinedload(Undertaking.person))
        .order_by(Undertaking.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def get_undertaking(key: int) -> Undertaking:
    """Return an undertaking with its person. Raises Missing."""
    query = select(Undertaking).where(Undertaking.id == key).options(joinedload(Undertaking.person))
    undertaking = db.session.scalar(query)
    if undertaking is None:
        raise Missing(N_("There is no such undertaking."))
    return undertaking


def clearance_requests(
    *, now: datetime, key: int | None = None, lead: int | None = None
) -> list[ClearanceRequest]:
    """Return who waits for texts under negotiation: all, one of them, or those facing a lead.

    2 statements.
    """
    waiting = (
        select(Undertaking)
        .where(
            holds(now),
            Undertaking.clearance == Clearance.CLEARED_ADVISER,
            Undertaking.granted_at.is_(None),
        )
        .options(joinedload(Undertaking.person))
        .order_by(Undertaking.id)
        .limit(50)
    )
    if key is not None:
        waiting = waiting.where(Undertaking.id == key)
    found = list(db.session.scalars(waiting))
    leads = _leads_across(legal_day(now), [x.person_id for x in found]) if found else {}
    requests = [ClearanceRequest(x, leads.get(x.person_id, frozenset())) for x in found]
    return [x for x in requests if lead is None or lead in x.leads]


def _leads_across(on: date, people: Collection[int]) -> dict[int, frozenset[int]]:
    """Return, for each person, who leads the groups that face the committees they sit in."""
    query = (
        select(Term.holder_id, Term.alternate_id, NegotiatingGroup.lead_id)
        .join(Seat, Seat.id == Term.seat_id)
        .join(Committee, Committee.id == Seat.committee_id)
        .join(NegotiatingGroup, NegotiatingGroup.theme_id == Committee.theme_id)
        .where(
            or_(Term.holder_id.in_(people), Term.alternate_id.in_(people)),
            NegotiatingGroup.lead_id.is_not(None),
            runs(on),
            still_sits(on),
        )
    )
    found: dict[int, frozenset[int]] = {}
    for holder, alternate, lead in db.session.execute(query):
        for person in (holder, alternate):
            if person is not None and lead is not None:
                found[person] = found.get(person, frozenset()) | {lead}
    return found


def find_declaration(person_id: int, *, on: date) -> Declaration | None:
    """Return the person's declaration of interests that is good on the day. 1 statement."""
    return declarations_of([person_id], on=on).get(person_id)


def declarations_of(people: Iterable[int], *, on: date) -> dict[int, Declaration]:
    """Return the declarations that are good on the day, by person, the latest of each.

    1 statement.
    """
    query = (
        select(Declaration)
        .where(
            Declaration.person_id.in_(list(people) or [0]),
            Declaration.declared_on <= on,
            Declaration.declared_on > on - DECLARATION_LASTS,
        )
        .order_by(Declaration.declared_on, Declaration.id)
    )
    return {declaration.person_id: declaration for declaration in db.session.scalars(query)}
