"""The arithmetic of comment periods, what a draft lacks, numbers and citations."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.kernel.calendar import is_working, next_working, working_days_between
from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES, Localized
from portal.register.markup import render
from portal.register.rules import (
    CAPTIONS,
    CAPTIONS_IN,
    CLOSING_DAYS,
    LAST_DAY,
    SHORTEST,
    WINDOWS,
    Ask,
    CommentPeriod,
    DecisionStatus,
    Filing,
    NoticeKind,
    Part,
    PeriodState,
    captions_in,
    check_decision,
    closing_day,
    earliest_closing,
    filled_in,
    missing,
    pages_of,
    read_citation,
    searchable,
    volume_of,
)
from tests.makers import in_all

TODAY = date(2026, 4, 20)

days = some.dates(date(2024, 1, 1), date(2027, 12, 31))
asking = some.sampled_from(sorted(WINDOWS))
near = some.integers(-4, 4)


@given(day=days, kind=asking)
def test_a_period_ends_on_a_working_day_and_is_never_shorter_than_the_least(day, kind):
    closes = earliest_closing(kind, day)
    least = WINDOWS[kind].least
    assert is_working(closes)
    if least.working:
        assert working_days_between(day, closes) == least.days
    else:
        full = day + timedelta(days=least.days)
        assert closes >= full
        assert not any(is_working(full + timedelta(days=n)) for n in range((closes - full).days))


@given(day=days, kind=asking, offset=near)
def test_a_wanted_day_is_taken_from_the_boundary_on_and_refused_before_it(day, kind, offset):
    earliest = earliest_closing(kind, day)
    wanted = earliest + timedelta(days=offset)
    if next_working(wanted) >= earliest:
        assert closing_day(kind, day, wanted=wanted) == next_working(wanted)
    else:
        with pytest.raises(RuleBroken) as refusal:
            closing_day(kind, day, wanted=wanted)
        assert refusal.value.field == "wanted_closing"
        assert earliest.strftime("%d.%m.%Y") in str(refusal.value)


@given(day=days, kind=asking, offset=near)
def test_a_reason_shortens_the_time_down_to_five_working_days(day, kind, offset):
    floor = SHORTEST.last_day(day)
    wanted = floor + timedelta(days=offset)
    if next_working(wanted) >= floor:
        closes = closing_day(kind, day, wanted=wanted, waived=True)
        assert working_days_between(day, closes) >= 5
    else:
        with pytest.raises(RuleBroken):
            closing_day(kind, day, wanted=wanted, waived=True)


@given(day=days, kind=asking)
def test_where_no_day_is_wanted_the_usual_time_is_given(day, kind):
    closes = closing_day(kind, day)
    assert closes == WINDOWS[kind].usual.last_day(day)
    assert closes >= earliest_closing(kind, day)


@pytest.mark.parametrize(
    ("published", "closes"),
    [
        # Day 20 is Sunday, 10 May; the holiday of Saturday, 9 May has moved to Monday.
        (date(2026, 4, 20), date(2026, 5, 12)),
        (date(2026, 4, 17), date(2026, 5, 8)),  # Day 20 is the holiday of 7 May.
        (date(2026, 4, 15), date(2026, 5, 5)),
        (date(2026, 2, 16), date(2026, 3, 10)),  # Day 20 is Women's Day, a Sunday, moved.
    ],
)
def test_twenty_days_are_counted_from_the_day_after_publication(published, closes):
    assert earliest_closing(NoticeKind.REQUEST_FOR_COMMENTS, published) == closes


def test_five_days_are_too_few_without_a_reason():
    with pytest.raises(RuleBroken):
        closing_day(NoticeKind.INTENT_TO_LAUNCH, TODAY, wanted=TODAY + timedelta(days=7))
    assert closing_day(
        NoticeKind.INTENT_TO_LAUNCH, TODAY, wanted=TODAY + timedelta(days=7), waived=True
    ) == date(2026, 4, 27)


def test_a_kind_that_asks_nothing_has_no_closing_day():
    assert earliest_closing(NoticeKind.CORRECTION, TODAY) is None
    assert closing_day(NoticeKind.CORRECTION, TODAY, wanted=TODAY) is None


@given(opens=days, length=some.integers(0, 90), offset=some.integers(-3, 3))
def test_a_period_is_open_through_the_end_of_its_last_legal_day(opens, length, offset):
    period = CommentPeriod(opens, opens + timedelta(days=length))
    second = timedelta(seconds=1)
    assert period.is_open(period.deadline - second)
    assert not period.is_open(period.deadline)
    assert period.days_left(period.deadline - second) == 1
    assert period.days_left(period.deadline) == 0
    at = period.deadline - timedelta(days=CLOSING_DAYS + offset) - second
    if period.is_open(at):
        closing = period.days_left(at) <= CLOSING_DAYS
        assert period.state(at) is (PeriodState.CLOSING if closing else PeriodState.OPEN)
    else:
        assert period.state(at) is PeriodState.CLOSED


@pytest.mark.parametrize("kind", sorted(WINDOWS))
def test_what_is_decided_is_not_asked_about_except_how_to_carry_it_out(kind):
    if kind is NoticeKind.RATIFICATION:
        check_decision(kind, DecisionStatus.DECIDED)
    else:
        with pytest.raises(RuleBroken):
            check_decision(kind, DecisionStatus.DECIDED)
    check_decision(kind, DecisionStatus.OPTIONS_NARROWED)


WHOLE = Filing(
    kind=NoticeKind.REQUEST_FOR_COMMENTS,
    title=in_all("A title"),
    summary=in_all("A summary"),
    decision_status=DecisionStatus.OPEN,
    themes=1,
    unmirrored=(),
    text="\n".join(f"# {caption}\nWords." for caption in CAPTIONS),
    questions=(Ask(in_all("Why?")),),
    contact=("A. Person", "a@example.org", ""),
    wanted_closing=None,
    waiver_reason=None,
    parts=frozenset(Part),
)


def test_a_whole_draft_lacks_nothing():
    assert missing(WHOLE, today=TODAY) == []


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"themes": 0}, "themes"),
        ({"unmirrored": ("MKT",)}, "themes"),
        ({"questions": ()}, "questions"),
        ({"contact": ("", "a@example.org", "")}, "contact_name"),
        ({"contact": ("A. Person", "", "")}, "contact_email"),
        ({"wanted_closing": TODAY + timedelta(days=3)}, "wanted_closing"),
        ({"decision_status": DecisionStatus.DECIDED}, "decision_status"),
        ({"waiver_reason": Localized(source="ru", ru="Срочно")}, "waiver_reason"),
        ({"text": WHOLE.text.replace("# DATES\nWords.\n", "")}, "texts"),
        ({"text": WHOLE.text.replace("# DATES\nWords.\n", "# DATES\n\n")}, "texts"),
        ({"text": " \n"}, "texts"),
    ],
)
def test_each_lack_is_named_with_its_field(fault, field):
    found = missing(replace(WHOLE, **fault), today=TODAY)
    assert [broken.field for broken in found] == [field]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["title", "summary"])
def test_title_and_summary_are_needed_in_each_language(name, locale):
    text = getattr(WHOLE, name).revised(**{locale: " "})
    found = missing(replace(WHOLE, **{name: text}), today=TODAY)
    assert [broken.field for broken in found] == [name]


def test_a_kind_that_asks_nothing_needs_no_question():
    filing = replace(WHOLE, kind=NoticeKind.ROUND_REPORT, questions=())
    assert missing(filing, today=TODAY) == []


def test_captions_are_found_however_they_are_closed():
    text = "# Agency:\nA.\r\n# ACTION #\nB.\n#DATES\nno heading\n# SUMMARY\n## Deeper\nC."
    assert captions_in(text) == {"AGENCY", "ACTION", "SUMMARY"}


@pytest.mark.parametrize("locale", LOCALES)
def test_captions_are_known_and_printed_in_the_language_of_the_text(locale):
    typed = "\n".join(f"# {caption.title()}:\nWords." for caption in CAPTIONS_IN[locale])
    assert captions_in(typed) == set(CAPTIONS)
    printed = render("# SUMMARY\nWords.", locale=locale)
    assert f"<h2>{CAPTIONS_IN[locale][2]}</h2>" in printed
    assert '<section id="summary">' in printed


def test_the_last_day_is_written_in_the_language_of_the_text():
    text = f"Comments are due by {LAST_DAY}."
    closes = date(2026, 5, 11)
    assert filled_in(text, closes=closes, locale="en") == "Comments are due by 11 May 2026."
    assert filled_in(text, closes=closes, locale="ru").endswith("by 11 мая 2026 года.")
    assert filled_in(text, closes=closes, locale="kk").endswith("by 2026 жылғы 11 мамыр.")
    assert filled_in(text, closes=None, locale="en") == text


def test_volumes_follow_years_and_pages_follow_words():
    assert volume_of(date(2014, 1, 1)) == 1
    assert volume_of(date(2026, 12, 31)) == 13
    assert [pages_of("word " * n) for n in (0, 1, 700, 701, 1400, 1401)] == [1, 1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("13 RTN 45", (13, "RTN", 45)),
        ("13-RTN-45", (13, "RTN", 45)),
        ("89 fr 9743", (89, "FR", 9743)),
        ("RTN 45", None),
        ("13 RTN", None),
        ("13 RTN 45 or so", None),
    ],
)
def test_a_citation_is_read_as_people_write_it(text, place):
    assert read_citation(text) == place


def test_what_is_searched_is_lower_case_in_every_alphabet():
    assert searchable("TN-2026-01", Localized(source="kk", kk="ӘҢГІМЕ", ru="БЕСЕДА")) == (
        "tn-2026-01\nәңгіме\nбеседа"
    )
