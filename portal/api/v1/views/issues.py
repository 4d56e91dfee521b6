"""The issue of a day, the calendar, and how much was published in each year."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.api.v1 import selecting
from portal.api.v1.answering import answer, bad_request, not_found
from portal.api.v1.calendar import MOST_DAYS, effective_dates, holidays_told
from portal.api.v1.conditions import Around, Sought, Wrong, read_day
from portal.api.v1.directory import Named
from portal.api.v1.kinds import TYPES
from portal.api.v1.views.blueprint import around, asked, either, named, parted
from portal.kernel import clock
from portal.web.spreadsheet import line

YEARS_AROUND = 2

COUNTED = {
    "document_type": ("DOCUMENTS PUBLISHED PER CATEGORY", "", "All documents"),
    "page_count": ("PAGES PUBLISHED PER CATEGORY", " pages", "All pages"),
}
"""What a table is called, what it counts, and its last column."""


@named("/issues/<name>")
def issue(name: str) -> ResponseReturnValue:
    """Return the table of contents of a day."""
    stem, _form = parted(name)
    try:
        day = selecting.last_day() if stem == "current" else read_day(stem)
    except Wrong:
        raise bad_request("Invalid Date Requested") from None
    if day is None:
        raise not_found()
    world = around()
    lines = selecting.lines_of(Sought(where=[selecting.published_on(day)]))
    if not lines:
        raise not_found()
    return answer(
        {
            "agencies": list(_contents(lines, world)),
            "meta": {"publication_date": day.isoformat()},
            "note": {"title": None, "text": None},
        },
        asked(),
    )


def _contents(lines: list[selecting.Line], world: Around) -> Iterator[dict[str, Any]]:
    publishing = {one.agency_id for one in lines}
    shown = {above.id for key in publishing for above in world.agencies.line_of(key)}
    agencies = [world.agencies.by_id[key] for key in shown]
    for agency in sorted(agencies, key=lambda one: one.name.tell(world.language).text.lower()):
        below = [one for one in world.agencies.under(agency.id) if one.id in shown]
        told: dict[str, Any] = _called(agency, world)
        if below:
            told["see_also"] = [_called(one, world) for one in below]
        own = [one for one in lines if one.agency_id == agency.id]
        told["document_categories"] = [
            {"type": name, "documents": [_subject(one, world) for one in own if one.type == code]}
            for code, name in TYPES.items()
            if any(one.type == code for one in own)
        ]
        yield told


def _called(agency: Named, world: Around) -> dict[str, Any]:
    return {"name": agency.name.tell(world.language).text, "slug": agency.slug}


def _subject(one: selecting.Line, world: Around) -> dict[str, Any]:
    return {
        "subject_1": one.title.tell(world.language).text,
        "subject_2": None,
        "subject_3": None,
        "document_numbers": [one.number],
    }


@either("/holidays")
def holidays(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return the holidays of the years around this one."""
    year = clock.legal_day(clock.now()).year
    return answer(holidays_told(range(year - YEARS_AROUND, year + YEARS_AROUND + 1)), asked())


@either("/effective-dates")
def effective(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return the days on which something takes effect that is published in between two days."""
    try:
        first, last = (_day(name) for name in ("start_date", "end_date"))
    except Wrong:
        raise bad_request("start_date and end_date must be valid dates") from None
    if (last - first).days > MOST_DAYS:
        raise bad_request(f"Request size must be smaller than {MOST_DAYS} days")
    return answer(effective_dates(first, last), asked())


def _day(name: str) -> date:
    return read_day(request.args.get(name, ""))


@named("/category_counts/<name>")
def category_counts(name: str) -> ResponseReturnValue:
    """Return a table of how much was published in each year, by type."""
    stem, _form = parted(name)
    if stem not in COUNTED:
        raise not_found()
    title, what, last = COUNTED[stem]
    years = selecting.pages_by_year()
    rows: list[list[Any]] = [[title]]
    if years:
        rows.append([f"{min(years)} - {max(years)}"])
    rows += [[], ["Year", *(f"{called}s" for called in TYPES.values()), last]]
    for year in sorted(years, reverse=True):
        rows.append([year, *_numbers(years[year], what)])
    response = Response("".join(line(row) for row in rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="category_statistics.csv"'
    return response


def _numbers(year: Counter[str], what: str) -> list[int]:
    numbers = [year[f"{code}{what}"] for code in TYPES]
    return [*numbers, sum(numbers)]
