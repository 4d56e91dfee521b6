"""Moving the story of the demonstration to today, in its facts and in its prose.

The story was written for January to September 2014. All its days move by one number of
weeks, so that they keep their weekdays. In the prose a day stands in braces:

    {2014-03-06}          6 March 2026 | 6 марта 2026 года | 2026 жылғы 6 наурыз
    {2014-03-06 dm}       6 March | 6 марта | 6 наурыз
    {2014-03-06 dat}      … | … | 2026 жылғы 6 наурызға  (also `abl`, `loc`)
    {2014-03}             March 2026 | март 2026 года | 2026 жылғы наурыз
    {2014-03 loc}         … | марте 2026 года | 2026 жылғы наурызда
    {2014}                2026

What stands outside braces is history or an identifier, and stays as it is.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel.dates import get_month_names

from portal.kernel.clock import LEGAL_TIME, legal_day
from portal.kernel.text import Localized

TODAY_IN_STORY = date(2014, 9, 15)
"""The Monday of the week in which the story has come to the present."""

DAYS_IN_WEEK = 7
DAYS_IN_YEAR = 365.2425

_PLACE = re.compile(r"\{(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?((?: (?:dm|dat|abl|loc))*)\}")

_KAZAKH_ENDINGS = {
    "dat": ("ға", "ға", "ға", "ге", "ға", "ға", "ге", "ға", "ке", "ға", "ға", "ға"),
    "abl": ("дан", "нан", "дан", "ден", "дан", "нан", "ден", "дан", "тен", "нан", "дан", "нан"),
    "loc": ("да", "да", "да", "де", "да", "да", "де", "да", "те", "да", "да", "да"),
}
"""Endings of the months in Kazakh: they follow the last sound of each."""

_RUSSIAN_MONTHS = (
    ("январь", "январе"),
    ("февраль", "феврале"),
    ("март", "марте"),
    ("апрель", "апреле"),
    ("май", "мае"),
    ("июнь", "июне"),
    ("июль", "июле"),
    ("август", "августе"),
    ("сентябрь", "сентябре"),
    ("октябрь", "октябре"),
    ("ноябрь", "ноябре"),
    ("декабрь", "декабре"),
)


@dataclass(frozen=True)
class Shift:
    """By how many days the story is moved: always whole weeks."""

    days: int

    def __post_init__(self) -> None:
        if self.days % DAYS_IN_WEEK:
            message = "A story that moves by a part of a week loses its weekdays."
            raise ValueError(message)

    @classmethod
    def to(cls, now: datetime) -> "Shift":
        """Return the shift that lets the week of the story's present be this week."""
        distance = (legal_day(now) - TODAY_IN_STORY).days
        return cls(distance // DAYS_IN_WEEK * DAYS_IN_WEEK)

    def day(self, written: date | str) -> date:
        """Move a day, or a day written as ISO 8601."""
        day = written if isinstance(written, date) else date.fromisoformat(written)
        return day + timedelta(days=self.days)

    def moment(self, written: str, *, hour: int = 9, minute: int = 0) -> datetime:
        """Move a moment in legal time; a day alone is taken at the hour given."""
        on, _, clock = written.partition("T")
        at = time.fromisoformat(clock) if clock else time(hour, minute)
        return datetime.combine(self.day(on), at, LEGAL_TIME)

    def year(self, written: int) -> int:
        """Move a year that stands alone; never further than the days move."""
        return written + int(self.days / DAYS_IN_YEAR)

    def prose(self, text: str, locale: str) -> str:
        """Write out every date in braces, moved, in the language of the text."""
        return _PLACE.sub(lambda place: self._written(place, locale), text)

    def told(self, texts: dict[str, str], *, source: str = "ru") -> Localized:
        """Return a text of the story with its dates moved in every language."""
        moved = {locale: self.prose(text, locale) for locale, text in texts.items()}
        return Localized.of(moved, source=source if source in moved else None)

    def _written(self, place: re.Match[str], locale: str) -> str:
        year, month, day, manner = place.groups()
        words = manner.split()
        case = next((word for word in words if word != "dm"), "")
        if month is None:
            return str(self.year(int(year)))
        moved = self.day(date(int(year), int(month), int(day or 15)))
        if day is None:
            return _month(moved, locale, case)
        return _day(moved, locale, case, with_year="dm" not in words)


def _day(day: date, locale: str, case: str, *, with_year: bool) -> str:
    month = get_month_names("wide", locale=locale)[day.month]
    if locale == "kk":
        ending = _KAZAKH_ENDINGS[case][day.month - 1] if case else ""
        return (
            f"{day.year} жылғы {day.day} {month}{ending}"
            if with_year
            else f"{day.day} {month}{ending}"
        )
    if locale == "ru":
        return f"{day.day} {month} {day.year} года" if with_year else f"{day.day} {month}"
    return f"{day.day} {month} {day.year}" if with_year else f"{day.day} {month}"


def _month(day: date, locale: str, case: str) -> str:
    if locale == "kk":
        ending = _KAZAKH_ENDINGS[case][day.month - 1] if case else ""
        month = get_month_names("wide", locale=locale)[day.month]
        return f"{day.year} жылғы {month}{ending}"
    if locale == "ru":
        return f"{_RUSSIAN_MONTHS[day.month - 1][case == 'loc']} {day.year} года"
    return f"{get_month_names('wide', locale=locale)[day.month]} {day.year}"
