"""Beginning to follow, changing how often, and leaving."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from portal.accounts.models import Person
from portal.kernel import events
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.text import N_
from portal.outbox.rules import address
from portal.subscriptions.events import (
    SubscriptionBegun,
    SubscriptionChanged,
    SubscriptionEnded,
)
from portal.subscriptions.models import Ask, Subscriber, Subscription
from portal.subscriptions.queries import find_subscriber, get_ask
from portal.subscriptions.rules import ASK_LASTS, Frequency, Topic


def ask(
    *,
    email: str | None,
    locale: str,
    topic: Topic,
    subject: str,
    frequency: Frequency,
    now: datetime,
) -> tuple[Ask, str]:
    """Note a wish; it counts only once the address confirms it by the secret returned.

    Raises RuleBroken for what is no address.
    """
    if not email:
        raise RuleBroken(
            N_("Write a whole e-mail address, such as name@example.kz."), field="email"
        )
    token = secrets.token_urlsafe(24)
    wish = Ask(
        email=address(email),
        locale=locale,
        topic=topic,
        subject=subject,
        frequency=frequency,
        token=hashlib.sha256(token.encode()).hexdigest(),
        asked_at=now,
    )
    db.session.add(wish)
    db.session.flush()
    return wish, token


def confirm(token: str, *, now: datetime) -> Subscription:
    """Begin the subscription that an address confirmed. Raises Missing for a spent link."""
    wish = get_ask(token, now=now)
    spent = db.session.execute(delete(Ask).where(Ask.id == wish.id))
    if spent.rowcount != 1:  # type: ignore[attr-defined]  # A DELETE has a row count.
        raise Missing(N_("This link has been used already, or it is too old. Follow again."))
    subscriber = _subscriber(wish.email, wish.locale, now=now)
    return _follow(subscriber, wish.topic, wish.subject, wish.frequency, now=now)


def follow(
    *, topic: Topic, subject: str, frequency: Frequency, by: Person, now: datetime
) -> Subscription:
    """Begin a subscription of a person who is signed in: the address is known to be theirs."""
    subscriber = _subscriber(by.email, by.locale, now=now)
    subscriber.person_id = by.id
    return _follow(subscriber, topic, subject, frequency, now=now)


def change_frequency(subscription: Subscription, *, frequency: Frequency, now: datetime) -> None:
    """Hear of a thing more often, or less."""
    if subscription.frequency is frequency:
        return
    subscription.frequency = frequency
    events.publish(SubscriptionChanged(at=now, by=None, subscription=subscription.id))


def leave(subscriptions: Iterable[Subscription], *, now: datetime) -> int:
    """Follow these no more; return how many there were. The address stays for its old links."""
    ended = 0
    for subscription in subscriptions:
        events.publish(SubscriptionEnded(at=now, by=None, subscription=subscription.id))
        db.session.delete(subscription)
        ended += 1
    return ended


def forget_old_asks(now: datetime) -> int:
    """Drop the wishes that nobody confirmed in time; a job for the worker. Commits."""
    old = Ask.asked_at < now - ASK_LASTS
    if db.session.scalar(select(Ask.id).where(old).limit(1)) is None:
        return 0
    dropped = db.session.execute(delete(Ask).where(old))
    db.session.commit()
    return int(dropped.rowcount)  # type: ignore[attr-defined]  # A DELETE has a row count.


def _subscriber(email: str, locale: str, *, now: datetime) -> Subscriber:
    subscriber = find_subscriber(email)
    if subscriber is None:
        subscriber = Subscriber(email=email, secret=secrets.token_urlsafe(32), asked_at=now)
        db.session.add(subscriber)
    subscriber.locale = locale
    subscriber.confirmed_at = subscriber.confirmed_at or now
    db.session.flush()
    return subscriber


def _follow(
    subscriber: Subscriber, topic: Topic, subject: str, frequency: Frequency, *, now: datetime
) -> Subscription:
    known = db.session.scalar(
        select(Subscription).where(
            Subscription.subscriber_id == subscriber.id,
            Subscription.topic == topic,
            Subscription.subject == subject,
        )
    )
    if known:
        change_frequency(known, frequency=frequency, now=now)
        return known
    subscription = Subscription(
        subscriber_id=subscriber.id, topic=topic, subject=subject, frequency=frequency, since=now
    )
    db.session.add(subscription)
    db.session.flush()
    events.publish(SubscriptionBegun(at=now, by=subscriber.person_id, subscription=subscription.id))
    return subscription
