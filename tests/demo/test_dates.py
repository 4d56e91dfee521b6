"""Moving the story to today."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.demo.content import FOLDER, notices, outreach, records
from portal.demo.dates import Shift
from portal.kernel.clock import legal_day

WEEKS = st.integers(min_value=0, max_value=3000)
DAYS = st.dates(min_value=date(2013, 1, 1), max_value=date(2016, 12, 31))

MONTHS = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|янв|фев|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
)
DAY_IN_WORDS = re.compile(rf"\d{{1,2}}[ -](?:{MONTHS})")
YEAR_OF_THE_STORY = re.compile(r"(?<![-\d])20(?:1[3-9])(?![-\d])")
IDENTIFIER = re.compile(r"\b(?:TN|MEBP)-2014-\d+")


@given(WEEKS, DAYS)
def test_a_day_keeps_its_weekday(weeks, day):
    assert Shift(weeks * 7).day(day).weekday() == day.weekday()


@given(st.integers(min_value=0, max_value=20_000), DAYS, DAYS)
def test_days_keep_their_distance(weeks, one, other):
    shift = Shift(weeks // 7 * 7)
    assert shift.day(one) - shift.day(other) == one - other


@pytest.mark.parametrize("days", [1, 6, 8, -1])
def test_a_part_of_a_week_is_refused(days):
    with pytest.raises(ValueError, match="weekdays"):
        Shift(days)


@given(st.integers(min_value=1_712_000_000, max_value=2_840_000_000))
def test_the_present_of_the_story_is_this_week(seconds):
    now = datetime.fromtimestamp(seconds, UTC)
    monday = Shift.to(now).day("2014-09-15")
    assert timedelta() <= legal_day(now) - monday < timedelta(days=7)


@given(WEEKS, st.integers(min_value=2000, max_value=2015))
def test_a_year_alone_never_moves_into_a_future_that_the_days_have_not_reached(weeks, year):
    shift = Shift(weeks * 7)
    assert shift.year(year) <= shift.day(date(year, 12, 31)).year


@pytest.mark.parametrize(
    ("place", "locale", "written"),
    [
        ("{2014-03-06}", "en", "6 March 2014"),
        ("{2014-03-06}", "ru", "6 марта 2014 года"),
        ("{2014-03-06}", "kk", "2014 жылғы 6 наурыз"),
        ("{2014-03-06 dat} дейін", "kk", "2014 жылғы 6 наурызға дейін"),
        ("{2014-04-17 loc}", "kk", "2014 жылғы 17 сәуірде"),
        ("{2014-06-05 abl}", "kk", "2014 жылғы 5 маусымнан"),
        ("{2014-09-28 dm dat}", "kk", "28 қыркүйекке"),
        ("{2014-07-01 dm dat}", "kk", "1 шілдеге"),
        ("{2014-03-05 dm}", "ru", "5 марта"),
        ("{2014-03-05 dm}", "en", "5 March"),
        ("{2014-03 loc}", "ru", "марте 2014 года"),
        ("{2014-03}", "ru", "март 2014 года"),
        ("{2014-03 loc}", "kk", "2014 жылғы наурызда"),
        ("{2014-03}", "en", "March 2014"),
        ("{2013}", "en", "2013"),
        ("TN-2014-01, 2010", "en", "TN-2014-01, 2010"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(place, locale, written):
    assert Shift(0).prose(place, locale) == written


def test_endings_follow_the_month_into_which_a_day_moves():
    assert Shift(28).prose("{2014-03-06 dat}", "kk") == "2014 жылғы 3 сәуірге"
    assert Shift(7 * 26).prose("{2014-03-06 dat}", "kk") == "2014 жылғы 4 қыркүйекке"


def test_every_date_of_the_story_can_be_moved():
    """Nothing in the prose names a day or a year of the story outside braces."""
    for locale, text in _prose():
        outside = IDENTIFIER.sub("", re.sub(r"\{[^}]*\}", "", text))
        assert not DAY_IN_WORDS.search(outside), outside
        assert not YEAR_OF_THE_STORY.search(outside), outside
        moved = Shift(7 * 636).prose(text, locale)
        assert "{" not in moved, moved
        assert not YEAR_OF_THE_STORY.search(IDENTIFIER.sub("", moved)), moved


def _prose():
    for paper in [*notices(), *outreach()]:
        yield from paper.texts.items()
    found = [paper.facts for paper in [*notices(), *outreach()]]
    names = ("comments", "responses", "dockets", "committees", "organisations", "files", "requests")
    for record in [*found, *(records(name) for name in names)]:
        yield from _words(record)


def _words(thing, locale="en"):
    """Yield every text with its language; bare ISO dates are facts, not prose."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from _words(
                value, key if key in {"kk", "ru", "en"} else thing.get("locale", locale)
            )
    elif isinstance(thing, list):
        for value in thing:
            yield from _words(value, locale)
    elif isinstance(thing, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", thing):
        yield locale, thing


def test_there_is_prose_to_be_moved():
    assert sum(text.count("{20") for _locale, text in _prose()) > 80
    assert FOLDER.is_dir()
