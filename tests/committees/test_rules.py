"""The rules of seats, terms, forums, joining, interests and balance, at their boundaries."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.committees import rules
from portal.committees.labels import (
    ACTIVITIES,
    APPLICATIONS,
    CATEGORIES,
    CLEARANCES,
    FORUMS,
    ORIENTATIONS,
    REASONS,
    SCOPES,
    SEATS,
    SECTORS,
    SIZES_OF,
)
from portal.committees.rules import (
    SIZES,
    Charter,
    ForumKind,
    Member,
    SeatCategory,
    Sector,
    check_declaration,
    check_people,
    check_room,
    check_term,
    concentration,
    continuity,
    end_of_term,
    is_idle,
    missing_voices,
    months_after,
    read_chapters,
    recusals,
    sectors_of,
    spread,
    vacant_since,
)
from portal.kernel.errors import RuleBroken
from tests.makers import in_all

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
SOME = st.integers(min_value=0, max_value=400)
DAY = timedelta(days=1)
FIRST = date(2026, 1, 12)
TEXT = in_all("What it does")


def refusal(call, *args, **facts):
    """The field beside which a rule is shown as broken."""
    with pytest.raises(RuleBroken) as broken:
        call(*args, **facts)
    return broken.value.field


def test_every_word_of_the_rules_has_a_label():
    labels = {
        rules.ForumKind: FORUMS,
        rules.SeatRole: SEATS,
        rules.SeatCategory: CATEGORIES,
        rules.ApplicationState: APPLICATIONS,
        rules.RefusalReason: REASONS,
        rules.Clearance: CLEARANCES,
        rules.ActivityKind: ACTIVITIES,
        rules.Sector: SECTORS,
        rules.Size: SIZES_OF,
        rules.Scope: SCOPES,
        rules.Orientation: ORIENTATIONS,
    }
    for kind, words in labels.items():
        assert set(words) == set(kind), kind


def test_sizes_and_quorum_are_those_of_their_sources():
    assert (SIZES.fewest, SIZES.most, SIZES.quorum, SIZES.asking) == (4, 15, Fraction(2, 3), 1)
    assert [SIZES.quorum_of(n) for n in (0, 1, 3, 4, 6, 15)] == [0, 1, 2, 3, 4, 10]
    assert [SIZES.lacking(n) for n in (0, 3, 4, 15)] == [4, 1, 0, 0]


@given(st.integers(min_value=0, max_value=30))
def test_there_is_room_for_fifteen_votes_and_no_more(voting):
    if voting < 15:
        check_room(voting, most=SIZES.most)
    else:
        assert refusal(check_room, voting, most=SIZES.most) == "role"


@given(DAYS, SOME, SOME)
def test_a_term_may_begin_the_day_after_another_ends_and_not_before(first, length, gap):
    last = first + timedelta(days=length)
    begins = last + timedelta(days=gap)
    if gap == 0:
        assert refusal(check_term, begins, None, [(first, last)]) == "starts_on"
    else:
        check_term(begins, None, [(first, last)])
        check_term(begins, begins, [(first, last)])


@given(DAYS, SOME, SOME)
def test_a_term_may_end_the_day_before_another_begins_and_not_later(begins, length, gap):
    ends = begins - timedelta(days=gap)
    starts = ends - timedelta(days=length)
    if gap == 0:
        assert refusal(check_term, starts, ends, [(begins, None)]) == "starts_on"
    else:
        check_term(starts, ends, [(begins, None)])
    assert refusal(check_term, starts, None, [(begins, None)]) == "starts_on"


def test_a_term_lasts_at_least_a_day():
    check_term(FIRST, FIRST, [])
    assert refusal(check_term, FIRST, FIRST - DAY, []) == "ends_on"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 4, 20), 48, date(2030, 4, 20)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 7, 15), 6, date(2027, 1, 15)),
    ],
)
def test_months_end_where_people_expect(day, months, expected):
    assert months_after(day, months) == expected


def test_a_term_is_four_years():
    assert end_of_term(date(2026, 4, 20)) == date(2030, 4, 19)


def test_who_may_sit_for_an_organisation():
    check_people(None, None, members=[])
    check_people(1, None, members=[1])
    check_people(1, 2, members=[1])
    assert refusal(check_people, 1, None, members=[2]) == "holder_id"
    assert refusal(check_people, 1, 1, members=[1]) == "alternate_id"
    assert refusal(check_people, None, 2, members=[2]) == "holder_id"


@given(DAYS, SOME, SOME)
def test_a_seat_stands_empty_from_the_day_after_its_last_term(first, length, gap):
    last = first + timedelta(days=length)
    on = last + timedelta(days=gap)
    expected = None if gap == 0 else last + DAY
    assert vacant_since(first, [(first, last)], on) == expected


def test_a_seat_that_nobody_ever_held_stands_empty_from_its_first_day():
    assert vacant_since(FIRST, [], FIRST) == FIRST
    later = FIRST + timedelta(days=90)
    assert vacant_since(FIRST, [(later, None)], later - DAY) == FIRST
    assert vacant_since(FIRST, [(later, None)], later) is None


def a_charter(kind, **facts):
    return Charter(kind=kind, established_on=FIRST, **facts)


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (ForumKind.PERMANENT_FORMAL, {}, "plan"),
        (ForumKind.PERMANENT_FORMAL, {"plan": TEXT, "ends_on": FIRST + DAY}, "ends_on"),
        (ForumKind.ADHOC_FORMAL, {"ends_on": FIRST + DAY}, "mandate"),
        (ForumKind.ADHOC_FORMAL, {"mandate": TEXT}, "ends_on"),
        (ForumKind.ADHOC_FORMAL, {"mandate": TEXT, "ends_on": FIRST}, "ends_on"),
        (ForumKind.INFORMAL_NETWORK, {"ends_on": FIRST + DAY}, "ends_on"),
    ],
)
def test_a_forum_has_what_its_kind_lives_by(kind, facts, field):
    assert refusal(a_charter(kind, **facts).check) == field


def test_a_forum_that_has_it_may_be_set_up():
    a_charter(ForumKind.PERMANENT_FORMAL, plan=TEXT).check()
    a_charter(ForumKind.ADHOC_FORMAL, mandate=TEXT, ends_on=FIRST + DAY).check()
    a_charter(ForumKind.INFORMAL_NETWORK).check()


@pytest.mark.parametrize("since", [None, date(2026, 3, 1)])
def test_a_committee_is_asleep_after_half_a_year(since):
    awake = months_after(since or FIRST, 6)
    assert not is_idle(FIRST, since, awake)
    assert is_idle(FIRST, since, awake + DAY)


def test_every_committee_wants_academia_and_some_the_voices_of_those_affected():
    assert missing_voices("MKT", [SeatCategory.ASSOCIATION]) == [SeatCategory.ACADEMIA]
    assert missing_voices("MKT", [SeatCategory.ACADEMIA]) == []
    for theme in ("ENV", "SPS", "IPR"):
        assert missing_voices(theme, [SeatCategory.ACADEMIA, SeatCategory.LABOUR]) == [
            SeatCategory.CONSUMER,
            SeatCategory.ENVIRONMENT,
        ]


@given(st.lists(st.integers(min_value=1, max_value=97).filter(lambda n: n != 77)))
def test_chapters_are_read_however_they_are_written(numbers):
    expected = sorted({f"{n:02d}" for n in numbers})
    assert read_chapters(", ".join(map(str, numbers))) == expected
    assert read_chapters("\n ".join(f"{n:02d};" for n in numbers)) == expected


@pytest.mark.parametrize("typed", ["0", "77", "98", "017", "sugar", "1.5", "-4", "٤"])
def test_what_is_no_chapter_is_refused(typed):
    assert refusal(read_chapters, typed) == "chapters"


def test_a_declaration_says_one_thing():
    check_declaration("", [], none=True)
    check_declaration("Shares.", ["17"], none=False)
    assert refusal(check_declaration, "", ["17"], none=False) == "interests"
    assert refusal(check_declaration, "Shares.", [], none=True) == "none"
    assert refusal(check_declaration, "", ["17"], none=True) == "none"


def test_whose_chapters_an_item_touches_may_have_to_step_aside():
    declared = {"sugar": ["17", "22"], "dairy": ["04"], "nobody": []}
    assert recusals(declared, ["17", "04", "99"]) == {"sugar": ["17"], "dairy": ["04"]}
    assert recusals(declared, []) == {}


def test_sectors_follow_the_chapters():
    assert sectors_of(["01"]) == [Sector.FARMING]
    assert sectors_of(["24", "25"]) == [Sector.FARMING, Sector.MINING]
    assert sectors_of(["84", "97"]) == [Sector.MACHINERY]
    assert sectors_of([]) == [Sector.SERVICES]
    counted = [n for goods in rules.GOODS.values() for n in goods]
    assert sorted(counted) == list(range(1, 98))


def test_what_is_counted_of_a_member_follows_its_kind():
    firm = Member("sme", "firm", "firm_small", "astana")
    union = Member("labour", "labour", "labour_union", None)
    chamber = Member("regional_chamber", "chamber", "chamber_regional", "aktobe")
    assert (firm.size, firm.scope, firm.orientation) == ("small", "itself", "itself")
    assert (union.size, union.scope) == ("speaks_for_others", "itself")
    assert (chamber.scope, chamber.orientation) == ("regional", "horizontal")


def test_figures_of_balance():
    assert spread(["b", "a", "b", "c"], ["a", "z"]) == [("a", 1), ("z", 0), ("b", 2), ("c", 1)]
    assert concentration([]) == 0
    assert concentration([5]) == 1
    assert concentration([2, 2, 0]) == pytest.approx(0.5)
    assert concentration([3, 1]) == pytest.approx(10 / 16)


def test_continuity_is_the_share_that_sat_a_year_ago():
    assert continuity([], []) is None
    assert continuity([1, 2, 3], []) is None
    assert continuity([1, 2, 3, 9], [1, 2, 3, 4]) == pytest.approx(0.75)
    assert continuity([], [1]) == 0
