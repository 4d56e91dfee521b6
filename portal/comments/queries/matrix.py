"""Where the associations of a docket stand, question by question, and where they agree (R50)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, select

from portal.accounts.models import Organisation
from portal.accounts.rules import OrganisationGroup
from portal.comments.models import Comment, Point
from portal.comments.rules import POSTED, Agreement, Stance, Visibility, agreement
from portal.kernel.database import db

MOST_ROWS = 50
"""Associations on one page."""

WHOLE = 0
"""The column of the docket as a whole; the others are row numbers of questions."""


@dataclass(frozen=True)
class Position:
    """Where an association stands: by column, where it said so."""

    organisation: Organisation
    stances: Mapping[int, Stance]


@dataclass(frozen=True)
class Matrix:
    """Associations against questions."""

    rows: Sequence[Position]
    agreements: Mapping[int, Agreement]
    """By column, over all associations and not those of this page alone."""
    associations: int
    after: int | None
    """From which row number of an organisation the list goes on."""


_CELLS = (
    select(Organisation.id, Comment.stance, Point.question_id, Point.stance)
    .select_from(Comment)
    .join(Organisation, Organisation.id == Comment.organisation_id)
    .outerjoin(Point, and_(Point.comment_id == Comment.id, Point.question_id.is_not(None)))
    .where(
        Comment.docket_id == bindparam("docket"),
        Comment.organisation_id.is_not(None),
        Comment.state.in_(POSTED),
        Comment.visibility.not_in((Visibility.COMMITTEE, Visibility.ANONYMOUS_PUBLIC)),
        Organisation.group == OrganisationGroup.ASSOCIATION,
    )
    .order_by(Comment.filed_at, Comment.id, Point.number)
)
"""What associations said, the first filed first. Put together once."""


def matrix_of(docket_id: int, *, after: int = 0, size: int = MOST_ROWS) -> Matrix:
    """Return where associations stand, as each said last. 2 statements.

    A point without a stance of its own has that of its comment.
    """
    said: dict[int, dict[int, Stance]] = {}
    for key, whole, question, own in db.session.execute(_CELLS, {"docket": docket_id}):
        stances = said.setdefault(key, {})
        if whole:
            stances[WHOLE] = whole
        if question and (stance := own or whole):
            stances[question] = stance
    columns = {column for stances in said.values() for column in stances}
    agreements = {
        column: agreement(stances[column] for stances in said.values() if column in stances)
        for column in columns
    }
    keys = sorted(key for key in said if key > after)
    return Matrix(
        rows=_positions(keys[:size], said),
        agreements=agreements,
        associations=len(said),
        after=keys[size - 1] if len(keys) > size else None,
    )


def _positions(keys: Sequence[int], said: Mapping[int, Mapping[int, Stance]]) -> list[Position]:
    these: Any = keys or [0]
    query = select(Organisation).where(Organisation.id.in_(these)).order_by(Organisation.id)
    return [Position(found, said[found.id]) for found in db.session.scalars(query)]
