"""How far dockets have come, from counts that are kept."""

from collections.abc import Collection

from sqlalchemy import bindparam, case, func, select

from portal.comments.models import Tally
from portal.comments.rules import POSTED
from portal.kernel.database import db
from portal.register.models import Docket
from portal.responses.models import Batch, Concern, Response
from portal.responses.rules import BatchState, Coverage

PUBLISHED = Batch.state == BatchState.PUBLISHED


_POINTS = (
    select(Tally.docket_id, func.sum(Tally.points))
    .where(Tally.docket_id.in_(bindparam("dockets", expanding=True)), Tally.state.in_(POSTED))
    .group_by(Tally.docket_id)
)
_CONCERNS = (
    select(
        Concern.docket_id,
        func.sum(Concern.points),
        func.count(Concern.id),
        func.sum(case((PUBLISHED, 1), else_=0)),
        func.sum(case((PUBLISHED, Concern.points), else_=0)),
    )
    .outerjoin(Response, Response.concern_id == Concern.id)
    .outerjoin(Batch, Batch.id == Response.batch_id)
    .where(Concern.docket_id.in_(bindparam("dockets", expanding=True)), Concern.points > 0)
    .group_by(Concern.docket_id)
)
"""Put together once."""


def coverage_of(docket: Docket) -> Coverage:
    """Return how much of what was said in the docket is grouped and answered. 2 statements."""
    return coverage_by_docket([docket.id])[docket.id]


def coverage_by_docket(keys: Collection[int]) -> dict[int, Coverage]:
    """Return the same for several dockets, by row number. 2 statements."""
    said = {key: int(number) for key, number in db.session.execute(_POINTS, {"dockets": keys})}
    done = {
        key: [int(x) for x in rest]
        for key, *rest in db.session.execute(_CONCERNS, {"dockets": keys})
    }
    return {key: _coverage(said.get(key, 0), *done.get(key, (0, 0, 0, 0))) for key in keys}


def _coverage(
    points: int, grouped: int, concerns: int, answered: int, points_answered: int
) -> Coverage:
    """Count as grouped no more than is posted: what was withdrawn since keeps its answer."""
    return Coverage(points, min(grouped, points), concerns, answered, min(points_answered, points))
