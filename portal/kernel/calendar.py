"""Working days of Kazakhstan, and the arithmetic of legal periods.

The day after publication is day 1; a period whose last day falls on a weekend or a
holiday ends on the next working day (`timing_defaults.yaml`, rule; 1 CFR 18.17 in spirit).
Holidays: Law on Holidays of 13 December 2001, as amended in 2022. A holiday of the
state that falls on a weekend moves to the next working day; religious ones do not move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5

STATE_HOLIDAYS = (
    (1, 1),
    (1, 2),
    (3, 8),
    (3, 21),
    (3, 22),
    (3, 23),
    (5, 1),
    (5, 7),
    (5, 9),
    (7, 6),
    (8, 30),
    (10, 25),
    (12, 16),
)
"""Month and day of the holidays that move when they fall on a weekend."""

ORTHODOX_CHRISTMAS = (1, 7)

KURBAN_AIT = {
    2024: date(2024, 6, 16),
    2025: date(2025, 6, 6),
    2026: date(2026, 5, 27),
    2027: date(2027, 5, 16),
    2028: date(2028, 5, 5),
}
"""The first day of Kurban Ait, as announced or computed; one line is added each year."""


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """Return every day of the year that is off beside weekends, transfers included."""
    days = {date(year, *ORTHODOX_CHRISTMAS)}
    if year in KURBAN_AIT:
        days.add(KURBAN_AIT[year])
    fixed = [date(year, month, day) for month, day in STATE_HOLIDAYS]
    days.update(fixed)
    for day in fixed:
        if day.weekday() >= SATURDAY:
            moved = day
            while moved.weekday() >= SATURDAY or moved in days:
                moved += timedelta(days=1)
            days.add(moved)
    return frozenset(days)


def is_working(day: date) -> bool:
    """Say whether offices are open on the day."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def next_working(day: date) -> date:
    """Return the day itself when offices are open on it, else the next on which they are."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def _working_days_after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        if is_working(day):
            yield day


@dataclass(frozen=True)
class Span:
    """A length of time as a rule states it: so many calendar or working days."""

    days: int
    working: bool = False

    def last_day(self, start: date) -> date:
        """Return the last day of the span that begins the day after `start`."""
        if self.working:
            days = _working_days_after(start)
            return [next(days) for _ in range(self.days)][-1] if self.days else start
        return next_working(start + timedelta(days=self.days))


def working_days_between(start: date, end: date) -> int:
    """Return how many working days lie after `start`, up to and including `end`."""
    if end <= start:
        return 0
    return sum(is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
