"""Working days, holidays that move, and the last day of a period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers

from portal.kernel.calendar import Span, holidays, is_working, next_working, working_days_between

SOME_DATES = dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 3, 9), id="Women's Day fell on a Sunday and moved to Monday"),
        pytest.param(date(2026, 3, 24), id="Nauryz began on a Saturday: two days move past it"),
        pytest.param(date(2026, 3, 25), id="the second of them"),
        pytest.param(date(2026, 5, 11), id="Victory Day fell on a Saturday"),
        pytest.param(date(2026, 5, 27), id="Kurban Ait"),
        pytest.param(date(2026, 8, 31), id="Constitution Day fell on a Sunday"),
        pytest.param(date(2026, 10, 26), id="Republic Day fell on a Sunday"),
        pytest.param(date(2026, 12, 16), id="Independence Day"),
    ],
)
def test_offices_are_closed(day):
    assert not is_working(day)


@pytest.mark.parametrize("day", [date(2026, 3, 26), date(2026, 5, 12), date(2026, 12, 17)])
def test_offices_are_open_the_day_after(day):
    assert is_working(day)


def test_religious_holidays_do_not_move():
    assert date(2024, 6, 16) in holidays(2024), "Kurban Ait of 2024 was a Sunday."
    assert is_working(date(2024, 6, 17))
    assert is_working(date(2023, 1, 9)), "Christmas of 2023 was a Saturday."


def test_the_day_after_publication_is_day_one():
    assert Span(30).last_day(date(2026, 4, 2)) == date(2026, 5, 4), "2 May is a Saturday."
    assert Span(1).last_day(date(2026, 4, 14)) == date(2026, 4, 15)


def test_working_days_skip_weekends_and_holidays():
    assert Span(10, working=True).last_day(date(2026, 4, 24)) == date(2026, 5, 13)


@given(start=SOME_DATES, days=integers(1, 120))
def test_a_calendar_span_ends_on_the_first_working_day_at_or_after_its_length(start, days):
    end = Span(days).last_day(start)

    assert is_working(end)
    assert end >= start + timedelta(days=days)
    between = (end - start).days - days
    assert all(not is_working(start + timedelta(days=days + n)) for n in range(between))


@given(start=SOME_DATES, days=integers(1, 60))
def test_a_working_span_holds_exactly_its_number_of_working_days(start, days):
    end = Span(days, working=True).last_day(start)

    assert is_working(end)
    assert working_days_between(start, end) == days


@given(day=SOME_DATES)
def test_the_next_working_day_is_the_day_itself_or_later(day):
    assert next_working(day) >= day
    assert (next_working(day) == day) == is_working(day)


@given(start=SOME_DATES, days=integers(0, 40))
def test_no_working_days_lie_backwards(start, days):
    assert working_days_between(start, start - timedelta(days=days)) == 0
