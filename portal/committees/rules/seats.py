"""Seats and terms: how many there may be, who may hold them, and when one stands empty."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_

TERM_MONTHS = 48
"""Members serve four years, as in the charters of the American committees (US charter)."""

VACANT_TOO_LONG = timedelta(days=60)
"""A seat that stood empty for longer is shown as a gap."""

ONE_DAY = timedelta(days=1)
MONTHS_IN_YEAR = 12

Span = tuple[date, date | None]
"""The first day and the last; no last day: until further notice."""


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last day where that month is shorter."""
    past, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    year, month = day.year + past, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def end_of_term(starts_on: date, months: int = TERM_MONTHS) -> date:
    """Return the last day of a term of so many months."""
    return months_after(starts_on, months) - ONE_DAY


def check_room(voting: int, *, most: int) -> None:
    """Refuse one more seat with a vote where there are so many already (R05)."""
    if voting >= most:
        raise RuleBroken(
            N_("A committee has at most %(most)s seats with a vote. Abolish one first."),
            field="role",
            most=most,
        )


def check_term(starts_on: date, ends_on: date | None, others: Iterable[Span]) -> None:
    """Refuse a term that ends before it begins, or that overlaps another in the same seat."""
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(
            N_("The last day of a term does not come before its first."), field="ends_on"
        )
    for first, last in others:
        if _overlap((starts_on, ends_on), (first, last)):
            raise RuleBroken(
                N_("Somebody holds this seat in that time. End their term first."),
                field="starts_on",
            )


def check_people(holder: int | None, alternate: int | None, *, members: Iterable[int]) -> None:
    """Refuse a holder from outside the organisation, and one who stands in for themselves.

    `holder` and `alternate` are people's row numbers, `members` those of the organisation.
    """
    if holder is not None and holder not in set(members):
        raise RuleBroken(
            N_("The holder has to be one of the organisation's own people."), field="holder_id"
        )
    if alternate is not None and alternate == holder:
        raise RuleBroken(N_("The alternate is another person."), field="alternate_id")
    if alternate is not None and holder is None:
        raise RuleBroken(N_("Name the holder before the alternate."), field="holder_id")


def vacant_since(created_on: date, terms: Iterable[Span], on: date) -> date | None:
    """Return the first day on which a seat has stood empty without a break; None: it is held."""
    since = created_on
    for first, last in terms:
        if first > on:
            continue
        if last is None or last >= on:
            return None
        since = max(since, last + ONE_DAY)
    return since


def _overlap(one: Span, other: Span) -> bool:
    (first, last), (begins, ends) = one, other
    return (ends is None or first <= ends) and (last is None or begins <= last)
