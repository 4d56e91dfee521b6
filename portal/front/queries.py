"""Readings that draw on several rooms: the home page, one notice, one docket."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.comments.models import Tally
from portal.comments.rules import POSTED, CommentState
from portal.committees.models import Committee
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.negotiations.models import Theme
from portal.register.models import Docket, Notice, NoticeText
from portal.register.rules import NoticeState
from portal.responses.models import Batch, Commitment, Response
from portal.responses.rules import BatchState, CommitmentState

ROWS = 6
"""How many notices the home page lists under a heading."""


@dataclass(frozen=True)
class Counts:
    """How many comments came in, and how many everyone can read."""

    received: int
    posted: int


@dataclass(frozen=True)
class Figures:
    """The portal in numbers."""

    open_notices: int
    comments: int
    answered: int
    promises: int
    promises_kept: int


def get_notice(number: str) -> Notice:
    """Return a published notice with everything its page shows of the register."""
    query = (
        select(Notice)
        .where(Notice.number == number, Notice.state == NoticeState.PUBLISHED)
        .options(
            joinedload(Notice.agency),
            joinedload(Notice.docket).joinedload(Docket.negotiation),
            selectinload(Notice.texts),
            selectinload(Notice.questions),
            selectinload(Notice.themes),
        )
    )
    notice = db.session.scalar(query)
    if notice is None:
        raise Missing("There is no such notice.")
    return notice


def text_for(notice: Notice, locale: str) -> NoticeText | None:
    """Return the wording for a reader of the language; the source where there is none."""
    by_locale = {text.locale: text for text in notice.texts}
    source = next((text for text in notice.texts if text.is_source), None)
    return by_locale.get(locale, source)


def get_docket(number: str) -> Docket:
    """Return a docket that is open to the public."""
    query = (
        select(Docket)
        .where(Docket.number == number, Docket.opened_on.is_not(None))
        .options(
            joinedload(Docket.agency),
            joinedload(Docket.negotiation),
            selectinload(Docket.themes),
        )
    )
    docket = db.session.scalar(query)
    if docket is None:
        raise Missing("There is no such docket.")
    return docket


def notices_of(docket_id: int) -> list[Notice]:
    """Return the published notices of a docket, the oldest first."""
    query = (
        select(Notice)
        .where(Notice.docket_id == docket_id, Notice.state == NoticeState.PUBLISHED)
        .order_by(Notice.published_on, Notice.id)
        .options(joinedload(Notice.agency))
    )
    return list(db.session.scalars(query))


def counts_of(docket_id: int) -> Counts:
    """Return the kept counts of a docket."""
    query = (
        select(Tally.state, func.sum(Tally.number))
        .where(Tally.docket_id == docket_id)
        .group_by(Tally.state)
    )
    return _counted((state, int(number)) for state, number in db.session.execute(query))


def _counted(rows: Iterable[tuple[CommentState, int]]) -> Counts:
    received = posted = 0
    for state, number in rows:
        if state is not CommentState.VERIFICATION_PENDING:
            received += number
        if state in POSTED:
            posted += number
    return Counts(received, posted)


def committees_for(themes: Iterable[Theme]) -> dict[int, Committee]:
    """Return the mirror committee of each theme that has one, by the theme's row number."""
    keys = [theme.id for theme in themes]
    query = select(Committee).where(Committee.theme_id.in_(keys or [0]))
    return {committee.theme_id: committee for committee in db.session.scalars(query)}


def open_notices(today: date, limit: int = ROWS) -> list[Notice]:
    """Return notices that take comments, the soonest to close first."""
    query = (
        select(Notice)
        .where(
            Notice.state == NoticeState.PUBLISHED,
            Notice.opens_on <= today,
            Notice.closes_on >= today,
        )
        .order_by(Notice.closes_on, Notice.id)
        .limit(limit)
        .options(joinedload(Notice.agency))
    )
    return list(db.session.scalars(query))


def recent_notices(limit: int = ROWS) -> list[Notice]:
    """Return the notices published last."""
    query = (
        select(Notice)
        .where(Notice.state == NoticeState.PUBLISHED)
        .order_by(Notice.published_on.desc(), Notice.id.desc())
        .limit(limit)
        .options(joinedload(Notice.agency))
    )
    return list(db.session.scalars(query))


def figures(today: date) -> Figures:
    """Return the portal in numbers. One statement."""
    is_open = (Notice.opens_on <= today) & (Notice.closes_on >= today)
    published = (Notice.state == NoticeState.PUBLISHED) & is_open
    unconfirmed = Tally.state == CommentState.VERIFICATION_PENDING
    answered = select(func.count(Response.id)).join(Batch).where(Batch.state == BatchState.PUBLISHED)
    promises = select(func.count(Commitment.id))
    row = db.session.execute(
        select(
            select(func.count(Notice.id)).where(published).scalar_subquery(),
            select(func.coalesce(func.sum(Tally.number), 0)).where(~unconfirmed).scalar_subquery(),
            answered.scalar_subquery(),
            promises.scalar_subquery(),
            promises.where(Commitment.state == CommitmentState.DONE).scalar_subquery(),
        )
    ).one()
    return Figures(*(int(number) for number in row))
