"""Builders of comments, points, concerns and answers, as the rows stand once people have acted."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from portal.accounts.models import Agency, Organisation, Person
from portal.accounts.rules import Role
from portal.comments.models import Comment, Point, Tally
from portal.comments.rules import Capacity, CommentState, Visibility
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.register.models import Docket
from portal.responses.actions import (
    answer_concern,
    group_points,
    make_commitment,
    publish_batch,
    raise_concern,
    submit_batch,
)
from portal.responses.models import Batch, Commitment, Concern, Response
from portal.responses.rules import Disposition
from tests.conftest import NOON
from tests.makers import SOME_DAY, a_person, an_agency, an_organisation, in_all, saved

_next = count(1)


def a_comment(
    docket: Docket, *points: str, of: Organisation | None = None, **facts: Any
) -> Comment:
    """A posted comment with these points, counted in the tally."""
    number = next(_next)
    points = points or (f"What comment {number} asks.",)
    facts = {
        "number": f"C-{number:04d}",
        "state": CommentState.PUBLISHED,
        "filed_at": SOME_DAY,
        "posted_at": SOME_DAY,
        "locale": "en",
        "capacity": Capacity.OWN_BEHALF if of else Capacity.PERSONAL,
        "organisation_id": of.id if of else None,
        "author_name": "" if of else f"Citizen {number}",
        "visibility": Visibility.PUBLIC,
        "digest": f"{number:064x}",
        "idempotency_key": f"key-{number}",
    } | facts
    comment = Comment(docket_id=docket.id, **facts)
    comment.points = [
        Point(docket_id=docket.id, number=n, text=text) for n, text in enumerate(points, start=1)
    ]
    saved(comment)
    saved(
        Tally(
            docket_id=docket.id,
            state=comment.state,
            shard=1000 + number,
            number=1,
            points=len(points),
        )
    )
    return comment


def points_of(*comments: Comment) -> list[int]:
    """The row numbers of the points of these comments."""
    query = db.select(Point.id).where(Point.comment_id.in_([x.id for x in comments]))
    return list(db.session.scalars(query.order_by(Point.id)))


def a_concern(docket: Docket, *comments: Comment, **facts: Any) -> Concern:
    """A concern that holds the points of these comments; of one association, if none are given."""
    comments = comments or (a_comment(docket, of=an_organisation()),)
    facts = {"statement": in_all(f"Concern {next(_next)}"), "by": None, "now": NOON} | facts
    concern = raise_concern(docket=docket, **facts)
    group_points(points_of(*comments), concern=concern, by=facts["by"], now=facts["now"])
    db.session.commit()
    return concern


def a_commitment(docket: Docket, **facts: Any) -> Commitment:
    """A promise as it is drafted, due in a month."""
    facts = {"text": in_all("A promise"), "due_on": date(2026, 5, 20), "now": NOON} | facts
    if "agency_id" not in facts:
        facts["agency_id"] = an_agency().id
    commitment = make_commitment(docket=docket, **facts)
    db.session.commit()
    return commitment


def an_answer(concern: Concern, **facts: Any) -> Response:
    """A drafted answer that accepts."""
    facts = {
        "disposition": Disposition.ACCEPTED,
        "answer": in_all("It was accepted."),
        "by": None,
        "now": NOON,
    } | facts
    response = answer_concern(concern, **facts)
    db.session.commit()
    return response


def published(*answers: Response, now: Any = NOON) -> Batch:
    """The batch of these answers, published."""
    batch = db.session.get_one(Batch, answers[0].batch_id)
    submit_batch(batch, by=None, now=now)
    publish_batch(batch, by=None, now=now)
    db.session.commit()
    return batch


def an_official(role: Role, docket: Docket) -> Person:
    """Someone with a role at the agency of the docket."""
    return a_person(role, at=db.session.get_one(Agency, docket.agency_id))


TODAY = legal_day(NOON)
TOMORROW = TODAY + timedelta(days=1)
