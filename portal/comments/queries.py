"""Reading comments. `get_` raises Missing; lists are paged by key; counts are kept ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Organisation, Person, Region
from portal.accounts.queries import token_hash
from portal.accounts.rules import OrganisationGroup
from portal.comments.models import Comment, CommentFile, Filer, Point, Tally
from portal.comments.rules import OF_COMMITTEES, POSTED, CommentState, Stance, Visibility
from portal.committees.models import Committee, Seat, Term
from portal.committees.queries import runs
from portal.kernel.clock import legal_day
from portal.kernel.database import db, fill, first_row
from portal.kernel.errors import Missing
from portal.kernel.paging import PAGE, Page, Turn, page_in, walk
from portal.kernel.text import N_, Localized
from portal.register.models import Docket, Notice, NoticeTheme, Question
from portal.register.rules import CommentPeriod, NoticeState, period_of

SHOWN_POINTS = 3
SHOWN_LETTERS = 420
"""How much of a comment a list shows."""


@dataclass(frozen=True)
class Asked:
    """A question that a notice asks."""

    id: int
    number: int
    text: Localized


@dataclass(frozen=True)
class Consulted:
    """The docket that comments belong to."""

    id: int
    number: str


@dataclass(frozen=True)
class Call:
    """A published notice, as far as filing a comment needs it."""

    id: int
    number: str
    title: Localized
    opens_on: date | None
    closes_on: date | None
    docket: Consulted
    questions: Sequence[Asked]

    @property
    def period(self) -> CommentPeriod | None:
        """The comment period, where the notice opened one."""
        return period_of(self.opens_on, self.closes_on)


_PUBLISHED = (Notice.number == bindparam("number")) & (Notice.state == NoticeState.PUBLISHED)
_CALL = (
    select(
        Notice.id,
        Notice.title,
        Notice.opens_on,
        Notice.closes_on,
        Docket.id,
        Docket.number,
        Question.id,
        Question.number,
        Question.text,
    )
    .join(Docket, Docket.id == Notice.docket_id)
    .outerjoin(Question, Question.notice_id == Notice.id)
    .where(_PUBLISHED)
    .order_by(Question.number)
)
_DAYS = select(Notice.opens_on, Notice.closes_on).where(_PUBLISHED)
_OF_KEY = select(Comment.number).where(Comment.idempotency_key == bindparam("key"))
_REGIONS = select(Region.id, Region.name).order_by(Region.code)
"""What each filing asks, put together once."""

_DOCKET_OF = (
    select(Docket.number)
    .join(Comment, Comment.docket_id == Docket.id)
    .where(Comment.number == bindparam("number"))
)
"""What each reading of a comment asks, put together once."""


def get_call(number: str) -> Call:
    """Return a published notice that may be commented on. One statement. Raises Missing."""
    rows = db.session.execute(_CALL, {"number": number}).all()
    if not rows:
        raise Missing(N_("There is no such notice."))
    key, title, opens, closes, docket, docket_number, *_question = rows[0]
    questions = [Asked(*row[6:]) for row in rows if row[6]]
    return Call(key, number, title, opens, closes, Consulted(docket, docket_number), questions)


def period_now(number: str) -> CommentPeriod | None:
    """Return the comment period of a published notice as it stands now. Raises Missing."""
    days = db.session.execute(_DAYS, {"number": number}).first()
    if days is None:
        raise Missing(N_("There is no such notice."))
    return period_of(*days)


def find_by_key(key: str) -> str | None:
    """Return the number of the comment that was filed with this key, if one was."""
    return db.session.scalar(_OF_KEY, {"key": key})


_COMMENT = (
    select(Comment)
    .where(Comment.number == bindparam("number"))
    .options(
        joinedload(Comment.docket),
        joinedload(Comment.notice),
        joinedload(Comment.organisation),
        joinedload(Comment.region),
    )
)
_TO_DECIDE = _COMMENT.with_for_update(of=Comment)
_OF_COMMENT = {
    "points": select(Point)
    .where(Point.comment_id == bindparam("comment"))
    .options(joinedload(Point.question), joinedload(Point.dissent_of))
    .order_by(Point.number),
    "files": select(CommentFile)
    .where(CommentFile.comment_id == bindparam("comment"))
    .options(joinedload(CommentFile.attachment))
    .order_by(CommentFile.id),
}
"""Put together once."""


def get_comment(number: str, *, deciding: bool = False) -> Comment:
    """Return a comment with all that its page shows. 3 statements. Raises Missing.

    Whoever is about to decide about it has it alone until the end of the transaction.
    """
    comment = db.session.scalar(_TO_DECIDE if deciding else _COMMENT, {"number": number})
    if comment is None:
        raise Missing(N_("There is no such comment."))
    for name, statement in _OF_COMMENT.items():
        fill(comment, name, statement, comment=comment.id)
    return comment


def get_filed_by_link(secret: str, *, deciding: bool = False) -> tuple[Comment, Filer]:
    """Return the comment whose address is confirmed by this link, with its author.

    Raises Missing for a spent link.
    """
    query = select(Filer, Comment.number).join(Filer.comment)
    row = db.session.execute(query.where(Filer.token == token_hash(secret))).one_or_none()
    if row is None:
        raise Missing(N_("This link has been used already, or it is too old."))
    filer, number = row
    return get_comment(number, deciding=deciding), filer


def filer_of(comment: Comment) -> Filer | None:
    """Return how to reach the author of a comment."""
    return db.session.scalar(select(Filer).where(Filer.comment_id == comment.id))


def number_of(key: int | None) -> str | None:
    """Return the number of the comment with this row number."""
    return db.session.scalar(select(Comment.number).where(Comment.id == key)) if key else None


def find_docket_number(number: str) -> str | None:
    """Return the docket that a comment belongs to."""
    found = first_row(_DOCKET_OF, number=number)
    return found.number if found else None


def get_file(number: str, key: int) -> tuple[Comment, CommentFile]:
    """Return a file of a comment, with both. Raises Missing."""
    query = (
        select(CommentFile)
        .join(CommentFile.comment)
        .where(Comment.number == number, CommentFile.id == key)
        .options(joinedload(CommentFile.comment), joinedload(CommentFile.attachment))
    )
    file = db.session.scalar(query)
    if file is None:
        raise Missing(N_("This file is not here."))
    return file.comment, file


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

    def __bool__(self) -> bool:
        return bool(self.stance or self.group or self.people or self.question)


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
    asked = narrowing.question
    query = _posted(replace(narrowing, question=ANY if asked else None), _way(turn), size)
    values: dict[str, Any] = {"docket": docket_id, "question": asked}
    values |= {"at": turn.value, "key": turn.number} if turn else {}
    page = page_in(db.session.scalars(query, values).all(), at, turn=turn, size=size)
    return replace(page, rows=_lines(page.rows)) if page.rows else page


ANY = 1
"""Stands for the question that is asked for, in statements that serve for all of them."""


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
    at = Comment.filed_at
    turn = None
    if way is not Way.FIRST:
        value: Any = bindparam("at", type_=at.type)
        number: Any = bindparam("key", type_=Comment.id.type)
        turn = Turn(value, number, back=way is Way.BACK)
    walks = []
    for state in POSTED:
        keys = select(Comment.id).where(
            Comment.docket_id == bindparam("docket"), Comment.state == state
        )
        keys = _narrowed(keys, narrowing)
        walks.append(walk(keys, at, descending=True, turn=turn, size=size).subquery())
    ends = union_all(*(select(end.c.id) for end in walks))
    query = select(Comment).where(Comment.id.in_(ends)).options(joinedload(Comment.organisation))
    return walk(query, at, descending=True, turn=turn, size=size)


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


def regions() -> list[tuple[int, Localized]]:
    """Return the regions of the country: row number and name. One statement."""
    return [(key, name) for key, name in db.session.execute(_REGIONS)]


def notices_for_committees_of(
    person: Person, now: date | datetime, *, limit: int = PAGE
) -> list[Notice]:
    """Return notices that take comments and touch a theme of the person's committees.

    The soonest to close first, with agency, docket and themes. 2 statements.
    """
    ours = [membership.organisation_id for membership in person.memberships]
    if not ours:
        return []
    today = legal_day(now) if isinstance(now, datetime) else now
    seated = (
        select(Committee.theme_id)
        .join(Seat, Seat.committee_id == Committee.id)
        .join(Term, Term.seat_id == Seat.id)
        .where(Term.organisation_id.in_(ours), runs(today))
    )
    touched = select(NoticeTheme.notice_id).where(NoticeTheme.theme_id.in_(seated))
    query = (
        select(Notice)
        .where(
            Notice.state == NoticeState.PUBLISHED,
            Notice.opens_on <= today,
            Notice.closes_on >= today,
            Notice.id.in_(touched),
        )
        .options(joinedload(Notice.agency), joinedload(Notice.docket), selectinload(Notice.themes))
        .order_by(Notice.closes_on, Notice.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))
