"""Builders of subscribers, and of the news that they hear of."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from portal.comments.models import Comment, Filer, Point
from portal.comments.rules import Capacity, CommentState, Visibility
from portal.kernel import events
from portal.kernel.database import db
from portal.register.events import NoticePublished
from portal.register.models import Docket, Notice
from portal.responses.models import Batch, Concern, Grouping, Response
from portal.responses.rules import BatchState, Disposition
from portal.subscriptions.models import Subscriber, Subscription
from portal.subscriptions.rules import Frequency, Topic
from tests.conftest import NOON
from tests.makers import SOME_DAY, in_all, saved

_next = count(1)


def a_subscriber(**facts: Any) -> Subscriber:
    """Someone who confirmed an address."""
    number = next(_next)
    facts = {
        "email": f"follower{number}@example.org",
        "locale": "en",
        "secret": f"secret {number}",
        "asked_at": SOME_DAY,
        "confirmed_at": SOME_DAY,
    } | facts
    return saved(Subscriber(**facts))


def a_subscription(
    subscriber: Subscriber | None = None,
    topic: Topic = Topic.EVERYTHING,
    subject: str = "",
    frequency: Frequency = Frequency.DAILY,
    since: datetime = SOME_DAY,
) -> Subscription:
    """A wish that was confirmed."""
    subscriber = subscriber or a_subscriber()
    return saved(
        Subscription(
            subscriber_id=subscriber.id,
            topic=topic,
            subject=subject,
            frequency=frequency,
            since=since,
        )
    )


def publish(notice: Notice, docket: Docket, *, at: datetime = NOON) -> None:
    """Let it be known that a notice was published."""
    events.publish(
        NoticePublished(
            at=at,
            by=None,
            docket=docket.number,
            notice=str(notice.number),
            citation=str(notice.citation),
            kind=notice.kind,
            closes=notice.closes_on,
        )
    )
    db.session.commit()


def a_comment(
    docket: Docket, *points: str, email: str, locale: str = "en", **facts: Any
) -> Comment:
    """A posted comment that came from an address."""
    number = next(_next)
    facts = {
        "number": f"C-TEST-{number:04d}",
        "state": CommentState.PUBLISHED,
        "filed_at": SOME_DAY,
        "capacity": Capacity.PERSONAL,
        "visibility": Visibility.PUBLIC,
        "digest": f"{number:064d}",
        "idempotency_key": f"key {number}",
    } | facts
    comment = Comment(docket_id=docket.id, **facts)
    comment.points = [
        Point(docket_id=docket.id, number=n, text=text) for n, text in enumerate(points, 1)
    ]
    comment = saved(comment)
    saved(
        Filer(
            comment_id=comment.id, name="A filer", email=email, locale=locale, confirmed_at=SOME_DAY
        )
    )
    return comment


def answered_points(docket: Docket, *comments: Comment) -> Batch:
    """A published batch with one answer for each point of the comments."""
    keys = [comment.id for comment in comments]
    query = select(Point.id).where(Point.comment_id.in_(keys)).order_by(Point.id)
    points = db.session.scalars(query).all()
    batch = saved(Batch(docket_id=docket.id, state=BatchState.DRAFT))
    for point in points:
        number = next(_next)
        concern = saved(
            Concern(
                docket_id=docket.id,
                number=number,
                statement=in_all(f"Concern {number}"),
                made_at=SOME_DAY,
            )
        )
        saved(Grouping(point_id=point, concern_id=concern.id, at=SOME_DAY))
        saved(
            Response(
                concern_id=concern.id,
                batch_id=batch.id,
                disposition=Disposition.ACCEPTED,
                answer=in_all(f"Answer {number}"),
                changed_at=SOME_DAY,
            )
        )
    batch.state = BatchState.PUBLISHED
    batch.published_at = NOON
    db.session.commit()
    return batch
