"""Reading the committees, and holding them against the groups they mirror."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import Organisation, Person
from portal.committees.models import Committee, Declaration, Seat, Term, Undertaking
from portal.committees.rules import DECLARATION_LASTS, Clearance, SeatRole, sits
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import NegotiatingGroup, Theme
from portal.negotiations.queries import groups, themes


@dataclass(frozen=True)
class Pair:
    """A theme with the group and the committee that face each other over it."""

    theme: Theme
    group: NegotiatingGroup | None
    committee: Committee | None
    chair: Person | None

    @property
    def is_gap(self) -> bool:
        """Whether one side of a core theme is missing."""
        return self.theme.core and (self.group is None or self.committee is None)


def mirror(*, on: date) -> list[Pair]:
    """Return every theme with its two sides as they are on the day, the core themes first."""
    facing = {
        committee.theme_id: committee
        for committee in db.session.scalars(_select_committees().where(is_mirror()))
        if sits(committee.established_on, committee.ends_on, on)
    }
    presiding = chairs(facing.values(), on=on)
    chaired = {theme: presiding.get(committee.id) for theme, committee in facing.items()}
    led = groups()
    return [
        Pair(theme, led.get(theme.id), facing.get(theme.id), chaired.get(theme.id))
        for theme in themes()
    ]


def is_mirror() -> ColumnElement[bool]:
    """Return the condition that a committee is for its theme everywhere: the group's mirror."""
    return and_(Committee.negotiation_id.is_(None), Committee.region_id.is_(None))


def get_committee(code: str) -> Committee:
    """Return the committee with its theme, its officers, its seats and terms. Raises Missing."""
    query = (
        _select_committees()
        .where(Committee.code == code)
        .options(
            joinedload(Committee.theme).joinedload(Theme.lead),
            selectinload(Committee.seats)
            .selectinload(Seat.terms)
            .options(
                joinedload(Term.organisation).joinedload(Organisation.region),
                joinedload(Term.holder),
                joinedload(Term.alternate),
            ),
        )
    )
    committee = db.session.scalar(query)
    if committee is None:
        raise Missing(N_("There is no committee with this code."))
    return committee


def chairs(committees: Iterable[Committee], *, on: date) -> dict[int, Person]:
    """Return who chairs each of the committees on the day, by the committee's row number."""
    query = (
        select(Seat.committee_id, Person)
        .join(Term, Term.seat_id == Seat.id)
        .join(Person, Person.id == Term.holder_id)
        .where(
            Seat.committee_id.in_([committee.id for committee in committees]),
            Seat.role == SeatRole.CHAIR,
            runs(on),
        )
    )
    return {row.committee_id: row.Person for row in db.session.execute(query)}


def chair_of(committee: Committee, *, on: date) -> Person | None:
    """Return who chairs, on the day, a committee whose seats and terms are loaded."""
    terms = (term for seat in committee.seats if seat.role is SeatRole.CHAIR for term in seat.terms)
    return next((x.holder for x in terms if sits(x.starts_on, x.ends_on, on)), None)


def runs(on: date) -> ColumnElement[bool]:
    """Return the condition that a term runs on the day."""
    return and_(Term.starts_on <= on, or_(Term.ends_on.is_(None), Term.ends_on >= on))


@dataclass(frozen=True)
class Standing:
    """What a person is in a committee on a day."""

    committee: Committee
    term: Term | None
    """The term in which they sit, with its seat and its organisation; none for the secretary."""
    is_alternate: bool = False

    @property
    def role(self) -> SeatRole | None:
        """The role of the seat; nothing for the secretary."""
        return self.term.seat.role if self.term else None

    @property
    def is_secretary(self) -> bool:
        """Whether the person keeps the committee's papers."""
        return self.term is None


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
            _still_sits(on),
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
        .where(Committee.secretary_id == person_id, _still_sits(on))
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


def clearance_of(person_id: int, *, now: datetime) -> Clearance | None:
    """Return the widest clearance that an undertaking of the person gives now. 1 statement."""
    today = legal_day(now)
    query = select(Undertaking.clearance).where(
        Undertaking.person_id == person_id,
        Undertaking.signed_at <= now,
        Undertaking.expires_on >= today,
        or_(Undertaking.ended_at.is_(None), Undertaking.ended_at > now),
    )
    given = set(db.session.scalars(query))
    return next((x for x in reversed(Clearance) if x in given), None)


def find_declaration(person_id: int, *, on: date) -> Declaration | None:
    """Return the person's declaration of interests that is good on the day. 1 statement."""
    query = (
        select(Declaration)
        .where(
            Declaration.person_id == person_id,
            Declaration.declared_on <= on,
            Declaration.declared_on > on - DECLARATION_LASTS,
        )
        .order_by(Declaration.declared_on.desc(), Declaration.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _still_sits(on: date) -> ColumnElement[bool]:
    return and_(
        Committee.established_on <= on, or_(Committee.ends_on.is_(None), Committee.ends_on >= on)
    )


def _select_committees() -> Select[Committee]:
    return select(Committee).options(joinedload(Committee.secretary))
