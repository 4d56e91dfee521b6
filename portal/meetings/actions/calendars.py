"""The secret address of a person's own calendar."""

import secrets
from datetime import datetime

from sqlalchemy import delete

from portal.accounts.models import Person
from portal.accounts.queries import token_hash
from portal.kernel.database import db
from portal.kernel.events import publish
from portal.meetings.events import CalendarClosed, CalendarOpened
from portal.meetings.models import CalendarFeed


def open_calendar(*, by: Person, now: datetime) -> str:
    """Make a new address for a person's calendar, ending the old one; return its secret.

    192 random bits; the database keeps their hash alone, so the address is shown once.
    """
    token = secrets.token_urlsafe(24)
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == by.id))
    db.session.add(CalendarFeed(person_id=by.id, token=token_hash(token), made_at=now))
    db.session.flush()
    publish(CalendarOpened(at=now, by=by.id))
    return token


def close_calendar(*, by: Person, now: datetime) -> None:
    """End the address of a person's calendar; whoever holds it reads nothing more."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == by.id))
    publish(CalendarClosed(at=now, by=by.id))
