"""How many documents match, by day, week, month, quarter, year, agency, topic, type and section."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from portal.api.v1 import selecting
from portal.api.v1.conditions import AMERICAN, EARLIEST, Around, Sought
from portal.api.v1.directory import Directory
from portal.api.v1.kinds import TYPES
from portal.register.labels import KINDS

MOST_DAYS = 10_000
TOO_MANY_DAYS = "More than 10,000 days of grouping were requested.  Please limit your request."

Facet = dict[str, dict[str, Any]]
"""A count and a name, by slug, code or day."""

MONTHS = 12
QUARTER = 3
WEEK = 7


def _day(day: date) -> date:
    return day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return day.replace(month=day.month - (day.month - 1) % QUARTER, day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


def _later(day: date, months: int) -> date:
    over, month = divmod(day.month - 1 + months, MONTHS)
    return day.replace(year=day.year + over, month=month + 1)


Step = Callable[[date], date]

PERIODS: dict[str, tuple[Step, Step, Callable[[date], str]]] = {
    "daily": (_day, lambda x: x + timedelta(days=1), lambda x: f"{x:{AMERICAN}}"),
    "weekly": (_monday, lambda x: x + timedelta(days=WEEK), lambda x: f"{x:%Y Week %W}"),
    "monthly": (_month, lambda x: _later(x, 1), lambda x: f"{x:%B %Y}"),
    "quarterly": (
        _quarter,
        lambda x: _later(x, QUARTER),
        lambda x: f"Q{(x.month - 1) // QUARTER + 1} {x.year}",
    ),
    "yearly": (_year, lambda x: _later(x, MONTHS), lambda x: f"{x.year}"),
}
"""How a period begins, where the next begins, and what it is called."""


def by_period(name: str, sought: Sought, around: Around) -> Facet:
    """Return every period between the days that are asked for, empty ones too. 1 statement."""
    begin, following, called = PERIODS[name]
    first, last = sought.days or (EARLIEST, around.today)
    first, last = max(first, EARLIEST), min(last, around.today)
    if name == "daily" and (last - first).days > MOST_DAYS:
        sought.errors["facet"] = TOO_MANY_DAYS
        return {}
    counts: Counter[date] = Counter()
    for day, number in selecting.count_days(sought).items():
        counts[begin(day)] += number
    return {
        day.isoformat(): {"count": counts[day], "name": called(day)}
        for day in _from(begin(first), last, following)
    }


def _from(day: date, last: date, following: Step) -> Iterator[date]:
    while day <= last:
        yield day
        day = following(day)


def by_agency(sought: Sought, around: Around) -> Facet:
    """Count by agency; what stands under another counts there as well. 1 statement."""
    counts: Counter[int] = Counter()
    for key, number in selecting.count_agencies(sought).items():
        for agency in around.agencies.line_of(key):
            counts[agency.id] += number
    return named_counts(counts, around.agencies, around.language)


def by_topic(sought: Sought, around: Around) -> Facet:
    """Count by theme. 1 statement."""
    counts = Counter(selecting.count_themes(sought))
    return named_counts(counts, around.themes, around.language)


def by_section(sought: Sought, around: Around) -> Facet:
    """Count by the themes that stand under no other, each notice once. 1 statement."""
    touched = {
        (notice, around.themes.line_of(theme)[0].id)
        for notice, theme in selecting.themes_touched(sought)
    }
    return named_counts(
        Counter(theme for _notice, theme in touched), around.themes, around.language
    )


def by_type(sought: Sought, _around: Around) -> Facet:
    """Count by type. 1 statement."""
    counts = selecting.count_types(sought)
    return _sorted((code, TYPES[code], number) for code, number in counts.items())


def by_subtype(sought: Sought, _around: Around) -> Facet:
    """Count this register's own notices by kind. 1 statement."""
    counts = selecting.count_kinds(sought)
    return _sorted((kind.value, str(KINDS[kind]), number) for kind, number in counts.items())


def named_counts(counts: Counter[int], named: Directory, language: str) -> Facet:
    """Return counts by row number as a facet by slug."""
    known = ((named.by_id[key], number) for key, number in counts.items() if key in named.by_id)
    return _sorted((one.slug, one.name.tell(language).text, number) for one, number in known)


def _sorted(found: Iterable[tuple[str, str, int]]) -> Facet:
    ordered = sorted(found, key=lambda one: (-one[2], one[1]))
    return {key: {"count": number, "name": name} for key, name, number in ordered if number}


FACETS: dict[str, Callable[[Sought, Around], Facet]] = {
    "agency": by_agency,
    "topic": by_topic,
    "section": by_section,
    "type": by_type,
    "subtype": by_subtype,
}
