"""Topics, frequencies, and the fixed slots in which digests are built. Pure rules."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from portal.kernel.clock import LEGAL_TIME


class Topic(StrEnum):
    """What can be followed."""

    EVERYTHING = "everything"
    DOCKET = "docket"
    THEME = "theme"


class Frequency(StrEnum):
    """How soon a reader wants to know."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


class Cause(StrEnum):
    """What makes letters go to many people at once."""

    NOTICE = "notice"
    ANSWERS = "answers"


class Audience(StrEnum):
    """Who is written to, in this order; the second gets no letter that the first got."""

    ANSWERED = "answered"
    """Those whose own points were answered."""
    COMMENTERS = "commenters"
    """Those who commented in the docket: a notice gave or gives everyone more time."""
    FOLLOWERS = "followers"


DIGESTS = (Frequency.DAILY, Frequency.WEEKLY)

ASK_LASTS = timedelta(days=7)
"""How long the link that confirms an address is good."""

HOUR_OF_DAY = {Frequency.DAILY: time(7), Frequency.WEEKLY: time(8)}
"""When a slot closes, in legal time; the weekly one on Tuesdays."""
TUESDAY = 1

GRACE = timedelta(minutes=5)
"""A slot is read so long after it closed: by then every write that began in it has ended."""

LOOK_BACK = timedelta(days=8)
"""Missed slots are built one by one so far back; what is older is told in one."""

WARNING = {Frequency.DAILY: timedelta(days=3), Frequency.WEEKLY: timedelta(days=7)}
"""How long before a deadline a digest speaks of it: once, whatever else happens."""

MOST_ITEMS = 20
"""Dockets that one digest speaks of; the rest is counted."""

Window = tuple[datetime, datetime]


def close_after(frequency: Frequency, moment: datetime) -> datetime:
    """Return the first closing of a slot after the moment, in UTC."""
    local = moment.astimezone(LEGAL_TIME)
    day = local.date()
    step = timedelta(days=1)
    if frequency is Frequency.WEEKLY:
        day += timedelta(days=(TUESDAY - day.weekday()) % 7)
        step = timedelta(days=7)
    at = HOUR_OF_DAY[frequency]
    closing = datetime.combine(day, at, LEGAL_TIME)
    while closing <= moment:
        day += step
        closing = datetime.combine(day, at, LEGAL_TIME)
    return closing.astimezone(moment.tzinfo)


def last_close(frequency: Frequency, now: datetime) -> datetime:
    """Return the last closing of a slot, this moment included, in UTC."""
    step = timedelta(days=7 if frequency is Frequency.WEEKLY else 1)
    closing = close_after(frequency, now - step - timedelta(hours=3))
    while (following := close_after(frequency, closing)) <= now:
        closing = following
    return closing


def due_windows(frequency: Frequency, *, since: datetime | None, now: datetime) -> list[Window]:
    """Return the slots that are due: each opens when the one before it closed.

    `since` is when the last known slot closed; without one there is a single slot, the
    one that closed last. A slot includes the moment it opens at, not the one it closes at.
    """
    last = last_close(frequency, now)
    if since is None:
        step = timedelta(days=7 if frequency is Frequency.WEEKLY else 1)
        return [(last_close(frequency, last - step / 2), last)]
    windows = []
    opens, closes = since, close_after(frequency, since)
    while closes <= last:
        following = close_after(frequency, closes)
        if following <= last and closes <= now - LOOK_BACK:
            closes = following
            continue
        windows.append((opens, closes))
        opens, closes = closes, following
    return windows
