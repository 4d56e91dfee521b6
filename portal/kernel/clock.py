"""The portal's only clock.

Rules never ask for the time; they are told it. Views, commands and jobs read the
clock once and hand the moment down.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LEGAL_TIME = ZoneInfo("Asia/Almaty")
"""Deadlines fall here, wherever the reader is: UTC+5 since 1 March 2024."""


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def legal_day(moment: datetime) -> date:
    """Return the calendar day on which the moment falls for legal purposes."""
    return moment.astimezone(LEGAL_TIME).date()


def start_of(day: date) -> datetime:
    """Return the first instant of a legal day, in UTC."""
    return datetime.combine(day, time(), LEGAL_TIME).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the first instant after a legal day, in UTC: a deadline is any moment before it."""
    return start_of(day + timedelta(days=1))
