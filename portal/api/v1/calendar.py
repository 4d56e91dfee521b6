"""Holidays by name, and on which working day something takes effect so many days later."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from portal.kernel.calendar import (
    KURBAN_AIT,
    ORTHODOX_CHRISTMAS,
    SATURDAY,
    STATE_HOLIDAYS,
    holidays,
    is_working,
)
from portal.web.locale import _l

NAMES = {
    (1, 1): _l("New Year"),
    (1, 2): _l("New Year"),
    (1, 7): _l("Orthodox Christmas"),
    (3, 8): _l("International Women's Day"),
    (3, 21): _l("Nauryz"),
    (3, 22): _l("Nauryz"),
    (3, 23): _l("Nauryz"),
    (5, 1): _l("Day of Unity of the People of Kazakhstan"),
    (5, 7): _l("Defender of the Fatherland Day"),
    (5, 9): _l("Victory Day"),
    (7, 6): _l("Capital City Day"),
    (8, 30): _l("Constitution Day"),
    (10, 25): _l("Republic Day"),
    (12, 16): _l("Independence Day"),
}
AIT = _l("Kurban Ait")
MOVED = _l("Day off, moved from a weekend")

DELAYS = (15, 21, 30, 35, 45, 60, 90)
MOST_DAYS = 120


def holidays_told(years: range) -> dict[str, str]:
    """Return every holiday of the years and what it is called."""
    return {day.isoformat(): _called(day) for year in years for day in sorted(holidays(year))}


def _called(day: date) -> str:
    own = (day.month, day.day)
    if own in STATE_HOLIDAYS or own == ORTHODOX_CHRISTMAS:
        return str(NAMES[own])
    return str(AIT if KURBAN_AIT.get(day.year) == day else MOVED)


def effective_dates(first: date, last: date) -> dict[str, Any]:
    """Return, for each working day, when what is published on it takes effect."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {
        day.isoformat(): {str(delay): _effective(day, delay) for delay in DELAYS}
        for day in days
        if is_working(day)
    }


def _effective(day: date, delay: int) -> dict[str, Any]:
    wanted = day + timedelta(days=delay)
    reasons: list[str] = []
    while not is_working(wanted):
        reasons += [reason for reason in _reasons(wanted) if reason not in reasons]
        wanted += timedelta(days=1)
    return {"date": wanted.isoformat(), "delay_reasons": reasons}


def _reasons(day: date) -> Iterator[str]:
    if day.weekday() >= SATURDAY:
        yield "weekend"
    if day in holidays(day.year):
        yield _called(day)
