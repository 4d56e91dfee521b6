"""The links in letters: signed, good without an account, naming nobody.

`<subscriber>-<what>-<code>`: the code can be made only by the portal, and is worthless
for another subscriber or another purpose. It stays good as long as the subscriber does,
so that the unsubscribe link of an old letter works.
"""

import base64
import hashlib
import hmac

from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.subscriptions.models import Subscriber, Subscription
from portal.subscriptions.queries import get_subscriber
from portal.subscriptions.rules import Frequency
from portal.web.settings import setting
from portal.web.urls import absolute_url, read_key

MANAGE = "all"
CODE_LENGTH = 26
"""Base 32 letters: 130 bits."""


def sign(subscriber: Subscriber, what: str = MANAGE) -> str:
    """Return the token by which a subscriber manages everything, or leaves one thing."""
    return f"{subscriber.id}-{what}-{_code(subscriber, what)}"


def read(token: str) -> tuple[Subscriber, str]:
    """Return whose token it is and for what. Raises Missing where it is not ours."""
    key, _dash, rest = token.partition("-")
    what, _dash, code = rest.partition("-")
    number = read_key(key)
    if number is None or not what or not code.isascii():
        raise Missing(N_("This link is not one of ours."))
    subscriber = get_subscriber(number)
    if not hmac.compare_digest(code, _code(subscriber, what)):
        raise Missing(N_("This link is not one of ours."))
    return subscriber, what


def meant(subscriber: Subscriber, what: str) -> list[Subscription]:
    """Return those subscriptions that a token is about: all, one digest's, or one."""
    return [
        subscription
        for subscription in subscriber.subscriptions
        if what in {MANAGE, subscription.frequency.value, one(subscription)}
    ]


def one(subscription: Subscription) -> str:
    """Return how a token names one subscription."""
    return f"s{subscription.id}"


def manage_url(subscriber: Subscriber) -> str:
    """Return the address at which the subscriber changes or ends subscriptions."""
    return absolute_url("subscriptions.manage", locale=subscriber.locale, token=sign(subscriber))


def leave_one_url(subscriber: Subscriber, subscription: Subscription) -> str:
    """Return the address where one click ends a subscription."""
    token = sign(subscriber, one(subscription))
    return absolute_url("subscriptions.unsubscribe", locale=subscriber.locale, token=token)


def leave_digest_url(subscriber: Subscriber, frequency: Frequency) -> str:
    """Return the address where one click ends all that a digest is made of."""
    token = sign(subscriber, frequency.value)
    return absolute_url("subscriptions.unsubscribe", locale=subscriber.locale, token=token)


def _code(subscriber: Subscriber, what: str) -> str:
    key = f"{setting('PORTAL_SECRET_KEY')} {subscriber.secret}".encode()
    digest = hmac.new(key, f"{subscriber.id} {what}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:CODE_LENGTH]
