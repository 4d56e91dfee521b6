"""What everyone reads: concerns with their published answers, and what became of one's points.

An answer that is only drafted is nothing here: its concern reads as not answered yet.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Organisation
from portal.comments.models import Comment, Point
from portal.comments.rules import POSTED, Visibility
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_, Localized
from portal.register.models import Docket, Notice
from portal.register.rules import NoticeState
from portal.responses.models import Batch, Commitment, Concern, Grouping, Response
from portal.responses.queries.counts import coverage_of
from portal.responses.rules import (
    TAKEN_UP,
    BatchState,
    Coverage,
    Disposition,
    days_to_answer,
)

EXCERPT = 200
"""Characters by which the author of a point knows it again."""

PUBLISHED = Batch.state == BatchState.PUBLISHED


@dataclass(frozen=True)
class Answered:
    """A concern, with its answer once that is published."""

    concern: Concern
    response: Response | None
    published_at: datetime | None

    @property
    def published_on(self) -> date | None:
        """The legal day of the answer."""
        return legal_day(self.published_at) if self.published_at else None


@dataclass(frozen=True)
class Headline:
    """The answers of a docket in numbers."""

    coverage: Coverage
    dispositions: dict[Disposition, int]
    """How many concerns ended so; every disposition is there."""
    days: int | None
    """Median of working days from the close of comments to the answer."""
    closed_on: date | None
    """The last day for comments, where there was one."""
    last_on: date | None
    """The day of the latest answers."""

    @property
    def taken_up(self) -> int:
        """How many concerns were accepted, in full or in part."""
        return sum(self.dispositions[kind] for kind in TAKEN_UP)


def headline_of(docket: Docket) -> Headline:
    """Return the answers of a docket in numbers. 4 statements."""
    by_kind = (
        select(Response.disposition, Batch.published_at, func.count())
        .join(Batch, Batch.id == Response.batch_id)
        .where(Batch.docket_id == docket.id, PUBLISHED)
        .group_by(Response.disposition, Batch.published_at)
    )
    closing = select(func.max(Notice.closes_on)).where(
        Notice.docket_id == docket.id, Notice.state == NoticeState.PUBLISHED
    )
    dispositions = dict.fromkeys(Disposition, 0)
    published: list[tuple[date, int]] = []
    for kind, at, count in db.session.execute(by_kind):
        dispositions[kind] += count
        if at:
            published.append((legal_day(at), count))
    closed_on = db.session.scalar(closing)
    return Headline(
        coverage=coverage_of(docket),
        dispositions=dispositions,
        days=days_to_answer(closed_on, published) if closed_on else None,
        closed_on=closed_on,
        last_on=max((day for day, _count in published), default=None),
    )


def _select_answered() -> Select[Concern, Response, Batch]:
    return (
        select(Concern, Response, Batch)
        .outerjoin(Response, Response.concern_id == Concern.id)
        .outerjoin(Batch, and_(Batch.id == Response.batch_id, PUBLISHED))
        .options(
            joinedload(Concern.theme),
            selectinload(Response.commitments).joinedload(Commitment.agency),
        )
    )


def _answered(concern: Concern, response: Response | None, batch: Batch | None) -> Answered:
    if batch is None:
        return Answered(concern, None, None)
    return Answered(concern, response, batch.published_at)


def list_answers(
    docket: Docket,
    *,
    disposition: Disposition | None = None,
    unanswered: bool = False,
    after: int = 0,
    limit: int,
) -> tuple[list[Answered], int | None]:
    """Return concerns by number, and the number after which the next page goes on.

    Narrowed to one disposition, or to what has no answer yet. 2 statements.
    """
    query = _select_answered().where(
        Concern.docket_id == docket.id, Concern.points > 0, Concern.number > after
    )
    if disposition:
        query = query.where(Batch.id.is_not(None), Response.disposition == disposition)
    elif unanswered:
        query = query.where(Batch.id.is_(None))
    found = db.session.execute(query.order_by(Concern.number).limit(limit + 1)).all()
    rows = [_answered(*row) for row in found[:limit]]
    return rows, rows[-1].concern.number if len(found) > limit else None


def list_unanswered(docket: Docket, *, limit: int) -> list[Concern]:
    """Return concerns for which nobody has drafted an answer. 1 statement."""
    query = (
        select(Concern)
        .outerjoin(Response, Response.concern_id == Concern.id)
        .where(Concern.docket_id == docket.id, Concern.points > 0, Response.id.is_(None))
        .order_by(Concern.number)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def find_answered(docket: Docket, number: int) -> Answered:
    """Return one concern of a docket with its answer. Raises Missing. 2 statements."""
    query = _select_answered().where(Concern.docket_id == docket.id, Concern.number == number)
    row = db.session.execute(query).first()
    if row is None:
        raise Missing(N_("There is no such concern."))
    return _answered(*row)


LOOKED_AT = 2_000
"""Points of a concern that are searched for organisations to name."""


def organisations_behind(concern: Concern, *, limit: int = 40) -> list[Organisation]:
    """Return organisations that raised a concern openly, in the order in which they did."""
    some = (
        select(Grouping.id, Grouping.point_id)
        .where(Grouping.concern_id == concern.id)
        .order_by(Grouping.id)
        .limit(LOOKED_AT)
        .subquery()
    )
    first = func.min(some.c.id)
    query = (
        select(Organisation)
        .join(Comment, Comment.organisation_id == Organisation.id)
        .join(Point, Point.comment_id == Comment.id)
        .join(some, some.c.point_id == Point.id)
        .where(
            Comment.state.in_(POSTED),
            Comment.visibility.in_((Visibility.PUBLIC, Visibility.BUSINESS_CONFIDENTIAL)),
        )
        .group_by(Organisation.id)
        .order_by(first)
        .limit(limit)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class PointAnswer:
    """What became of one point."""

    number: int
    ask: str
    concern: int | None
    """The number of the concern it belongs to, once it is grouped."""
    statement: Localized | None
    disposition: Disposition | None
    """Nothing until the answer is published."""
    answer: Localized | None


def _select_points() -> Select[Any]:
    return (
        select(
            Point.comment_id,
            Point.number,
            func.substr(Point.text, 1, EXCERPT + 1).label("text"),
            Point.ask,
            Concern.number.label("concern"),
            Concern.statement,
            Response.disposition,
            Response.answer,
            Batch.id.label("batch"),
        )
        .join(Comment, Comment.id == Point.comment_id)
        .outerjoin(Grouping, Grouping.point_id == Point.id)
        .outerjoin(Concern, Concern.id == Grouping.concern_id)
        .outerjoin(Response, Response.concern_id == Concern.id)
        .outerjoin(Batch, and_(Batch.id == Response.batch_id, PUBLISHED))
        .order_by(Point.comment_id, Point.number)
    )


def _point_answer(row: Row[Any]) -> PointAnswer:
    whole = len(row.text) <= EXCERPT
    return PointAnswer(
        number=row.number,
        ask=row.ask or (row.text if whole else row.text[:EXCERPT].rsplit(" ", 1)[0] + "…"),
        concern=row.concern,
        statement=row.statement,
        disposition=row.disposition if row.batch else None,
        answer=row.answer if row.batch else None,
    )


def answers_to(comment: str, *, docket: str | None = None) -> list[PointAnswer]:
    """Return what became of each point of a comment, by its tracking number. 1 statement.

    Empty where there is no such comment that everyone may read; with the number of a
    docket, no such comment in it.
    """
    query = _select_points().where(
        Comment.number == comment,
        Comment.state.in_(POSTED),
        Comment.visibility != Visibility.COMMITTEE,
    )
    if docket:
        query = query.join(Docket, Docket.id == Comment.docket_id).where(Docket.number == docket)
    return [_point_answer(row) for row in db.session.execute(query)]


def answers_by_comment(keys: Collection[int]) -> dict[int, list[PointAnswer]]:
    """Return what became of each point of comments, for those who filed them. 1 statement."""
    found: dict[int, list[PointAnswer]] = {key: [] for key in keys}
    for row in db.session.execute(_select_points().where(Comment.id.in_(found))):
        found[row.comment_id].append(_point_answer(row))
    return found


def filers_answered_by(batch: int, *, after: int = 0, limit: int | None = None) -> list[Comment]:
    """Return the comments that a published batch answers some point of, by row number."""
    points = (
        select(Point.comment_id)
        .join(Grouping, Grouping.point_id == Point.id)
        .join(Response, Response.concern_id == Grouping.concern_id)
        .join(Batch, Batch.id == Response.batch_id)
        .where(Batch.id == batch, PUBLISHED)
    )
    query = (
        select(Comment)
        .where(Comment.id.in_(points), Comment.id > after)
        .order_by(Comment.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))
