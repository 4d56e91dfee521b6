"""The browser's side of a sign-in: what its cookie holds, and how long it may be idle.

The cookie is signed, so the time at which the browser was last seen can be kept in it:
reading a page writes nothing into the database.
"""

from datetime import datetime, timedelta

from flask import session
from flask_login import login_user

from portal.accounts.models import Person
from portal.accounts.queries import find_signed_in
from portal.accounts.rules import LONGEST_IDLE
from portal.kernel import clock

SEEN = "seen"
PRECISION = timedelta(minutes=5)
"""The cookie is not renewed more often than this."""


def signed_in(token: str) -> Person | None:
    """Return the person whose browser this is, unless it was idle for too long."""
    now = clock.now()
    seen = session.get(SEEN)
    if seen is not None and now.timestamp() - seen > LONGEST_IDLE.total_seconds():
        return None
    person = find_signed_in(token, now=now)
    if person and (seen is None or now.timestamp() - seen > PRECISION.total_seconds()):
        session[SEEN] = int(now.timestamp())
    return person


def remember(person: Person, *, now: datetime) -> None:
    """Make the browser hold the person's new sign-in, and nothing of what it held before."""
    session.clear()
    login_user(person)
    session[SEEN] = int(now.timestamp())


def forget() -> None:
    """Make the browser hold nothing."""
    session.clear()
