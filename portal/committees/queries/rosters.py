"""Committees with their seats, who sits there, since when one stands empty, and what they do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Membership, Organisation, Person
from portal.committees.models import Activity, Committee, Seat, Term
from portal.committees.rules import (
    VACANT_TOO_LONG,
    VOTING,
    ActivityKind,
    Member,
    SeatRole,
    months_after,
    sits,
    vacant_since,
)
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import Theme

MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Place:
    """A seat as it is on a day: who holds it, or since when nobody does."""

    seat: Seat
    term: Term | None
    vacant_since: date | None
    on: date

    @property
    def days_vacant(self) -> int | None:
        """How many days it has stood empty."""
        return (self.on - self.vacant_since).days if self.vacant_since else None

    @property
    def is_gap(self) -> bool:
        """Whether it has stood empty for too long."""
        return self.vacant_since is not None and self.on - self.vacant_since > VACANT_TOO_LONG

    @property
    def has_vote(self) -> bool:
        """Whether the seat counts for a quorum."""
        return self.seat.role in VOTING


@dataclass(frozen=True)
class Active:
    """What a committee did within a year, and when it last did anything."""

    counts: dict[ActivityKind, int] = field(default_factory=dict)
    last_on: date | None = None


def with_seats() -> Select[Committee]:
    """Return the statement for committees with theme, seats, terms and who sits in them."""
    return select(Committee).options(
        joinedload(Committee.theme).joinedload(Theme.lead),
        joinedload(Committee.secretary),
        joinedload(Committee.negotiation),
        joinedload(Committee.region),
        selectinload(Committee.seats)
        .selectinload(Seat.terms)
        .options(
            joinedload(Term.organisation).options(
                joinedload(Organisation.region), joinedload(Organisation.chapters)
            ),
            joinedload(Term.holder),
            joinedload(Term.alternate),
        ),
    )


def get_committee(code: str) -> Committee:
    """Return the committee with its theme, its officers, its seats and terms. Raises Missing."""
    committee = find_committee(code)
    if committee is None:
        raise Missing(N_("There is no committee with this code."))
    return committee


def find_committee(code: str) -> Committee | None:
    """Return the committee with its theme, its officers, its seats and terms. 3 statements."""
    return db.session.scalar(with_seats().where(Committee.code == code))


def sitting(*, on: date) -> list[Committee]:
    """Return every committee that sits on the day, with its seats and terms. 3 statements."""
    query = with_seats().where(
        Committee.established_on <= on, or_(Committee.ends_on.is_(None), Committee.ends_on >= on)
    )
    return list(db.session.scalars(query.order_by(Committee.code)))


def committees_on_desk(*, after: str = "", limit: int) -> list[Committee]:
    """Return committees by code, those that are over too, with seats and terms. 3 statements."""
    query = with_seats().where(Committee.code > after).order_by(Committee.code)
    return list(db.session.scalars(query.limit(limit)))


def get_seat(key: int) -> Seat:
    """Return a seat with its committee, its terms and who sat in them. Raises Missing."""
    query = (
        select(Seat)
        .where(Seat.id == key)
        .options(
            joinedload(Seat.committee).joinedload(Committee.theme),
            selectinload(Seat.terms).options(
                joinedload(Term.organisation),
                joinedload(Term.holder),
                joinedload(Term.alternate),
            ),
        )
    )
    seat = db.session.scalar(query)
    if seat is None:
        raise Missing(N_("There is no such seat."))
    return seat


def places_in(committee: Committee, *, on: date) -> list[Place]:
    """Return the seats of a committee on the day, by office, those that are empty last."""
    offices = list(SeatRole)
    places = [
        Place(seat, _term_on(seat, on), _vacant_since(seat, on), on)
        for seat in committee.seats
        if seat.abolished_on is None or seat.abolished_on > on
    ]
    return sorted(places, key=lambda x: (offices.index(x.seat.role), x.term is None, x.seat.id))


def _term_on(seat: Seat, on: date) -> Term | None:
    return next((term for term in seat.terms if sits(term.starts_on, term.ends_on, on)), None)


def _vacant_since(seat: Seat, on: date) -> date | None:
    return vacant_since(seat.created_on, [(x.starts_on, x.ends_on) for x in seat.terms], on)


def chair_in(places: Iterable[Place]) -> Person | None:
    """Return who chairs a committee, where somebody does."""
    return next((x.term.holder for x in places if x.term and x.seat.role is SeatRole.CHAIR), None)


def members_in(places: Iterable[Place]) -> list[Member]:
    """Return what is counted of the organisations that hold a seat."""
    return [_counted(place.seat, place.term) for place in places if place.term]


def _counted(seat: Seat, term: Term) -> Member:
    organisation = term.organisation
    return Member(
        category=seat.category,
        group=organisation.group,
        kind=organisation.kind,
        region=organisation.region.code if organisation.region else None,
        chapters=tuple(chapter.code for chapter in organisation.chapters),
    )


def sat_in(committee: Committee, *, on: date) -> list[int]:
    """Return the row numbers of the organisations that held a seat on the day."""
    return [
        term.organisation_id
        for seat in committee.seats
        for term in seat.terms
        if sits(term.starts_on, term.ends_on, on)
    ]


def vacant_seats(committees: Iterable[Committee], *, on: date) -> Iterator[tuple[Committee, Place]]:
    """Yield the seats that have stood empty for too long, each with its committee."""
    for committee in committees:
        for place in places_in(committee, on=on):
            if place.is_gap:
                yield committee, place


def activity_of(committees: Iterable[Committee], *, on: date) -> dict[int, Active]:
    """Return what each committee did up to the day, by its row number. 1 statement."""
    since = months_after(on, -MONTHS_IN_YEAR)
    query = (
        select(
            Activity.committee_id,
            Activity.kind,
            func.max(Activity.on),
            func.sum(case((Activity.on > since, 1), else_=0)),
        )
        .where(Activity.committee_id.in_([x.id for x in committees] or [0]), Activity.on <= on)
        .group_by(Activity.committee_id, Activity.kind)
    )
    found: dict[int, Active] = {}
    for key, kind, last, count in db.session.execute(query):
        before = found.get(key, Active())
        latest = max(last, before.last_on) if before.last_on else last
        found[key] = Active(before.counts | {kind: int(count)}, latest)
    return found


def people_in(organisation: Organisation) -> list[Person]:
    """Return those who belong to an organisation and whose accounts are open, by name."""
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation.id, Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    return list(db.session.scalars(query))


def runs(on: date) -> ColumnElement[bool]:
    """Return the condition that a term runs on the day."""
    return and_(Term.starts_on <= on, or_(Term.ends_on.is_(None), Term.ends_on >= on))
