"""What a filing must know: the notice that asks, what was filed already, the regions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Person, Region
from portal.comments.models import Comment
from portal.committees.models import Committee, Seat, Term
from portal.committees.queries import runs
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.paging import PAGE
from portal.kernel.text import N_, Localized
from portal.register.models import Docket, Notice, NoticeTheme, Question
from portal.register.rules import CommentPeriod, NoticeState, period_of


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
