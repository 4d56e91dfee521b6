"""The legal day turns over at midnight in legal time, not in UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.kernel.clock import end_of, legal_day, start_of


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 4, 30, 18, 59, 59, tzinfo=UTC), date(2026, 4, 30)),
        (datetime(2026, 4, 30, 19, 0, tzinfo=UTC), date(2026, 5, 1)),
        (datetime(2024, 2, 28, 18, 30, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_legal_time_is_five_hours_ahead_since_march_2024(moment, day):
    assert legal_day(moment) == day


def test_a_day_ends_where_the_next_begins():
    day = date(2026, 4, 30)

    assert end_of(day) == start_of(day + timedelta(days=1))
    assert legal_day(end_of(day) - timedelta(microseconds=1)) == day
    assert legal_day(end_of(day)) == day + timedelta(days=1)
