"""What those who answer read: points to group, concerns, batches, promises owed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import Actor
from portal.accounts.rules import Role
from portal.comments.models import Point, Tally
from portal.comments.rules import Stance
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.register.models import Docket, Question
from portal.register.queries import served_by
from portal.responses.models import (
    Batch,
    Commitment,
    Concern,
    Grouping,
    Response,
    ResponseCommitment,
)
from portal.responses.queries.counts import coverage_by_docket
from portal.responses.queries.quotes import LONG, Quote, quote_of, select_quotes
from portal.responses.rules import OPEN_TO_CHANGE, OWED, BatchState, Coverage

READERS = (Role.ANALYST, Role.NEGOTIATOR, Role.APPROVER)
WAITING = (BatchState.SUBMITTED,)


@dataclass(frozen=True)
class Work:
    """A docket on the desk, and what is to be done in it."""

    docket: Docket
    coverage: Coverage
    drafted: int
    """Answers written and not handed in yet."""
    batch: Batch | None
    """What waits for an approver."""
    overdue: int
    """Promises of the docket whose day has passed."""


def dockets_on_desk(
    actor: Actor, *, today: date, before: int | None = None, limit: int
) -> tuple[list[Work], int | None]:
    """Return the newest dockets of the actor's agencies that were commented on. 6 statements.

    With them the key before which the next page goes on.
    """
    said = select(Tally.id).where(Tally.docket_id == Docket.id).exists()
    query = (
        select(Docket)
        .where(Docket.agency.has(served_by(actor, *READERS)), said)
        .options(joinedload(Docket.agency))
        .order_by(Docket.id.desc())
        .limit(limit + 1)
    )
    if before:
        query = query.where(Docket.id < before)
    dockets = list(db.session.scalars(query))
    keys = [docket.id for docket in dockets[:limit]]
    coverage = coverage_by_docket(keys)
    drafted = _drafted(keys)
    batches = {
        batch.docket_id: batch
        for batch in db.session.scalars(
            select(Batch).where(Batch.docket_id.in_(keys), Batch.state.in_(WAITING))
        )
    }
    overdue = _overdue(keys, today)
    work = [
        Work(x, coverage[x.id], drafted.get(x.id, 0), batches.get(x.id), overdue.get(x.id, 0))
        for x in dockets[:limit]
    ]
    return work, keys[-1] if len(dockets) > limit else None


def _drafted(dockets: Collection[int]) -> dict[int, int]:
    query = (
        select(Batch.docket_id, func.count(Response.id))
        .join(Response, Response.batch_id == Batch.id)
        .where(Batch.docket_id.in_(dockets), Batch.state.in_(OPEN_TO_CHANGE))
        .group_by(Batch.docket_id)
    )
    return {key: int(number) for key, number in db.session.execute(query)}


def _overdue(dockets: Collection[int], today: date) -> dict[int, int]:
    query = (
        select(Commitment.docket_id, func.count())
        .where(
            Commitment.docket_id.in_(dockets),
            Commitment.made_on.is_not(None),
            Commitment.state.in_(OWED),
            Commitment.due_on < today,
        )
        .group_by(Commitment.docket_id)
    )
    return {key: int(number) for key, number in db.session.execute(query)}


def owed_by(actor: Actor, *, limit: int = 50) -> list[Commitment]:
    """Return promises that the actor's agencies still owe, the soonest due first."""
    roles = (*READERS, Role.AUTHOR, Role.CHAMBER)
    query = (
        select(Commitment)
        .where(
            Commitment.made_on.is_not(None),
            Commitment.state.in_(OWED),
            Commitment.agency.has(served_by(actor, *roles)),
        )
        .options(joinedload(Commitment.agency), joinedload(Commitment.docket))
        .order_by(Commitment.due_on, Commitment.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def ungrouped_points(
    docket: Docket,
    *,
    stance: Stance | None = None,
    question: int | None = None,
    after: int = 0,
    limit: int,
) -> tuple[list[Quote], int | None]:
    """Return points that belong to no concern yet, and the key after which more follow."""
    query = (
        select_quotes(LONG, everyone=False)
        .where(Point.docket_id == docket.id, Point.id > after, Grouping.id.is_(None))
        .order_by(Point.id)
        .limit(limit + 1)
    )
    if stance:
        query = query.where(Point.stance == stance)
    if question:
        query = query.where(Question.number == question)
    rows = db.session.execute(query).all()
    going_on = int(rows[limit - 1].id) if len(rows) > limit else None
    return [quote_of(row, LONG) for row in rows[:limit]], going_on


def concerns_of(docket: Docket, *, after: int = 0, limit: int) -> tuple[list[Concern], int | None]:
    """Return concerns with answer and batch, and the number after which more follow."""
    query = (
        select(Concern)
        .where(Concern.docket_id == docket.id, Concern.number > after)
        .options(joinedload(Concern.response).joinedload(Response.batch))
        .order_by(Concern.number)
        .limit(limit + 1)
    )
    found = list(db.session.scalars(query))
    return found[:limit], found[limit - 1].number if len(found) > limit else None


def open_concerns(docket: Docket, *, limit: int = 500) -> list[Concern]:
    """Return the concerns that still take points, the newest first."""
    query = (
        select(Concern)
        .outerjoin(Response, Response.concern_id == Concern.id)
        .outerjoin(Batch, Batch.id == Response.batch_id)
        .where(
            Concern.docket_id == docket.id,
            or_(Response.id.is_(None), Batch.state.in_(OPEN_TO_CHANGE)),
        )
        .order_by(Concern.number.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


def get_concern(docket: Docket, number: int) -> Concern:
    """Return a concern with its answer, as it stands, and its promises. Raises Missing."""
    query = (
        select(Concern)
        .where(Concern.docket_id == docket.id, Concern.number == number)
        .options(
            joinedload(Concern.theme),
            joinedload(Concern.response).options(
                joinedload(Response.batch),
                selectinload(Response.commitments).joinedload(Commitment.agency),
            ),
        )
    )
    concern = db.session.scalar(query)
    if concern is None:
        raise Missing(N_("There is no such concern."))
    return concern


def find_draft_batch(docket: Docket) -> Batch | None:
    """Return the batch of the docket whose answers may still be rewritten."""
    query = (
        select(Batch)
        .where(Batch.docket_id == docket.id, Batch.state.in_(OPEN_TO_CHANGE))
        .order_by(Batch.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def get_batch(key: int) -> Batch:
    """Return a batch with its docket and agency. Raises Missing."""
    query = (
        select(Batch)
        .where(Batch.id == key)
        .options(joinedload(Batch.docket).joinedload(Docket.agency))
    )
    batch = db.session.scalar(query)
    if batch is None:
        raise Missing(N_("There is no such batch of answers."))
    return batch


def answers_in(batch: Batch, *, after: int = 0, limit: int) -> tuple[list[Response], int | None]:
    """Return answers by the number of their concern, and the number after which more follow."""
    query = (
        select(Response)
        .join(Response.concern)
        .where(Response.batch_id == batch.id, Concern.number > after)
        .options(
            contains_eager(Response.concern).joinedload(Concern.theme),
            selectinload(Response.commitments).joinedload(Commitment.agency),
        )
        .order_by(Concern.number)
        .limit(limit + 1)
    )
    found = list(db.session.scalars(query))
    return found[:limit], found[limit - 1].concern.number if len(found) > limit else None


def count_answers(batch: Batch) -> int:
    """Return how many answers a batch holds."""
    query = select(func.count()).select_from(Response).where(Response.batch_id == batch.id)
    return db.session.scalar(query) or 0


def get_commitment(number: str) -> Commitment:
    """Return a promise that was made, with owner and docket. Raises Missing."""
    query = (
        select(Commitment)
        .where(Commitment.number == number, Commitment.made_on.is_not(None))
        .options(
            joinedload(Commitment.agency),
            joinedload(Commitment.docket).joinedload(Docket.agency),
        )
    )
    commitment = db.session.scalar(query)
    if commitment is None:
        raise Missing(N_("There is no such promise."))
    return commitment


def drafted_promises(docket: Docket) -> list[Commitment]:
    """Return the promises of other answers of the docket that an answer may share."""
    query = (
        select(Commitment)
        .where(Commitment.docket_id == docket.id, Commitment.state.in_(OWED))
        .options(joinedload(Commitment.agency))
        .order_by(Commitment.id)
        .limit(100)
    )
    return list(db.session.scalars(query))


def shares_of(commitments: Collection[Commitment]) -> dict[int, int]:
    """Return how many answers each of the promises serves, by row number."""
    keys = [commitment.id for commitment in commitments]
    query = (
        select(ResponseCommitment.commitment_id, func.count())
        .where(ResponseCommitment.commitment_id.in_(keys))
        .group_by(ResponseCommitment.commitment_id)
    )
    return {key: int(number) for key, number in db.session.execute(query)}
