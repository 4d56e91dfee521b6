"""Readings that draw on several rooms: the home page, one notice, one docket."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, bindparam, func, select

from portal.comments.models import Tally
from portal.comments.rules import POSTED, CommentState
from portal.committees.models import Committee
from portal.committees.queries import is_mirror, still_sits
from portal.kernel.database import db
from portal.negotiations.models import Theme
from portal.register.models import Notice, NoticeText
from portal.register.rules import NoticeState
from portal.responses.models import Batch, Commitment, Response
from portal.responses.rules import BatchState, CommitmentState


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


def text_for(notice: Notice, locale: str) -> NoticeText | None:
    """Return the wording for a reader of the language; the source where there is none."""
    by_locale = {text.locale: text for text in notice.texts}
    source = next((text for text in notice.texts if text.is_source), None)
    return by_locale.get(locale, source)


_COUNTS = (
    select(Tally.state, func.sum(Tally.number))
    .where(Tally.docket_id == bindparam("docket"))
    .group_by(Tally.state)
)
_TODAY = bindparam("today", type_=Date)
_MIRRORS = select(Committee).where(
    Committee.theme_id.in_(bindparam("themes", expanding=True)), is_mirror(), still_sits(_TODAY)
)
"""Put together once."""


def counts_of(docket_id: int) -> Counts:
    """Return the kept counts of a docket."""
    rows = db.session.execute(_COUNTS, {"docket": docket_id})
    return _counted((state, int(number)) for state, number in rows)


def _counted(rows: Iterable[tuple[CommentState, int]]) -> Counts:
    received = posted = 0
    for state, number in rows:
        if state is not CommentState.VERIFICATION_PENDING:
            received += number
        if state in POSTED:
            posted += number
    return Counts(received, posted)


def committees_for(themes: Iterable[Theme], *, on: date) -> dict[int, Committee]:
    """Return the committee that mirrors each theme on the day, by the theme's row number."""
    keys = [theme.id for theme in themes]
    found = db.session.scalars(_MIRRORS, {"themes": keys or [0], "today": on})
    return {committee.theme_id: committee for committee in found}


def _figures() -> Select[Any]:
    is_open = (Notice.opens_on <= _TODAY) & (Notice.closes_on >= _TODAY)
    published = (Notice.state == NoticeState.PUBLISHED) & is_open
    unconfirmed = Tally.state == CommentState.VERIFICATION_PENDING
    answered = (
        select(func.count(Response.id)).join(Batch).where(Batch.state == BatchState.PUBLISHED)
    )
    promises = select(func.count(Commitment.id)).where(Commitment.made_on.is_not(None))
    return select(
        select(func.count(Notice.id)).where(published).scalar_subquery(),
        select(func.coalesce(func.sum(Tally.number), 0)).where(~unconfirmed).scalar_subquery(),
        answered.scalar_subquery(),
        promises.scalar_subquery(),
        promises.where(Commitment.state == CommitmentState.DONE).scalar_subquery(),
    )


_FIGURES = _figures()
"""Put together once."""


def figures(today: date) -> Figures:
    """Return the portal in numbers. One statement."""
    row = db.session.execute(_FIGURES, {"today": today}).one()
    return Figures(*(int(number) for number in row))
