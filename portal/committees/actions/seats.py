"""Making seats, filling them for a time, and sending other people into them."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from portal.accounts.models import Actor, Membership, Organisation
from portal.committees.actions.forums import hold
from portal.committees.events import (
    HolderReplaced,
    SeatAbolished,
    SeatCreated,
    TermBegun,
    TermEnded,
)
from portal.committees.models import Committee, Seat, Term
from portal.committees.rules import (
    SIZES,
    VOTING,
    SeatCategory,
    SeatRole,
    check_people,
    check_room,
    check_term,
    end_of_term,
    has_votes,
    sits,
)
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_


def create_seat(
    committee: Committee,
    *,
    role: SeatRole,
    category: SeatCategory,
    by: Actor | None,
    now: datetime,
) -> Seat:
    """Give a committee one more seat. Raises RuleBroken: no second chair, no 16th vote."""
    hold(committee.id)
    _refuse_over(committee, legal_day(now))
    standing = select(Seat.role).where(
        Seat.committee_id == committee.id, Seat.abolished_on.is_(None)
    )
    roles = list(db.session.scalars(standing))
    if role is SeatRole.CHAIR and SeatRole.CHAIR in roles:
        raise RuleBroken(N_("The committee has a chair already."), field="role")
    if role in VOTING and has_votes(committee.kind):
        check_room(sum(x in VOTING for x in roles), most=SIZES.most)
    seat = Seat(committee_id=committee.id, role=role, category=category, created_on=legal_day(now))
    db.session.add(seat)
    db.session.flush()
    publish(
        SeatCreated(
            at=now,
            by=_key(by),
            committee=committee.code,
            seat=seat.id,
            role=role.value,
            category=category.value,
        )
    )
    return seat


def abolish_seat(seat: Seat, *, by: Actor | None, now: datetime) -> None:
    """Take an empty seat away from today on. Raises RuleBroken where somebody sits there."""
    committee = _committee_of(seat)
    today = legal_day(now)
    if seat.abolished_on is not None:
        raise RuleBroken(N_("This seat is abolished already."))
    later = or_(Term.ends_on.is_(None), Term.ends_on >= today)
    if db.session.scalar(select(Term.id).where(Term.seat_id == seat.id, later).limit(1)):
        raise RuleBroken(N_("Somebody holds this seat. End their term first."))
    seat.abolished_on = today
    db.session.flush()
    publish(SeatAbolished(at=now, by=_key(by), committee=committee.code, seat=seat.id))


def begin_term(
    seat: Seat,
    *,
    organisation: Organisation,
    holder_id: int | None = None,
    alternate_id: int | None = None,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor | None,
    now: datetime,
) -> Term:
    """Give an organisation a seat; without a last day for the usual four years.

    Raises RuleBroken where the seat is held or the organisation sits in another seat of
    the committee in that time, and where the holder is not one of its people.
    """
    committee = _committee_of(seat)
    _refuse_over(committee, starts_on)
    if seat.abolished_on is not None:
        raise RuleBroken(N_("This seat is abolished already."))
    if ends_on is None:
        ends_on = end_of_term(starts_on)
        ends_on = min(ends_on, committee.ends_on) if committee.ends_on else ends_on
    others = select(Term.starts_on, Term.ends_on).where(Term.seat_id == seat.id)
    check_term(starts_on, ends_on, [(first, last) for first, last in db.session.execute(others)])
    _refuse_second_seat(committee, organisation, starts_on, ends_on)
    _check_people(organisation.id, holder_id, alternate_id)
    term = Term(
        seat_id=seat.id,
        organisation_id=organisation.id,
        holder_id=holder_id,
        alternate_id=alternate_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(term)
    db.session.flush()
    publish(
        TermBegun(
            at=now,
            by=_key(by),
            committee=committee.code,
            seat=seat.id,
            organisation=organisation.id,
            starts=starts_on,
            ends=ends_on,
        )
    )
    return term


def end_term(term: Term, *, ends_on: date, by: Actor | None, now: datetime) -> None:
    """Give a term an earlier last day; whoever sat in it comes in no more after that night.

    Raises RuleBroken for a day that is past, or that lies outside the term.
    """
    seat = _seat_of(term)
    committee = _committee_of(seat)
    if ends_on < legal_day(now):
        raise RuleBroken(N_("The last day is today or later."), field="ends_on")
    if not sits(term.starts_on, term.ends_on, ends_on):
        raise RuleBroken(N_("The last day lies within the term."), field="ends_on")
    term.ends_on = ends_on
    db.session.flush()
    publish(TermEnded(at=now, by=_key(by), committee=committee.code, seat=seat.id, ends=ends_on))


def replace_holder(
    term: Term,
    *,
    holder_id: int | None,
    alternate_id: int | None,
    by: Actor | None,
    now: datetime,
) -> None:
    """Send other people into a seat for the rest of the organisation's term. Raises RuleBroken."""
    seat = _seat_of(term)
    committee = _committee_of(seat)
    if term.ends_on is not None and term.ends_on < legal_day(now):
        raise RuleBroken(N_("This term is over."))
    _check_people(term.organisation_id, holder_id, alternate_id)
    term.holder_id, term.alternate_id = holder_id, alternate_id
    db.session.flush()
    publish(
        HolderReplaced(
            at=now,
            by=_key(by),
            committee=committee.code,
            seat=seat.id,
            holder=holder_id,
            alternate=alternate_id,
        )
    )


def _committee_of(seat: Seat) -> Committee:
    """Return the committee of a seat, held until this transaction ends."""
    hold(seat.committee_id)
    return db.session.get_one(Committee, seat.committee_id)


def _seat_of(term: Term) -> Seat:
    return db.session.get_one(Seat, term.seat_id)


def _refuse_over(committee: Committee, on: date) -> None:
    if committee.ends_on is not None and committee.ends_on < on:
        raise RuleBroken(N_("This committee sits no more at that time."))


def _refuse_second_seat(
    committee: Committee, organisation: Organisation, first: date, last: date | None
) -> None:
    overlapping: list[ColumnElement[bool]] = [or_(Term.ends_on.is_(None), Term.ends_on >= first)]
    if last is not None:
        overlapping.append(Term.starts_on <= last)
    query = (
        select(func.count())
        .select_from(Term)
        .join(Seat)
        .where(
            Seat.committee_id == committee.id,
            Term.organisation_id == organisation.id,
            and_(*overlapping),
        )
    )
    if db.session.scalar(query):
        raise RuleBroken(
            N_("The organisation has a seat in this committee in that time."),
            field="organisation_id",
        )


def _check_people(organisation_id: int, holder_id: int | None, alternate_id: int | None) -> None:
    query = select(Membership.person_id).where(Membership.organisation_id == organisation_id)
    check_people(holder_id, alternate_id, members=db.session.scalars(query))


def _key(by: Actor | None) -> int | None:
    return by.id if by else None
