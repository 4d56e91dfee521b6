"""Reading the rooms, for those who may enter them: to everyone else there is none."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.models import Actor, Duty, Person
from portal.accounts.rules import Role
from portal.adjacent.models import AdjacentRoom, Shift, TableQuestion
from portal.adjacent.place import Place
from portal.adjacent.rules import QuestionState
from portal.committees.models import Committee, Declaration, Seat, Term, Undertaking
from portal.committees.policy import may_read_confidential
from portal.committees.queries import access_of, find_standing, holds, runs, standings_of
from portal.committees.rules import DECLARATION_LASTS
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import NegotiatingGroup, Round


def find_place(room: AdjacentRoom, actor: Actor, *, now: datetime) -> Place | None:
    """Return how somebody stands in a room; nothing for whoever may not know of it.

    At the table sit the lead of the group, the substitute, and negotiators of its body;
    next door, the committee's secretary, and those who sit in it and are bound by their
    undertaking and yearly declaration.
    """
    if actor.id is None:
        return None
    today = legal_day(now)
    is_over = today > room.round.ends_on
    group = room.group
    if actor.id in {group.lead_id, group.substitute_id} or actor.has(
        Role.NEGOTIATOR, agency_id=group.agency_id
    ):
        return Place(room, at_table=True, standing=None, is_over=is_over)
    standing = find_standing(room.committee, actor.id, on=today)
    if standing is None:
        return None
    if not standing.is_secretary and not may_read_confidential(actor, access_of(actor.id, now=now)):
        return None
    return Place(room, at_table=False, standing=standing, is_over=is_over)


def get_place(key: int, actor: Actor, *, now: datetime) -> Place:
    """Return a room as the person asking stands in it. Raises Missing for everyone else."""
    room = db.session.scalar(_select_rooms().where(AdjacentRoom.id == key))
    place = find_place(room, actor, now=now) if room else None
    if place is None:
        raise Missing(N_("There is nothing here that you may know of."))
    return place


def places_of(actor: Actor, *, now: datetime) -> list[Place]:
    """Return the rooms that somebody may enter, the next rounds first. At most 5 statements."""
    if actor.id is None:
        return []
    today = legal_day(now)
    standings = standings_of(actor.id, on=today)
    bound = bool(standings) and may_read_confidential(actor, access_of(actor.id, now=now))
    seated = {x.committee.id: x for x in standings if x.is_secretary or bound}
    agencies = {
        duty.agency_id for duty in actor.duties if duty.role is Role.NEGOTIATOR and duty.agency_id
    }
    at_table = or_(
        NegotiatingGroup.lead_id == actor.id,
        NegotiatingGroup.substitute_id == actor.id,
        NegotiatingGroup.agency_id.in_(agencies),
    )
    query = _select_rooms().where(or_(at_table, AdjacentRoom.committee_id.in_(seated)))
    query = query.order_by(Round.ends_on.desc(), AdjacentRoom.id.desc()).limit(100)
    found = []
    for room in db.session.scalars(query):
        standing = seated.get(room.committee_id)
        group = room.group
        table = actor.id in {group.lead_id, group.substitute_id} or group.agency_id in agencies
        found.append(
            Place(
                room,
                at_table=table,
                standing=None if table else standing,
                is_over=today > room.round.ends_on,
            )
        )
    return found


def questions_of(room: AdjacentRoom) -> list[TableQuestion]:
    """Return what the table asked, the latest first, with those who asked and answered."""
    query = (
        _select_questions()
        .where(TableQuestion.room_id == room.id)
        .order_by(TableQuestion.number.desc())
        .limit(MOST_QUESTIONS)
    )
    return list(db.session.scalars(query))


MOST_QUESTIONS = 500
"""More than a round has hours for; the number of questions in a room is limited to it."""


def get_question(room: AdjacentRoom, number: int) -> TableQuestion:
    """Return one question. Raises Missing."""
    query = _select_questions().where(
        TableQuestion.room_id == room.id, TableQuestion.number == number
    )
    question = db.session.scalar(query)
    if question is None:
        raise Missing(N_("There is no such question."))
    return question


def count_questions(room: AdjacentRoom) -> int:
    """Return how many questions were asked in a room."""
    query = select(func.count()).select_from(TableQuestion).where(TableQuestion.room_id == room.id)
    return int(db.session.scalar(query) or 0)


def shifts_of(room: AdjacentRoom) -> list[Shift]:
    """Return who is on call and when, the earliest first."""
    query = (
        select(Shift)
        .where(Shift.room_id == room.id)
        .options(joinedload(Shift.person))
        .order_by(Shift.starts_at, Shift.id)
    )
    return list(db.session.scalars(query))


def on_call(shifts: Iterable[Shift], now: datetime) -> list[Person]:
    """Return whose hours these are, each once."""
    found = {x.person_id: x.person for x in shifts if x.starts_at <= now < x.ends_at}
    return list(found.values())


def members_within_call(committee: Committee, *, now: datetime) -> list[Person]:
    """Return everyone who could be put on call, by name: those who may enter. 1 statement."""
    seated = (
        select(Term.holder_id, Term.alternate_id)
        .join(Seat, Seat.id == Term.seat_id)
        .where(Seat.committee_id == committee.id, runs(legal_day(now)))
        .subquery()
    )
    bound = select(Undertaking.person_id).where(holds(now))
    declared = select(Declaration.person_id).where(
        Declaration.declared_on > legal_day(now) - DECLARATION_LASTS
    )
    sits = or_(
        Person.id.in_(select(seated.c.holder_id)), Person.id.in_(select(seated.c.alternate_id))
    )
    query = (
        select(Person)
        .where(
            Person.disabled_at.is_(None),
            or_(
                Person.id == committee.secretary_id,
                and_(sits, Person.id.in_(bound), Person.id.in_(declared)),
            ),
        )
        .order_by(Person.name, Person.id)
    )
    return list(db.session.scalars(query))


def overdue(*, now: datetime) -> Select[TableQuestion]:
    """Return the statement for questions whose time ran out and of which nobody was told yet."""
    return (
        select(TableQuestion)
        .where(
            TableQuestion.escalated_at.is_(None),
            TableQuestion.due_at <= now,
            TableQuestion.released_at.is_(None),
            TableQuestion.withdrawn_at.is_(None),
        )
        .order_by(TableQuestion.due_at, TableQuestion.id)
    )


def get_room(key: int) -> AdjacentRoom:
    """Return a room whoever asks: for the worker. Raises Missing."""
    room = db.session.scalar(_select_rooms().where(AdjacentRoom.id == key))
    if room is None:
        raise Missing(N_("There is nothing here that you may know of."))
    return room


def find_room(round_id: int, committee_id: int) -> AdjacentRoom | None:
    """Return the room of a committee in a round, where one was opened."""
    return db.session.scalar(
        select(AdjacentRoom).where(
            AdjacentRoom.round_id == round_id, AdjacentRoom.committee_id == committee_id
        )
    )


def rounds_to_come(*, now: datetime) -> list[Round]:
    """Return the rounds that are not over, with their negotiations, the next first."""
    query = (
        select(Round)
        .where(Round.ends_on >= legal_day(now))
        .options(joinedload(Round.negotiation))
        .order_by(Round.starts_on, Round.id)
        .limit(100)
    )
    return list(db.session.scalars(query))


def chamber_officers() -> list[Person]:
    """Return the secretariat of the Chamber, who are told when nobody answers."""
    query = (
        select(Person)
        .join(Person.duties)
        .where(Duty.role == Role.CHAMBER, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    return list(db.session.scalars(query).unique())


def is_open(question: TableQuestion, now: datetime) -> bool:
    """Say whether a question still waits for an answer, late or not."""
    return question.state(now) not in {QuestionState.ANSWERED, QuestionState.WITHDRAWN}


def _select_rooms() -> Select[AdjacentRoom]:
    return (
        select(AdjacentRoom)
        .join(AdjacentRoom.round)
        .join(AdjacentRoom.group)
        .options(
            contains_eager(AdjacentRoom.round).joinedload(Round.negotiation),
            contains_eager(AdjacentRoom.group).options(
                joinedload(NegotiatingGroup.agency),
                joinedload(NegotiatingGroup.lead),
                joinedload(NegotiatingGroup.substitute),
            ),
            joinedload(AdjacentRoom.committee).options(
                joinedload(Committee.theme), joinedload(Committee.secretary)
            ),
        )
    )


def _select_questions() -> Select[TableQuestion]:
    return select(TableQuestion).options(
        joinedload(TableQuestion.asked_by),
        joinedload(TableQuestion.drafted_by),
        joinedload(TableQuestion.released_by),
    )
