"""Reading subscribers and what they follow."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.comments.models import Comment, Filer, Point
from portal.comments.rules import CommentState, Visibility
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_, Localized
from portal.negotiations.models import Theme
from portal.register.models import Docket
from portal.responses.models import Concern, Grouping, Response
from portal.responses.rules import Disposition
from portal.subscriptions.models import Ask, Subscriber, Subscription
from portal.subscriptions.rules import ASK_LASTS, Frequency, Topic

LONGEST_QUOTE = 200


def find_subscriber(email: str) -> Subscriber | None:
    """Return the subscriber with this address."""
    return db.session.scalar(select(Subscriber).where(Subscriber.email == email))


def get_subscriber(key: int) -> Subscriber:
    """Return a subscriber with all subscriptions. Raises Missing."""
    query = (
        select(Subscriber)
        .where(Subscriber.id == key, Subscriber.confirmed_at.is_not(None))
        .options(selectinload(Subscriber.subscriptions))
    )
    subscriber = db.session.scalar(query)
    if subscriber is None:
        raise Missing(N_("This link is not one of ours."))
    return subscriber


def get_ask(token: str, *, now: datetime) -> Ask:
    """Return a wish that waits for its confirmation. Raises Missing."""
    spelled = hashlib.sha256(token.encode()).hexdigest()
    query = select(Ask).where(Ask.token == spelled, Ask.asked_at > now - ASK_LASTS)
    wish = db.session.scalar(query)
    if wish is None:
        raise Missing(N_("This link has been used already, or it is too old. Follow again."))
    return wish


def name_of(topic: Topic, subject: str) -> Localized | None:
    """Return what a topic is called; nothing for everything. Raises Missing.

    Only a docket that is open to the public can be followed.
    """
    if topic is Topic.EVERYTHING:
        return None
    name: Localized | None = None
    if topic is Topic.DOCKET:
        query = select(Docket.title).where(Docket.number == subject, Docket.opened_on.is_not(None))
        name = db.session.scalar(query)
    else:
        name = db.session.scalar(select(Theme.name).where(Theme.code == subject))
    if name is None:
        raise Missing(N_("There is nothing of that name to follow."))
    return name


def names_of(subscriptions: Collection[Subscription]) -> dict[tuple[Topic, str], Localized]:
    """Return what the dockets and themes among these are called. 2 statements."""
    dockets = {s.subject for s in subscriptions if s.topic is Topic.DOCKET}
    themes = {s.subject for s in subscriptions if s.topic is Topic.THEME}
    found: dict[tuple[Topic, str], Localized] = {}
    by_number = select(Docket.number, Docket.title).where(Docket.number.in_(dockets))
    for number, title in db.session.execute(by_number):
        found[Topic.DOCKET, number] = title
    by_code = select(Theme.code, Theme.name).where(Theme.code.in_(themes))
    for code, name in db.session.execute(by_code):
        found[Topic.THEME, code] = name
    return found


def concerned(
    docket: str, themes: Collection[str], frequency: Frequency, *, after: int, limit: int
) -> list[Subscription]:
    """Return one subscription for each subscriber whom news of a docket concerns.

    In the order of the subscribers' row numbers, beginning after one of them. 2 statements.
    """
    first = (
        select(func.min(Subscription.id))
        .join(Subscription.subscriber)
        .where(
            Subscriber.confirmed_at.is_not(None),
            Subscriber.id > after,
            Subscription.frequency == frequency,
            or_(
                Subscription.topic == Topic.EVERYTHING,
                and_(Subscription.topic == Topic.DOCKET, Subscription.subject == docket),
                and_(Subscription.topic == Topic.THEME, Subscription.subject.in_(themes)),
            ),
        )
        .group_by(Subscriber.id)
        .order_by(Subscriber.id)
        .limit(limit)
    )
    keys = list(db.session.scalars(first))
    query = (
        select(Subscription)
        .join(Subscription.subscriber)
        .where(Subscription.id.in_(keys))
        .options(contains_eager(Subscription.subscriber))
        .order_by(Subscriber.id)
    )
    return list(db.session.scalars(query))


def readers_of(frequency: Frequency, *, after: int, limit: int) -> list[Subscriber]:
    """Return subscribers to a digest with what they follow in it, by row number. 2 statements."""
    follows = select(Subscription.subscriber_id).where(Subscription.frequency == frequency)
    query = (
        select(Subscriber)
        .where(
            Subscriber.confirmed_at.is_not(None),
            Subscriber.id > after,
            Subscriber.id.in_(follows),
        )
        .order_by(Subscriber.id)
        .limit(limit)
        .options(selectinload(Subscriber.subscriptions.and_(Subscription.frequency == frequency)))
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Answer:
    """One published answer."""

    concern: int
    statement: Localized
    disposition: Disposition


def answers_in(batch: int) -> list[Answer]:
    """Return what a batch answered, by the number of the concern. 1 statement."""
    query = (
        select(Concern.number, Concern.statement, Response.disposition)
        .join(Response, Response.concern_id == Concern.id)
        .where(Response.batch_id == batch)
        .order_by(Concern.number)
    )
    return [Answer(*row) for row in db.session.execute(query)]


@dataclass(frozen=True)
class OwnAnswer:
    """What became of a point of the letter's reader."""

    comment: str
    number: int
    said: str
    """The beginning of the point; empty where the comment is not for the public."""
    concern: int
    disposition: Disposition
    answer: Localized


def own_answers(email: str, batch: int) -> list[OwnAnswer]:
    """Return what a batch answered to the points that came from an address. 1 statement."""
    query = (
        select(
            Comment.number,
            Point.number,
            Point.ask,
            func.substr(Point.text, 1, LONGEST_QUOTE + 1),
            Comment.visibility,
            Concern.number,
            Response.disposition,
            Response.answer,
        )
        .join(Filer, Filer.comment_id == Comment.id)
        .join(Point, Point.comment_id == Comment.id)
        .join(Grouping, Grouping.point_id == Point.id)
        .join(Concern, Concern.id == Grouping.concern_id)
        .join(Response, Response.concern_id == Concern.id)
        .where(Filer.email == email, Response.batch_id == batch)
        .order_by(Comment.id, Point.number)
    )
    return [
        OwnAnswer(
            comment=comment,
            number=number,
            said="" if visibility is Visibility.COMMITTEE else ask or _beginning(text),
            concern=concern,
            disposition=disposition,
            answer=answer,
        )
        for comment, number, ask, text, visibility, concern, disposition, answer in (
            db.session.execute(query)
        )
    ]


def _beginning(text: str) -> str:
    """Return the first words of a text, and a mark where it goes on."""
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def commented_in(docket_id: int, *, after: int, limit: int) -> list[int]:
    """Return the next comments of a docket that were confirmed, by row number. 1 statement."""
    query = (
        select(Comment.id)
        .where(
            Comment.docket_id == docket_id,
            Comment.id > after,
            Comment.state != CommentState.VERIFICATION_PENDING,
        )
        .order_by(Comment.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def filers_of(comments: Collection[int]) -> dict[int, Filer]:
    """Return how to reach the authors of comments, by the comments' row numbers. 1 statement."""
    query = select(Filer).where(Filer.comment_id.in_(comments))
    return {filer.comment_id: filer for filer in db.session.scalars(query)}
