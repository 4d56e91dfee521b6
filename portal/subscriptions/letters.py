"""The letters of this room: confirmations, notices, answers."""

import hashlib
from datetime import datetime
from typing import Any

from portal.outbox.letters import compose
from portal.outbox.models import Letter
from portal.register.models import Docket, Notice
from portal.responses.labels import DISPOSITIONS
from portal.subscriptions import links
from portal.subscriptions.labels import SHORT_FREQUENCIES, topic_label
from portal.subscriptions.models import Ask, Fanout, Subscriber, Subscription
from portal.subscriptions.queries import Answer, OwnAnswer, name_of
from portal.web.locale import speaking
from portal.web.urls import absolute_url

MOST_ANSWERS = 20


def key_for(fanout: Fanout, email: str) -> str:
    """Return the key of the one letter that an address gets of this."""
    return f"{fanout.key}:{hashlib.sha256(email.encode()).hexdigest()[:32]}"


def send_ask(ask: Ask, token: str, *, now: datetime) -> None:
    """Write the letter by which an address confirms that it wants letters."""
    with speaking(ask.locale):
        label = str(topic_label(ask.topic, ask.subject, name_of(ask.topic, ask.subject)))
        frequency = str(SHORT_FREQUENCIES[ask.frequency])
    compose(
        "subscriptions/mail/ask",
        to=ask.email,
        locale=ask.locale,
        key=f"ask:{ask.token[:40]}",
        now=now,
        label=label,
        frequency=frequency,
        url=absolute_url("subscriptions.confirm", locale=ask.locale, token=token),
    )


def send_notice(
    notice: Notice, subscription: Subscription, *, fanout: Fanout, now: datetime
) -> Letter | None:
    """Write to a follower that a notice was published."""
    return _tell_follower(
        "subscriptions/mail/notice",
        subscription,
        fanout=fanout,
        now=now,
        notice=notice,
        days_left=notice.period.days_left(now) if notice.period else None,
    )


def send_extension(
    notice: Notice, *, email: str, locale: str, fanout: Fanout, now: datetime
) -> Letter | None:
    """Write to somebody who commented that there is more time."""
    return compose(
        "subscriptions/mail/extended",
        to=email,
        locale=locale,
        key=key_for(fanout, email),
        now=now,
        notice=notice,
    )


def send_answers(
    docket: Docket,
    answered: list[Answer],
    subscription: Subscription,
    *,
    fanout: Fanout,
    now: datetime,
) -> Letter | None:
    """Write to a follower that answers were published."""
    return _tell_follower(
        "subscriptions/mail/answers",
        subscription,
        fanout=fanout,
        now=now,
        docket=docket,
        answered=answered[:MOST_ANSWERS],
        total=len(answered),
        dispositions=DISPOSITIONS,
    )


def _tell_follower(
    template: str, subscription: Subscription, *, fanout: Fanout, now: datetime, **facts: Any
) -> Letter | None:
    """Write a letter that says why it comes, and how to end it."""
    subscriber = subscription.subscriber
    return compose(
        template,
        to=subscriber.email,
        locale=subscriber.locale,
        key=key_for(fanout, subscriber.email),
        now=now,
        unsubscribe_url=links.leave_one_url(subscriber, subscription),
        manage_url=links.manage_url(subscriber),
        why=_why(subscriber, subscription),
        **facts,
    )


def send_own_answers(
    docket: Docket,
    answers: list[OwnAnswer],
    *,
    email: str,
    locale: str,
    fanout: Fanout,
    now: datetime,
) -> Letter | None:
    """Write to somebody who commented what was answered to their points."""
    return compose(
        "subscriptions/mail/own_answers",
        to=email,
        locale=locale,
        key=key_for(fanout, email),
        now=now,
        docket=docket,
        answers=answers[:MOST_ANSWERS],
        total=len(answers),
        dispositions=DISPOSITIONS,
    )


def _why(subscriber: Subscriber, subscription: Subscription) -> str:
    """Return what the reader follows, in the reader's words."""
    name = name_of(subscription.topic, subscription.subject)
    with speaking(subscriber.locale):
        return str(topic_label(subscription.topic, subscription.subject, name))
