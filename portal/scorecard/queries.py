"""Measuring dockets of the portal's own register: what came in, what was answered, promised, kept.

Documents of other registers are left out: nobody here owes answers to them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import joinedload

from portal.comments.models import Tally
from portal.comments.rules import POSTED, CommentState
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.register.models import Docket, Notice
from portal.register.rules import NoticeKind, NoticeState
from portal.responses.models import Batch, Commitment, Concern, Response
from portal.responses.queries import coverage_by_docket
from portal.responses.rules import OWED, TAKEN_UP, BatchState, CommitmentState, Coverage
from portal.scorecard.rules import ANSWER_WITHIN, Standing, due_on, share, standing

PUBLISHED = Batch.state == BatchState.PUBLISHED

OURS = (
    select(Notice.docket_id)
    .where(Notice.state == NoticeState.PUBLISHED, Notice.kind != NoticeKind.FOREIGN)
    .distinct()
)
"""Row numbers of the dockets that are measured."""

Key = tuple[date, int]


@dataclass(frozen=True)
class Score:
    """One docket, measured."""

    docket: Docket
    opens_on: date | None
    closes_on: date | None
    received: int
    posted: int
    coverage: Coverage
    taken_up: int
    """Concerns accepted in full or in part."""
    last_on: date | None
    """The day of the latest answers."""
    standing: Standing

    @property
    def days_open(self) -> int | None:
        """How many legal days comments were taken, from the first to the last."""
        if self.opens_on is None or self.closes_on is None:
            return None
        return (self.closes_on - self.opens_on).days + 1

    @property
    def due(self) -> date | None:
        """The last day on which answers are in time."""
        return due_on(self.closes_on) if self.closes_on else None

    @property
    def answered_share(self) -> int | None:
        """Per cent of posted points whose concern is answered; nothing where there are none."""
        return share(self.coverage.points_answered, self.coverage.points)

    @property
    def accepted_share(self) -> int | None:
        """Per cent of answered concerns that were accepted in full or in part."""
        return share(self.taken_up, self.coverage.answered)


@dataclass(frozen=True)
class Totals:
    """The whole register in numbers."""

    dockets: int
    received: int
    posted: int
    points: int
    points_answered: int
    concerns: int
    answered: int
    taken_up: int
    promised: int
    kept: int
    cancelled: int
    overdue: int

    @property
    def answered_share(self) -> int | None:
        """Per cent of posted points whose concern is answered."""
        return share(self.points_answered, self.points)

    @property
    def accepted_share(self) -> int | None:
        """Per cent of answered concerns that were accepted in full or in part."""
        return share(self.taken_up, self.answered)

    @property
    def kept_share(self) -> int | None:
        """Per cent kept of the promises that are settled, or whose day has passed."""
        return share(self.kept, self.kept + self.cancelled + self.overdue)


def totals(today: date) -> Totals:
    """Return the whole register in numbers. One statement."""
    comments = select(func.coalesce(func.sum(Tally.number), 0)).where(Tally.docket_id.in_(OURS))
    points = select(func.coalesce(func.sum(Tally.points), 0)).where(Tally.docket_id.in_(OURS))
    concerns = select(func.count(Concern.id)).where(Concern.docket_id.in_(OURS), Concern.points > 0)
    points_answered = (
        select(func.coalesce(func.sum(Concern.points), 0))
        .join(Response, Response.concern_id == Concern.id)
        .join(Batch, Batch.id == Response.batch_id)
        .where(PUBLISHED, Concern.docket_id.in_(OURS))
    )
    answers = (
        select(func.count(Response.id))
        .join(Batch, Batch.id == Response.batch_id)
        .where(PUBLISHED, Batch.docket_id.in_(OURS))
    )
    promises = select(func.count(Commitment.id)).where(Commitment.made_on.is_not(None))
    cancelled = Commitment.state == CommitmentState.CANCELLED_WITH_REASON
    parts = (
        select(func.count()).select_from(OURS.subquery()),
        comments.where(Tally.state != CommentState.VERIFICATION_PENDING),
        comments.where(Tally.state.in_(POSTED)),
        points.where(Tally.state.in_(POSTED)),
        points_answered,
        concerns,
        answers,
        answers.where(Response.disposition.in_(TAKEN_UP)),
        promises,
        promises.where(Commitment.state == CommitmentState.DONE),
        promises.where(cancelled),
        promises.where(Commitment.state.in_(OWED), Commitment.due_on < today),
    )
    row = db.session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    return Totals(*(int(number) for number in row))


def scores(*, today: date, before: Key | None = None, limit: int) -> tuple[list[Score], Key | None]:
    """Return dockets, the latest opened first, and the key before which more follow.

    6 statements.
    """
    query = (
        select(Docket)
        .where(Docket.opened_on.is_not(None), Docket.id.in_(OURS))
        .options(joinedload(Docket.agency))
        .order_by(Docket.opened_on.desc(), Docket.id.desc())
        .limit(limit + 1)
    )
    if before:
        day, key = before
        query = query.where(Docket.opened_on <= day, (Docket.opened_on != day) | (Docket.id < key))
    dockets = list(db.session.scalars(query))
    found = measured(dockets[:limit], today=today)
    last = dockets[limit - 1] if len(dockets) > limit else None
    return found, (last.opened_on, last.id) if last and last.opened_on else None


def late_dockets(*, today: date, limit: int = 50) -> list[Docket]:
    """Return dockets whose answers are late, those longest late first. 1 statement."""
    closing = (
        select(Notice.docket_id, func.max(Notice.closes_on).label("closes_on"))
        .where(Notice.state == NoticeState.PUBLISHED, Notice.kind != NoticeKind.FOREIGN)
        .group_by(Notice.docket_id)
        .having(func.max(Notice.closes_on) < today - timedelta(days=ANSWER_WITHIN.days))
        .subquery()
    )
    query = (
        select(Docket, closing.c.closes_on)
        .join(closing, closing.c.docket_id == Docket.id)
        .where(Docket.opened_on.is_not(None), _is_incomplete())
        .options(joinedload(Docket.agency))
        .order_by(closing.c.closes_on, Docket.id)
        .limit(limit)
    )
    return [docket for docket, day in db.session.execute(query) if due_on(day) < today]


def _is_incomplete() -> ColumnElement[bool]:
    """Say in SQL that more points are posted than belong to answered concerns."""
    said = (
        select(func.coalesce(func.sum(Tally.points), 0))
        .where(Tally.docket_id == Docket.id, Tally.state.in_(POSTED))
        .correlate(Docket)
        .scalar_subquery()
    )
    answered = (
        select(func.coalesce(func.sum(Concern.points), 0))
        .join(Response, Response.concern_id == Concern.id)
        .join(Batch, Batch.id == Response.batch_id)
        .where(Concern.docket_id == Docket.id, PUBLISHED)
        .correlate(Docket)
        .scalar_subquery()
    )
    return said > answered


def measured(dockets: Collection[Docket], *, today: date) -> list[Score]:
    """Measure dockets. 5 statements, however many."""
    keys = [docket.id for docket in dockets]
    periods = {row.docket_id: row for row in db.session.execute(_periods(keys))}
    tallies = {row.docket_id: row for row in db.session.execute(_tallies(keys))}
    answers = {row.docket_id: row for row in db.session.execute(_answers(keys))}
    coverage = coverage_by_docket(keys)
    return [
        _score(
            docket,
            periods.get(docket.id),
            tallies.get(docket.id),
            coverage[docket.id],
            answers.get(docket.id),
            today,
        )
        for docket in dockets
    ]


def _score(
    docket: Docket,
    period: Row[int, date | None, date | None] | None,
    tally: Row[int, int, int] | None,
    coverage: Coverage,
    answers: Row[int, int, datetime | None] | None,
    today: date,
) -> Score:
    closes_on = period.closes_on if period else None
    last_on = legal_day(answers.last_at) if answers and answers.last_at else None
    return Score(
        docket=docket,
        opens_on=period.opens_on if period else None,
        closes_on=closes_on,
        received=int(tally.received) if tally else 0,
        posted=int(tally.posted) if tally else 0,
        coverage=coverage,
        taken_up=int(answers.taken_up) if answers else 0,
        last_on=last_on,
        standing=standing(closes_on=closes_on, coverage=coverage, last_on=last_on, today=today),
    )


def _periods(keys: Collection[int]) -> Select[int, date | None, date | None]:
    return (
        select(
            Notice.docket_id,
            func.min(Notice.opens_on).label("opens_on"),
            func.max(Notice.closes_on).label("closes_on"),
        )
        .where(Notice.docket_id.in_(keys), Notice.state == NoticeState.PUBLISHED)
        .group_by(Notice.docket_id)
    )


def _tallies(keys: Collection[int]) -> Select[int, int, int]:
    confirmed = Tally.state != CommentState.VERIFICATION_PENDING
    return (
        select(
            Tally.docket_id,
            func.sum(case((confirmed, Tally.number), else_=0)).label("received"),
            func.sum(case((Tally.state.in_(POSTED), Tally.number), else_=0)).label("posted"),
        )
        .where(Tally.docket_id.in_(keys))
        .group_by(Tally.docket_id)
    )


def _answers(keys: Collection[int]) -> Select[int, int, datetime | None]:
    taken_up = case((Response.disposition.in_(TAKEN_UP), 1), else_=0)
    return (
        select(
            Batch.docket_id,
            func.sum(taken_up).label("taken_up"),
            func.max(Batch.published_at).label("last_at"),
        )
        .join(Response, Response.batch_id == Batch.id)
        .where(Batch.docket_id.in_(keys), PUBLISHED)
        .group_by(Batch.docket_id)
    )


def contacts(dockets: Collection[Docket]) -> dict[int, str]:
    """Return where the agency of each docket takes questions, by row number. 1 statement."""
    query = (
        select(Notice.docket_id, Notice.contact_email)
        .where(
            Notice.docket_id.in_([docket.id for docket in dockets]),
            Notice.state == NoticeState.PUBLISHED,
            Notice.contact_email != "",
        )
        .order_by(Notice.id)
    )
    return {key: str(address) for key, address in db.session.execute(query)}
