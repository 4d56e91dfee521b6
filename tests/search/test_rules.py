"""What a word is worth, and when a document takes comments."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.search.rules import MOST, USUAL_LENGTH, Part, Period, impact, period_of, weight

DAY = date(2026, 4, 20)


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_a_period_is_open_on_its_first_and_on_its_last_day(first, last):
    opens, closes = DAY + timedelta(first), DAY + timedelta(last)
    expected = None
    if first <= 0:
        expected = Period.OPEN if last >= 0 else Period.CLOSED
    assert period_of(opens, closes, DAY) == expected


def test_what_never_took_comments_is_neither_open_nor_closed():
    assert period_of(None, DAY, DAY) is None
    assert period_of(DAY, None, DAY) is None


def test_a_title_tells_more_than_a_summary_and_a_summary_more_than_a_text():
    usual = {Part.BODY: USUAL_LENGTH}
    worths = [impact({part: 1}, usual) for part in (Part.TITLE, Part.SUMMARY, Part.BODY)]
    assert worths == sorted(worths, reverse=True)
    assert len(set(worths)) == 3


@given(st.integers(1, 50), st.integers(1, 20_000))
def test_more_is_worth_more_but_never_much_and_a_long_text_thins_it(count, length):
    here = impact({Part.BODY: count}, {Part.BODY: length})
    assert here <= impact({Part.BODY: count + 1}, {Part.BODY: length}) <= 2200
    assert here >= impact({Part.BODY: count}, {Part.BODY: length + 1000})


@given(st.integers(0, MOST - 1))
def test_a_rare_word_tells_more_than_a_frequent_one(found):
    assert weight(found) >= weight(found + 1) >= 1
    assert isinstance(weight(found), int)
