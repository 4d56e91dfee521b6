"""When answers are due, and how a docket stands to that day. Pure rules."""

from datetime import date
from enum import StrEnum

from portal.kernel.calendar import Span
from portal.responses.rules import Coverage

ANSWER_WITHIN = Span(60)
"""From the last day for comments to the last answer; a day off moves it to a working day."""

SOON_DAYS = 30
"""A promise due within so many days is due soon."""


class Standing(StrEnum):
    """How the answers of a docket stand."""

    NOTHING_ASKED = "nothing_asked"
    """It asked for no comments, or none that is posted came."""
    OPEN = "open"
    """Comments are still taken."""
    DUE = "due"
    """Answers are owed, and not late yet."""
    LATE = "late"
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_LATE = "answered_late"


def due_on(closes_on: date) -> date:
    """Return the last day on which answers are in time."""
    return ANSWER_WITHIN.last_day(closes_on)


def standing(
    *, closes_on: date | None, coverage: Coverage, last_on: date | None, today: date
) -> Standing:
    """Return how a docket stands; `last_on` is the day of its latest answers.

    It is answered when every posted point belongs to a concern and every concern has its
    answer; one point left over makes it late.
    """
    if closes_on is None:
        return Standing.NOTHING_ASKED
    if today <= closes_on:
        return Standing.OPEN
    if not coverage.points:
        return Standing.NOTHING_ASKED
    if not coverage.is_complete or last_on is None:
        return Standing.LATE if today > due_on(closes_on) else Standing.DUE
    return Standing.ANSWERED_LATE if last_on > due_on(closes_on) else Standing.ANSWERED_IN_TIME


def share(part: int, whole: int) -> int | None:
    """Return a share in whole per cent, halves up; nothing where there is no whole."""
    return (200 * part + whole) // (2 * whole) if whole else None
