"""The kept counts of comments and points: changing them, proving them, counting anew."""

import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Insert, bindparam, delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from portal.comments.models import Comment, Point, Tally
from portal.comments.rules import SHARDS, CommentState
from portal.kernel.database import db
from portal.register.models import Docket


def count(docket_id: int, state: CommentState, *, comments: int, points: int) -> None:
    """Add to the kept counts of a docket, or take away. 1 statement, on a shard at random."""
    connection = db.session.connection()
    connection.execute(
        _counting(connection.dialect.name),
        {
            "docket_id": docket_id,
            "state": state,
            "shard": secrets.randbelow(SHARDS),
            "number": comments,
            "points": points,
        },
    )


@cache
def _counting(dialect: str) -> Insert:
    """Return the statement, put together once."""
    table = Tally.__table__
    flavour: Any = postgresql if dialect == "postgresql" else sqlite
    statement = flavour.insert(table).values(
        {column.name: bindparam(column.name) for column in table.columns if column.name != "id"}
    )
    counted: Insert = statement.on_conflict_do_update(
        index_elements=[Tally.docket_id, Tally.state, Tally.shard],
        set_={name: table.c[name] + bindparam(name) for name in ("number", "points")},
    )
    return counted


@dataclass(frozen=True)
class Difference:
    """Where the kept counts are not what counting gives."""

    docket: str
    state: CommentState
    kept: tuple[int, int]
    """Comments and points."""
    counted: tuple[int, int]

    def __str__(self) -> str:
        return (
            f"{self.docket}, {self.state.value}: kept {self.kept[0]} comments with "
            f"{self.kept[1]} points, counted {self.counted[0]} with {self.counted[1]}"
        )


def differences() -> list[Difference]:
    """Compare every kept count with the comments themselves. 4 statements."""
    kept, counted = _kept(), _counted()
    none = (0, 0)
    keys = kept.keys() | counted.keys()
    wrong = {key for key in keys if kept.get(key, none) != counted.get(key, none)}
    named = db.session.execute(select(Docket.id, Docket.number))
    numbers = {row.id: row.number for row in named}
    return sorted(
        (
            Difference(
                numbers[docket],
                state,
                kept.get((docket, state), none),
                counted.get((docket, state), none),
            )
            for docket, state in wrong
        ),
        key=str,
    )


def recount() -> None:
    """Replace all kept counts by what counting gives, while nobody else changes them."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE comment_tally IN SHARE ROW EXCLUSIVE MODE"))
    db.session.execute(delete(Tally))
    for (docket, state), (number, points) in _counted().items():
        count(docket, state, comments=number, points=points)


def _kept() -> dict[tuple[int, CommentState], tuple[int, int]]:
    query = select(
        Tally.docket_id, Tally.state, func.sum(Tally.number), func.sum(Tally.points)
    ).group_by(Tally.docket_id, Tally.state)
    return {
        (docket, state): (int(number), int(points))
        for docket, state, number, points in db.session.execute(query)
    }


def _counted() -> dict[tuple[int, CommentState], tuple[int, int]]:
    comments = select(Comment.docket_id, Comment.state, func.count()).group_by(
        Comment.docket_id, Comment.state
    )
    points = (
        select(Comment.docket_id, Comment.state, func.count())
        .join(Point, Point.comment_id == Comment.id)
        .group_by(Comment.docket_id, Comment.state)
    )
    made = {(docket, state): n for docket, state, n in db.session.execute(points)}
    return {
        (docket, state): (number, made.get((docket, state), 0))
        for docket, state, number in db.session.execute(comments)
    }
