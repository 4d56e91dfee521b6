"""The rules of meetings, at their edges."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.calendar import is_working, working_days_between
from portal.kernel.clock import LEGAL_TIME, legal_day
from portal.kernel.errors import RuleBroken
from portal.meetings.rules import (
    ActionState,
    ItemKind,
    MeetingState,
    Nature,
    action_state,
    check_capacity,
    check_change,
    check_decision,
    check_held,
    check_item,
    check_where,
    meeting_time,
    minutes_due,
    places_to_give,
    quarters_until,
    strategic_share,
)
from tests.conftest import NOON
from tests.makers import in_all

TODAY = legal_day(NOON)
SECONDS = st.integers(-5, 5).map(lambda n: timedelta(seconds=n))
DAYS = st.dates(min_value=date(2024, 4, 1), max_value=date(2028, 12, 31))


def _refused(field, call, *args, **facts):
    with pytest.raises(RuleBroken) as broken:
        call(*args, **facts)
    assert broken.value.field == field


@given(SECONDS)
def test_a_meeting_begins_after_the_moment_at_which_it_is_called(offset):
    start = datetime.combine(TODAY, time(14), LEGAL_TIME)
    if offset >= timedelta(0):
        _refused("on", meeting_time, TODAY, time(14), time(15), now=start + offset)
    else:
        begins, ends = meeting_time(TODAY, time(14), time(15), now=start + offset)
        assert (begins, ends) == (start, start + timedelta(hours=1))
        assert begins.utcoffset() == timedelta(hours=5)


@pytest.mark.parametrize(
    ("on", "starts", "ends", "field"),
    [
        (None, time(10), time(11), "on"),
        (TODAY, None, time(11), "starts"),
        (TODAY, time(10), None, "ends"),
        (TODAY, time(10), time(10), "ends"),
    ],
)
def test_a_meeting_has_a_day_a_beginning_and_a_later_end(on, starts, ends, field):
    _refused(field, meeting_time, on, starts, ends, now=NOON - timedelta(days=1))


def test_a_meeting_is_somewhere():
    check_where(in_all("Room 1"), "")
    check_where(None, "https://video.example")
    _refused("place", check_where, None, "")
    _refused("link", check_where, None, "http://video.example")
    _refused("link", check_where, in_all("Room 1"), "javascript:alert(1)")


def test_places_are_a_number_that_can_be_counted():
    for good in (None, 1, 5_000):
        check_capacity(good)
    for bad in (0, -1, 5_001):
        _refused("capacity", check_capacity, bad)


@given(st.integers(-2, 122))
def test_an_item_lies_within_the_hours_of_its_meeting(minutes):
    ends = NOON + timedelta(hours=2)
    at = NOON + timedelta(minutes=minutes)
    hours = {"starts": NOON, "ends": ends}
    if 0 <= minutes < 120:
        check_item(ItemKind.DECISION, Nature.REACTIVE, at, **hours)
    else:
        _refused("starts", check_item, ItemKind.DECISION, Nature.REACTIVE, at, **hours)


def test_only_formal_items_go_without_their_nature():
    hours = {"starts": NOON, "ends": NOON + timedelta(hours=1)}
    check_item(ItemKind.FORMAL, None, None, **hours)
    _refused("nature", check_item, ItemKind.FORMAL, Nature.STRATEGIC, None, **hours)
    for kind in set(ItemKind) - {ItemKind.FORMAL}:
        _refused("nature", check_item, kind, None, None, **hours)


def test_the_share_that_looks_ahead_leaves_formal_items_out():
    items = [
        (ItemKind.FORMAL, None),
        (ItemKind.DECISION, Nature.REACTIVE),
        (ItemKind.DELIBERATION, Nature.STRATEGIC),
        (ItemKind.DECISION, Nature.STRATEGIC),
    ]
    assert strategic_share(items) == (2, 3)
    assert strategic_share([]) == (0, 0)


@given(DAYS)
def test_minutes_are_due_on_the_tenth_working_day_after(day):
    due = minutes_due(datetime.combine(day, time(12), LEGAL_TIME))
    assert is_working(due)
    assert working_days_between(day, due) == 10


@given(SECONDS)
def test_nothing_is_recorded_before_the_end_and_nothing_moved_after_the_beginning(offset):
    if offset < timedelta(0):
        check_change(MeetingState.CALLED, NOON, now=NOON + offset)
        _refused(None, check_held, MeetingState.CALLED, NOON, now=NOON + offset)
    else:
        check_held(MeetingState.CALLED, NOON, now=NOON + offset)
        _refused(None, check_change, MeetingState.CALLED, NOON, now=NOON + offset)
    _refused(None, check_held, MeetingState.CANCELLED, NOON, now=NOON + offset)
    _refused(None, check_change, MeetingState.CANCELLED, NOON, now=NOON + offset)


@given(st.integers(-3, 3))
def test_an_action_has_one_owner_and_a_day_that_is_not_past(offset):
    words, due = in_all("Ask the Center"), TODAY + timedelta(days=offset)
    if offset < 0:
        _refused("due_on", check_decision, words, owners=(1, None), due_on=due, held_on=TODAY)
    else:
        assert check_decision(words, owners=(1, None), due_on=due, held_on=TODAY) is words


def test_a_decision_may_ask_nobody_but_never_half_of_it():
    words = in_all("Approved")
    given_day = {"held_on": TODAY}
    assert check_decision(words, owners=(None, None), due_on=None, **given_day) is words
    _refused("text", check_decision, None, owners=(), due_on=None, **given_day)
    _refused("due_on", check_decision, words, owners=(1, None), due_on=None, **given_day)
    _refused("agency_id", check_decision, words, owners=(None, None), due_on=TODAY, **given_day)
    _refused("agency_id", check_decision, words, owners=(1, 2), due_on=TODAY, **given_day)


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_an_action_is_late_the_day_after_it_was_due(done, today):
    day = TODAY + timedelta(days=today)
    assert action_state(None, None, today=day) is ActionState.NONE
    waiting = ActionState.OPEN if today <= 0 else ActionState.LATE
    assert action_state(TODAY, None, today=day) is waiting
    settled = ActionState.DONE if done <= 0 else ActionState.DONE_LATE
    assert action_state(TODAY, TODAY + timedelta(days=done), today=day) is settled


@given(st.integers(1, 50), st.integers(0, 60), st.integers(0, 20))
def test_as_many_move_up_as_places_are_free_and_never_more(capacity, placed, waiting):
    moved = places_to_give(capacity, placed=placed, waiting=waiting)
    assert 0 <= moved <= waiting
    assert moved == 0 or placed + moved <= capacity
    assert moved == waiting or placed + moved >= capacity


def test_quarters_follow_each_other_over_the_year():
    expected = [(2025, 3), (2025, 4), (2026, 1), (2026, 2)]
    assert quarters_until(date(2026, 4, 1), 4) == expected
    assert quarters_until(date(2026, 6, 30), 1) == [(2026, 2)]
    assert quarters_until(date(2026, 12, 31), 1) == [(2026, 4)]
