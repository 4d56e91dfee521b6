"""Points in the words of those who made them, shortened, with the way to the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select, union_all

from portal.accounts.models import Organisation
from portal.comments.models import Comment, Point
from portal.comments.rules import POSTED, Stance, Visibility
from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.register.models import Question
from portal.responses.models import Grouping

SHORT = 280
"""Characters of a quote where several stand under a concern."""

LONG = 700
"""Characters of a quote where the point itself is read."""

NAMELESS = Visibility.ANONYMOUS_PUBLIC


@dataclass(frozen=True)
class Quote:
    """What one point says, and whose it is as far as the public may know."""

    key: int
    """Row number of the point."""
    concern: int | None
    """Row number of the concern it is grouped into."""
    comment: str
    number: int
    ask: str
    text: str
    is_whole: bool
    stance: Stance | None
    question: int | None
    locale: str | None
    author: Localized | str | None
    """The organisation, else the name given; nothing where the author is not named."""

    @property
    def public_number(self) -> str:
        """The number under which the point can be cited."""
        return f"{self.comment}/{self.number}"


def select_quotes(length: int, *, everyone: bool) -> Select[Any]:
    """Return the statement for points as quotes; with `everyone`, only what all may read."""
    query = (
        select(
            Point.id,
            Grouping.id.label("grouping"),
            Grouping.concern_id,
            Comment.number.label("comment"),
            Point.number,
            Point.ask,
            func.substr(Point.text, 1, length + 1).label("text"),
            Point.stance,
            Question.number.label("question"),
            Comment.locale,
            Comment.visibility,
            Comment.author_name,
            Organisation.name.label("organisation"),
        )
        .join(Comment, Comment.id == Point.comment_id)
        .outerjoin(
            Organisation,
            Organisation.id == func.coalesce(Point.dissent_of_id, Comment.organisation_id),
        )
        .outerjoin(Question, Question.id == Point.question_id)
        .outerjoin(Grouping, Grouping.point_id == Point.id)
        .where(Comment.state.in_(POSTED))
    )
    return query.where(Comment.visibility != Visibility.COMMITTEE) if everyone else query


def quote_of(row: Row[Any], length: int) -> Quote:
    """Make a quote of a row of `select_quotes`."""
    author = row.organisation or row.author_name or None
    text = row.text.strip()
    return Quote(
        key=row.id,
        concern=row.concern_id,
        comment=row.comment,
        number=row.number,
        ask=row.ask,
        text=text[:length].rstrip() + ("…" if len(text) > length else ""),
        is_whole=len(text) <= length,
        stance=row.stance,
        question=row.question,
        locale=row.locale,
        author=None if row.visibility is NAMELESS else author,
    )


def quotes_for(concerns: Iterable[int], *, each: int = 3) -> dict[int, list[Quote]]:
    """Return the first public quotes of each concern, by its row number. 1 statement."""
    found: dict[int, list[Quote]] = {key: [] for key in concerns}
    if not found:
        return found
    first = [
        select_quotes(SHORT, everyone=True)
        .where(Grouping.concern_id == key)
        .order_by(Grouping.id)
        .limit(each)
        .subquery()
        for key in found
    ]
    rows = db.session.execute(union_all(*(select(some) for some in first))).all()
    for row in sorted(rows, key=lambda row: int(row.grouping)):
        found[row.concern_id].append(quote_of(row, SHORT))
    return found


def quotes_in(
    concern: int, *, after: int = 0, limit: int, everyone: bool
) -> tuple[list[Quote], int | None]:
    """Return the points of a concern, and the key from which the next page goes on."""
    query = (
        select_quotes(LONG, everyone=everyone)
        .where(Grouping.concern_id == concern, Grouping.id > after)
        .order_by(Grouping.id)
        .limit(limit + 1)
    )
    rows = db.session.execute(query).all()
    going_on = int(rows[limit - 1].grouping) if len(rows) > limit else None
    return [quote_of(row, LONG) for row in rows[:limit]], going_on
