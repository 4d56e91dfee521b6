"""Lists of comments, paged by key, and the kept counts of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from portal.accounts.models import Organisation, Person
from portal.accounts.rules import OrganisationGroup
from portal.comments.models import Comment, CommentFile, Point, Tally
from portal.comments.queries.filing import Asked
from portal.comments.rules import OF_COMMITTEES, POSTED, CommentState, Stance, Visibility
from portal.kernel.database import db
from portal.kernel.paging import PAGE, Page, Turn, page_in, page_of, walk
from portal.register.models import Notice, Question
from portal.register.rules import NoticeState

SHOWN_POINTS = 3
SHOWN_LETTERS = 420
"""How much of a comment a list shows."""


@dataclass(frozen=True)
class Counts:
    """How many comments came in, how many are posted, how many wait to be read."""

    received: int
    posted: int
    waiting: int
    points: int
    """Points of the posted comments."""


_COUNTS = (
    select(Tally.state, func.sum(Tally.number), func.sum(Tally.points))
    .where(Tally.docket_id == bindparam("docket"))
    .group_by(Tally.state)
)
"""Put together once."""


def counts_of(docket_id: int) -> Counts:
    """Return the kept counts of a docket. One statement."""
    rows = db.session.execute(_COUNTS, {"docket": docket_id})
    by_state = {state: (int(n), int(p)) for state, n, p in rows}
    unconfirmed = CommentState.VERIFICATION_PENDING
    return Counts(
        received=sum(n for state, (n, _p) in by_state.items() if state is not unconfirmed),
        posted=sum(by_state.get(state, (0, 0))[0] for state in POSTED),
        waiting=by_state.get(CommentState.IN_MODERATION, (0, 0))[0],
        points=sum(by_state.get(state, (0, 0))[1] for state in POSTED),
    )


@dataclass(frozen=True)
class Narrowing:
    """Which comments a reader wants to see; empty: all."""

    stance: Stance | None = None
    group: OrganisationGroup | None = None
    people: bool = False
    """Only those of people who speak for no organisation."""
    question: int | None = None
    """The row number of a question."""
    region: int | None = None
    """The row number of the region that it concerns or comes from."""

    def __bool__(self) -> bool:
        return bool(self.stance or self.group or self.people or self.question or self.region)


@dataclass(frozen=True)
class Excerpt:
    """The beginning of a point, for a list."""

    number: int
    stance: Stance | None
    ask: str
    text: str
    is_cut: bool


@dataclass(frozen=True)
class Line:
    """A comment as a list shows it."""

    comment: Comment
    points: Sequence[Excerpt]
    all_points: int
    files: int


def posted_comments(
    docket_id: int, *, narrowing: Narrowing, turn: Turn | None = None, size: int = PAGE
) -> Page:
    """Return a page of the posted comments of a docket, the newest first, as lines.

    Four statements, which read no more rows than they show: each state is walked along
    its own index and the ends are put together.
    """
    at = Comment.filed_at
    alike = replace(
        narrowing,
        question=ANY if narrowing.question else None,
        region=ANY if narrowing.region else None,
    )
    query = _posted(alike, _way(turn), size)
    values: dict[str, Any] = {"docket": docket_id}
    values |= {"question": narrowing.question, "region": narrowing.region}
    values |= {"at": turn.value, "key": turn.number} if turn else {}
    page = page_in(db.session.scalars(query, values).all(), at, turn=turn, size=size)
    return replace(page, rows=_lines(page.rows)) if page.rows else page


ANY = 1
"""Stands for the question or region asked for, in statements that serve for all of them."""


class Way(Enum):
    """Where a page of a list lies."""

    FIRST = "first"
    ON = "on"
    BACK = "back"


def _way(turn: Turn | None) -> Way:
    if turn is None:
        return Way.FIRST
    return Way.BACK if turn.back else Way.ON


@lru_cache(maxsize=256)
def _posted(narrowing: Narrowing, way: Way, size: int) -> Select[Comment]:
    """Return the statement for a page, put together once for each way to narrow the list."""
    turn = None
    if way is not Way.FIRST:
        value: Any = bindparam("at", type_=Comment.filed_at.type)
        number: Any = bindparam("key", type_=Comment.id.type)
        turn = Turn(value, number, back=way is Way.BACK)
    of_docket = select(Comment.id).where(Comment.docket_id == bindparam("docket"))
    query = _together(
        _narrowed(of_docket, narrowing), POSTED, descending=True, turn=turn, size=size
    )
    return query.options(joinedload(Comment.organisation))


def _together(
    keys: Select[int],
    states: Iterable[CommentState],
    *,
    descending: bool,
    turn: Turn | None,
    size: int,
) -> Select[Comment]:
    """Return the statement for comments of several states in the order of their filing.

    Each state is walked along its own index, as far as the page goes; then the walks are
    put together.
    """
    way: dict[str, Any] = {"descending": descending, "turn": turn, "size": size}
    walks = [
        walk(keys.where(Comment.state == state), Comment.filed_at, **way).subquery()
        for state in states
    ]
    ends = union_all(*(select(end.c.id) for end in walks))
    query = select(Comment).where(Comment.id.in_(ends))
    return walk(query, Comment.filed_at, **way)


def select_received(docket_id: int, *, turn: Turn | None, size: int) -> Select[Comment]:
    """Return the statement for the next comments of a docket that count, the first filed first."""
    received = [state for state in CommentState if state is not CommentState.VERIFICATION_PENDING]
    of_docket = select(Comment.id).where(Comment.docket_id == docket_id)
    return _together(of_docket, received, descending=False, turn=turn, size=size)


def comments_of_organisation(organisation: Organisation, *, turn: Turn | None = None) -> Page:
    """Return a page of what an organisation filed and everyone may read, the newest first.

    As lines, each with its docket. Four statements.
    """
    query = (
        select(Comment)
        .where(
            Comment.organisation_id == organisation.id,
            Comment.state.in_(POSTED),
            Comment.visibility.not_in((Visibility.COMMITTEE, Visibility.ANONYMOUS_PUBLIC)),
        )
        .options(joinedload(Comment.docket), joinedload(Comment.agent))
    )
    page = page_of(query, Comment.filed_at, descending=True, turn=turn)
    return replace(page, rows=_lines(page.rows)) if page.rows else page


def _narrowed(query: Select[Any], narrowing: Narrowing) -> Select[Any]:
    query = query.where(Comment.visibility != Visibility.COMMITTEE)
    if narrowing.stance:
        query = query.where(Comment.stance == narrowing.stance)
    if narrowing.people:
        query = query.where(
            Comment.organisation_id.is_(None), Comment.capacity.not_in(OF_COMMITTEES)
        )
    if narrowing.group:
        query = query.where(Comment.organisation.has(Organisation.group == narrowing.group))
    if narrowing.region:
        query = query.where(Comment.region_id == bindparam("region"))
    if narrowing.question:
        query = query.where(Comment.points.any(Point.question_id == bindparam("question")))
    return query


_OF_THESE: Any = bindparam("comments", expanding=True)
_BEGINNINGS = (
    select(
        Point.comment_id,
        Point.number,
        Point.stance,
        Point.ask,
        func.substr(Point.text, 1, SHOWN_LETTERS),
        func.length(Point.text) > SHOWN_LETTERS,
    )
    .where(Point.comment_id.in_(_OF_THESE), Point.number <= SHOWN_POINTS)
    .order_by(Point.comment_id, Point.number)
)
_POINTS = (
    select(Point.comment_id, func.max(Point.number))
    .where(Point.comment_id.in_(_OF_THESE))
    .group_by(Point.comment_id)
)
_FILES = (
    select(CommentFile.comment_id, func.count())
    .where(CommentFile.comment_id.in_(_OF_THESE))
    .group_by(CommentFile.comment_id)
)
"""Put together once."""


def _lines(comments: Sequence[Comment]) -> list[Line]:
    these = {"comments": [comment.id for comment in comments]}
    points: dict[int, list[Excerpt]] = {}
    for key, *excerpt in db.session.execute(_BEGINNINGS, these):
        points.setdefault(key, []).append(Excerpt(*excerpt))
    totals = {key: int(number) for key, number in db.session.execute(_POINTS, these)}
    files = {key: int(number) for key, number in db.session.execute(_FILES, these)}
    return [
        Line(
            comment, points.get(comment.id, []), totals.get(comment.id, 0), files.get(comment.id, 0)
        )
        for comment in comments
    ]


_QUESTIONS = (
    select(Question.id, Question.number, Question.text, Notice.number)
    .join(Question.notice)
    .where(Notice.docket_id == bindparam("docket"), Notice.state == NoticeState.PUBLISHED)
    .order_by(Notice.published_on, Notice.id, Question.number)
    .limit(200)
)
"""Put together once."""


def questions_in(docket_id: int) -> list[tuple[Asked, str]]:
    """Return the questions of a docket's published notices, each with its notice's number."""
    rows = db.session.execute(_QUESTIONS, {"docket": docket_id})
    return [(Asked(key, number, text), notice or "") for key, number, text, notice in rows]


def select_own(person: Person) -> Select[Comment]:
    """Return the statement for the comments of a person and of those they speak for."""
    ours = [m.organisation_id for m in person.memberships if person.represents(m.organisation_id)]
    return (
        select(Comment)
        .where(or_(Comment.person_id == person.id, Comment.organisation_id.in_(ours)))
        .options(
            joinedload(Comment.notice),
            joinedload(Comment.docket),
            joinedload(Comment.organisation),
        )
    )


def select_queue() -> Select[Comment]:
    """Return the statement for the comments that wait for a moderator."""
    return (
        select(Comment)
        .where(Comment.state == CommentState.IN_MODERATION)
        .options(
            joinedload(Comment.notice),
            joinedload(Comment.docket),
            joinedload(Comment.organisation),
        )
    )


def count_waiting() -> int:
    """Return how many comments wait for a moderator. One statement."""
    waiting = select(func.coalesce(func.sum(Tally.number), 0))
    return int(db.session.scalar(waiting.where(Tally.state == CommentState.IN_MODERATION)) or 0)
