"""When answers are due, how a docket stands, and shares."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.calendar import is_working
from portal.responses.rules import Coverage
from portal.scorecard.rules import Standing, due_on, share, standing

CLOSED = date(2026, 2, 2)
DUE = date(2026, 4, 3)
WHOLE = Coverage(points=3, grouped=3, concerns=2, answered=2)
SOME = Coverage(points=3, grouped=3, concerns=2, answered=1)


@given(st.dates(date(2024, 1, 1), date(2028, 6, 1)))
def test_the_due_day_is_the_first_working_day_from_the_sixtieth_on(day):
    due = due_on(day)

    assert is_working(due)
    assert not any(is_working(day + timedelta(days=n)) for n in range(60, (due - day).days))


def test_a_due_day_on_a_sunday_moves_to_monday():
    assert due_on(date(2026, 2, 2)) == date(2026, 4, 3)
    assert due_on(date(2026, 2, 4)) == date(2026, 4, 6)


@pytest.mark.parametrize(
    ("closes_on", "coverage", "last_on", "today", "expected"),
    [
        (None, SOME, None, DUE, Standing.NOTHING_ASKED),
        (CLOSED, Coverage(), None, CLOSED, Standing.OPEN),
        (CLOSED, SOME, None, CLOSED, Standing.OPEN),
        (CLOSED, Coverage(), None, CLOSED + timedelta(days=1), Standing.NOTHING_ASKED),
        (CLOSED, SOME, CLOSED, CLOSED + timedelta(days=1), Standing.DUE),
        (CLOSED, SOME, CLOSED, DUE, Standing.DUE),
        (CLOSED, SOME, CLOSED, DUE + timedelta(days=1), Standing.LATE),
        (CLOSED, Coverage(3, 2, 1, 1), CLOSED, DUE + timedelta(days=1), Standing.LATE),
        (CLOSED, Coverage(3), None, DUE + timedelta(days=1), Standing.LATE),
        (CLOSED, WHOLE, DUE, DUE + timedelta(days=9), Standing.ANSWERED_IN_TIME),
        (CLOSED, WHOLE, DUE + timedelta(days=1), date(2027, 1, 1), Standing.ANSWERED_LATE),
        (CLOSED, WHOLE, CLOSED, CLOSED + timedelta(days=1), Standing.ANSWERED_IN_TIME),
    ],
)
def test_how_a_docket_stands(closes_on, coverage, last_on, today, expected):
    found = standing(closes_on=closes_on, coverage=coverage, last_on=last_on, today=today)

    assert found is expected


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_within_half_a_per_cent(part, rest):
    whole = part + rest
    found = share(part, whole)

    assert abs(Fraction(found) - Fraction(100 * part, whole)) <= Fraction(1, 2)
    assert 0 <= found <= 100


def test_there_is_no_share_of_nothing():
    assert share(0, 0) is None
    assert share(1, 8) == 13
    assert share(1, 1) == 100
