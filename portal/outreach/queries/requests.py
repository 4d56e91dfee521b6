"""Reading what was asked for: by its number, by its link, and as the queue of those who answer."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Actor, Agency, Person
from portal.accounts.queries import token_hash
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.outreach.models import (
    Asker,
    InformationRequest,
    PublicAnswer,
    RequestFile,
    RequestStep,
)
from portal.outreach.rules import ANSWERING, OPEN_REQUESTS, RequestState

NOT_ASKED = (RequestState.VERIFICATION_PENDING, RequestState.WITHDRAWN)
"""States of what nobody has asked for: no figure counts them."""

_Row = InformationRequest


def get_request(number: str, *, deciding: bool = False) -> InformationRequest:
    """Return a request with its theme, agency, steps and files. 3 statements. Raises Missing.

    Whoever is about to decide about it has it alone until the end of the transaction.
    """
    query = (
        select(_Row)
        .where(_Row.number == number)
        .options(
            joinedload(_Row.theme),
            joinedload(_Row.agency),
            joinedload(_Row.handler),
            joinedload(_Row.public_answer),
            selectinload(_Row.steps).joinedload(RequestStep.agency),
            selectinload(_Row.steps)
            .selectinload(RequestStep.files)
            .joinedload(RequestFile.attachment),
        )
    )
    if deciding:
        query = query.with_for_update(of=_Row)
    request = db.session.scalar(query)
    if request is None:
        raise Missing(N_("There is no such request."))
    return request


def find_request_by_key(key: str) -> InformationRequest | None:
    """Return the request that was made with this form, if one was."""
    return db.session.scalar(select(_Row).where(_Row.idempotency_key == key))


def get_asked_by_link(secret: str, *, deciding: bool = False) -> tuple[InformationRequest, Asker]:
    """Return the request whose address this link confirms, with its asker.

    Raises Missing for a spent link.
    """
    query = select(Asker, _Row.number).join(Asker.request)
    row = db.session.execute(query.where(Asker.token == token_hash(secret))).one_or_none()
    if row is None:
        raise Missing(N_("This link has been used already, or it is too old."))
    asker, number = row
    return get_request(number, deciding=deciding), asker


def asker_of(request: InformationRequest) -> Asker:
    """Return how to reach who asked."""
    return db.session.scalars(select(Asker).where(Asker.request_id == request.id)).one()


def get_file(number: str, key: int) -> RequestFile:
    """Return a file that came with an answer to the request. Raises Missing."""
    query = (
        select(RequestFile)
        .join(RequestFile.step)
        .join(RequestStep.request)
        .where(_Row.number == number, RequestFile.id == key)
        .options(joinedload(RequestFile.attachment))
    )
    file = db.session.scalar(query)
    if file is None:
        raise Missing(N_("This file is not here."))
    return file


def select_own(person: Person) -> Select[InformationRequest]:
    """Return the statement for what a person asked for."""
    return select(_Row).where(_Row.person_id == person.id).options(joinedload(_Row.agency))


def served(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on agencies for which the actor answers.

    What people ask is read at the agency that answers: a role at the portal as a whole
    opens nothing, but the Chamber's officers answer for the Chamber.
    """
    held = {d.agency_id for d in actor.duties if d.role in ANSWERING and d.agency_id is not None}
    own = or_(Agency.id.in_(held), Agency.parent_id.in_(held)) if held else false()
    return or_(own, Agency.kind == "chamber") if actor.has(Role.CHAMBER) else own


def _select_served(actor: Actor) -> Select[InformationRequest]:
    return (
        select(_Row)
        .where(_Row.agency.has(served(actor)))
        .options(joinedload(_Row.agency), joinedload(_Row.theme), joinedload(_Row.handler))
    )


def select_open(actor: Actor, *, overdue_on: date | None = None) -> Select[InformationRequest]:
    """Return the statement for what the actor's agencies owe; with a day, what is overdue then."""
    query = _select_served(actor).where(_Row.state.in_(OPEN_REQUESTS))
    return query if overdue_on is None else query.where(_Row.due_on < overdue_on)


def select_closed(actor: Actor) -> Select[InformationRequest]:
    """Return the statement for what the actor's agencies answered."""
    return _select_served(actor).where(_Row.closed_on.is_not(None))


def appeals_before(actor: Actor, *, limit: int) -> list[InformationRequest]:
    """Return the appeals that the actor's agencies are to decide, the oldest first. 1 statement.

    With agency and steps, of which the last is the appeal: 2 statements where there are any.
    """
    held = {d.agency_id for d in actor.duties if d.role is Role.APPROVER and d.agency_id}
    own = or_(Agency.id.in_(held), Agency.parent_id.in_(held)) if held else false()
    if actor.has(Role.CHAMBER):
        own = or_(own, Agency.kind == "chamber")
    query = (
        select(_Row)
        .where(_Row.state == RequestState.APPEALED, _Row.agency.has(own))
        .options(joinedload(_Row.agency), selectinload(_Row.steps))
        .order_by(_Row.closed_on, _Row.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Queue:
    """What waits at a desk, in numbers."""

    waiting: int
    overdue: int
    untouched: int
    """Nobody has taken them in hand."""
    oldest: date | None
    """The day on which the oldest was received."""


def queue_of(actor: Actor, *, today: date) -> Queue:
    """Count what the actor's agencies owe. 1 statement."""
    query = select(
        func.count(_Row.id),
        func.count(case((_Row.due_on < today, 1))),
        func.count(case((_Row.acknowledged_on.is_(None), 1))),
        func.min(_Row.received_on),
    ).where(_Row.state.in_(OPEN_REQUESTS), _Row.agency.has(served(actor)))
    return Queue(*db.session.execute(query).one())


@dataclass(frozen=True)
class Figures:
    """How requests are answered, for everyone."""

    received: int
    answered: int
    on_time: int
    overdue: int
    public: int


def figures(today: date) -> Figures:
    """Count every request. 1 statement."""
    closed = _Row.closed_on.is_not(None)
    late = and_(_Row.state.in_(OPEN_REQUESTS), _Row.due_on < today)
    query = select(
        func.count(_Row.id),
        func.count(case((closed, 1))),
        func.count(case((and_(closed, _Row.closed_on <= _Row.due_on), 1))),
        func.count(case((late, 1))),
        select(func.count(PublicAnswer.id)).scalar_subquery(),
    ).where(_Row.state.not_in(NOT_ASKED))
    return Figures(*db.session.execute(query).one())
