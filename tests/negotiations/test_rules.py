"""The six stages, the days of rounds, and contacts that run out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.errors import RuleBroken
from portal.kernel.text import Localized
from portal.negotiations.rules import (
    LONGEST_ROUND,
    STAGE_IN_LIFE,
    Days,
    Stage,
    Step,
    check_move,
    check_post,
    check_round,
    continuity,
    is_expired,
    place_of,
    reach,
    stage_of,
)

DAY = date(2026, 4, 20)
OFFSETS = st.integers(-40, 40)
STATIONS = st.sampled_from(sorted(STAGE_IN_LIFE))
WORDS = Localized(source="ru", ru="Потому что.")


def refused(**facts):
    with pytest.raises(RuleBroken) as broken:
        check_move(**facts)
    return broken.value.field


@given(STATIONS, STATIONS, st.booleans(), st.booleans(), st.booleans())
def test_a_move_is_refused_exactly_where_something_is_owed_for_it(
    before, after, held, waived, reasoned
):
    far = place_of(stage_of(after)) - place_of(stage_of(before))
    owes = None
    if before == after:
        owes = "station"
    elif (far < 0 or far > 1) and not reasoned:
        owes = "reason"
    elif far > 0 and not held and not waived:
        owes = "waiver"
    facts = {
        "before": before,
        "after": after,
        "held": held,
        "waiver": WORDS if waived else None,
        "reason": WORDS if reasoned else None,
    }
    if owes:
        assert refused(**facts) == owes
        return
    step = {0: Step.WITHIN, 1: Step.ONWARD}.get(far, Step.BACK if far < 0 else Step.SKIPPING)
    before, after = facts.pop("before"), facts.pop("after")
    assert check_move(before, after, **facts) is step


def test_suspended_talks_go_back_with_a_reason_and_owe_nothing_else():
    facts = {"before": "legal_review", "after": "suspended", "held": False, "waiver": None}
    assert refused(reason=None, **facts) == "reason"
    before, after = facts.pop("before"), facts.pop("after")
    assert check_move(before, after, reason=WORDS, **facts) is Step.BACK


def test_the_places_of_the_stages_are_one_to_six():
    assert [place_of(stage) for stage in Stage] == [1, 2, 3, 4, 5, 6]


@given(OFFSETS, st.integers(0, 20), OFFSETS, st.integers(0, 20))
def test_rounds_meet_exactly_where_they_have_a_day_in_common(first, length, other, longer):
    one = Days(DAY + timedelta(first), DAY + timedelta(first + length))
    two = Days(DAY + timedelta(other), DAY + timedelta(other + longer))
    common = set(range(first, first + length + 1)) & set(range(other, other + longer + 1))
    assert one.meets(two) is bool(common)
    assert two.meets(one) is bool(common)
    if common:
        with pytest.raises(RuleBroken, match="Round 7 is held") as broken:
            check_round(one, [(7, two)])
        assert broken.value.field == "starts_on"
    else:
        check_round(one, [(7, two)])


@given(OFFSETS)
def test_what_has_no_end_goes_on(offset):
    open_ended, single = Days(DAY), Days(DAY + timedelta(offset), DAY + timedelta(offset))
    assert open_ended.meets(single) is (offset >= 0)
    assert single.meets(open_ended) is (offset >= 0)
    assert open_ended.holds(single.first) is (offset >= 0)


@given(st.integers(-5, 5))
def test_a_round_ends_no_earlier_than_it_begins_and_lasts_two_months_at_most(off):
    for last, allowed in (
        (DAY + timedelta(off), off >= 0),
        (DAY + timedelta(LONGEST_ROUND + off), off < 0),
    ):
        if allowed:
            check_round(Days(DAY, last), [])
        else:
            with pytest.raises(RuleBroken) as broken:
                check_round(Days(DAY, last), [])
            assert broken.value.field == "ends_on"


@given(OFFSETS)
def test_a_contact_is_good_through_its_last_day(off):
    assert is_expired(DAY + timedelta(off), DAY) is (off < 0)
    assert not is_expired(None, DAY)


@given(OFFSETS, st.booleans())
def test_a_post_begins_only_after_the_last_day_of_the_one_before(off, left):
    held = Days(DAY - timedelta(100), DAY if left else None)
    if left and off > 0:
        check_post(Days(DAY + timedelta(off)), [held])
    else:
        with pytest.raises(RuleBroken, match="Somebody holds this post"):
            check_post(Days(DAY + timedelta(off)), [held])


def test_continuity_counts_who_still_sits_where_they_sat():
    before = {(1, 10), (1, 11), (2, 10), (2, 12)}
    now = {(1, 10), (2, 11), (2, 12), (3, 13)}
    assert continuity(before, now) == (2, 4)
    assert continuity(set(), now) is None


def test_a_role_is_reached_by_a_whole_address_in_a_language():
    assert reach("Group@Ministry.example", ["en", "kk"]).languages == "kk en"
    for mailbox, languages, field in (
        ("nobody", ["kk"], "mailbox"),
        ("a@b.example", [], "languages"),
    ):
        with pytest.raises(RuleBroken) as broken:
            reach(mailbox, languages)
        assert broken.value.field == field
