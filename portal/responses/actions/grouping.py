"""Finding what points have in common."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from portal.accounts.models import Organisation, Person
from portal.comments.models import Comment, Point
from portal.comments.rules import OF_COMMITTEES, POSTED
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.negotiations.models import Theme
from portal.register.models import Docket
from portal.responses.events import ConcernRaised, PointsGrouped, PointUngrouped
from portal.responses.models import Batch, Concern, Grouping, Response
from portal.responses.rules import (
    MOST_POINTS_AT_ONCE,
    OPEN_TO_CHANGE,
    BatchState,
    check_statement,
)


def raise_concern(
    *,
    docket: Docket,
    statement: Localized | None,
    theme: Theme | None = None,
    by: Person | None,
    now: datetime,
) -> Concern:
    """Say in one neutral sentence what several points of a docket ask."""
    statement = check_statement(statement)
    hold(docket)
    last = select(func.max(Concern.number)).where(Concern.docket_id == docket.id)
    concern = Concern(
        docket=docket,
        number=(db.session.scalar(last) or 0) + 1,
        theme=theme,
        statement=statement,
        points=0,
        organisations=0,
        citizens=0,
        made_by_id=by.id if by else None,
        made_at=now,
    )
    db.session.add(concern)
    db.session.flush()
    publish(
        ConcernRaised(at=now, by=concern.made_by_id, docket=docket.number, concern=concern.number)
    )
    return concern


def group_points(
    points: Collection[int], *, concern: Concern, by: Person | None, now: datetime
) -> None:
    """Put points, given by row number, into a concern of their docket.

    Raises RuleBroken where one is not posted, is grouped already, or belongs elsewhere,
    and where the answer of the concern is already on its way.
    """
    keys = sorted(set(points))
    if not keys:
        raise RuleBroken(N_("Choose at least one point."), field="points")
    if len(keys) > MOST_POINTS_AT_ONCE:
        raise RuleBroken(
            N_("Choose at most %(most)s points at once."), field="points", most=MOST_POINTS_AT_ONCE
        )
    docket = docket_of(concern.docket_id)
    hold(docket)
    _refuse_settled(concern)
    query = (
        select(Point.id, Comment.number, Point.number)
        .join(Comment, Comment.id == Point.comment_id)
        .outerjoin(Grouping, Grouping.point_id == Point.id)
        .where(
            Point.id.in_(keys),
            Point.docket_id == docket.id,
            Comment.state.in_(POSTED),
            Grouping.id.is_(None),
        )
        .order_by(Point.id)
    )
    found = db.session.execute(query).all()
    if len(found) < len(keys):
        raise RuleBroken(
            N_("Some of these points are grouped already, or may not be. Look at the list again."),
            field="points",
        )
    by_id = by.id if by else None
    _count(concern, keys, 1)
    db.session.add_all(
        Grouping(point_id=key, concern_id=concern.id, by_id=by_id, at=now) for key, *_rest in found
    )
    db.session.flush()
    publish(
        PointsGrouped(
            at=now,
            by=by_id,
            docket=docket.number,
            concern=concern.number,
            points=tuple(f"{comment}/{number}" for _key, comment, number in found),
        )
    )


def ungroup_point(point: int, *, docket: Docket, by: Person | None, now: datetime) -> None:
    """Take a point, given by row number, out of its concern, to be grouped anew. Raises Missing."""
    hold(docket)
    query = (
        select(Grouping, Concern, Comment.number, Point.number)
        .join(Concern, Concern.id == Grouping.concern_id)
        .join(Point, Point.id == Grouping.point_id)
        .join(Comment, Comment.id == Point.comment_id)
        .where(Grouping.point_id == point, Concern.docket_id == docket.id)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise Missing(N_("This point belongs to no concern of the docket."))
    grouping, concern, comment, number = row
    _refuse_settled(concern)
    db.session.delete(grouping)
    db.session.flush()
    _count(concern, [point], -1)
    publish(
        PointUngrouped(
            at=now,
            by=by.id if by else None,
            docket=docket.number,
            concern=concern.number,
            point=f"{comment}/{number}",
        )
    )


def hold(docket: Docket) -> None:
    """Let nobody else number or group in the docket until this transaction ends."""
    db.session.execute(select(Docket.id).where(Docket.id == docket.id).with_for_update())


def docket_of(key: int) -> Docket:
    """Return the docket with this row number. Raises Missing."""
    docket = db.session.get(Docket, key)
    if docket is None:
        raise Missing(N_("There is no such docket."))
    return docket


def _refuse_settled(concern: Concern) -> None:
    query = select(Batch.state).join(Response).where(Response.concern_id == concern.id)
    state = db.session.scalar(query)
    if state is BatchState.PUBLISHED:
        raise RuleBroken(
            N_("This concern is answered. Raise a new one for what came later."), field="concern"
        )
    if state is not None and state not in OPEN_TO_CHANGE:
        raise RuleBroken(
            N_("The answer to this concern waits for approval; it takes no points meanwhile."),
            field="concern",
        )


def _count(concern: Concern, points: Collection[int], sign: int) -> None:
    """Count points, none of which is in the concern now, as coming (1) or gone (-1).

    Looks only at whoever made these points, so that it costs the same in a concern of ten
    points and of a hundred thousand.
    """
    authors = (
        select(Comment.id, Comment.organisation_id, Comment.capacity)
        .join(Point, Point.comment_id == Comment.id)
        .where(Point.id.in_(points))
        .distinct()
    )
    rows = db.session.execute(authors).all()
    organisations = {organisation for _comment, organisation, _capacity in rows if organisation}
    citizens = {
        comment
        for comment, organisation, capacity in rows
        if not organisation and capacity not in OF_COMMITTEES
    }
    here = (
        select(Comment.id)
        .join(Point, Point.comment_id == Comment.id)
        .join(Grouping, Grouping.point_id == Point.id)
        .where(Grouping.concern_id == concern.id)
    )
    speaking = here.where(Comment.organisation_id == Organisation.id).correlate(Organisation)
    known = select(Organisation.id).where(Organisation.id.in_(organisations), speaking.exists())
    organisations -= set(db.session.scalars(known))
    citizens -= set(db.session.scalars(here.where(Comment.id.in_(citizens)).distinct()))
    db.session.refresh(concern, ["points", "organisations", "citizens"])
    concern.points += sign * len(points)
    concern.organisations += sign * len(organisations)
    concern.citizens += sign * len(citizens)
    db.session.flush()
