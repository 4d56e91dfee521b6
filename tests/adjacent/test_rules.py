"""When a question is late, how much time it leaves, and by how many hands it is answered."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adjacent.rules import (
    LEAST_TIME,
    LONGEST_SHIFT,
    MOST_TIME,
    QuestionState,
    Verdict,
    check_answer,
    check_question,
    check_release,
    check_shift,
    median,
    minutes_taken,
    state_of,
)
from portal.kernel.errors import RuleBroken
from tests.conftest import NOON

OFFSETS = st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=3))
SECOND = timedelta(seconds=1)


def state(now=NOON, **facts):
    moments = {"drafted_at": None, "released_at": None, "withdrawn_at": None} | facts
    return state_of(due_at=NOON, now=now, **moments)


@given(OFFSETS)
def test_a_question_is_late_from_its_moment_on(offset):
    late = offset >= timedelta(0)
    assert (state(NOON + offset) is QuestionState.OVERDUE) == late
    assert (state(NOON + offset, drafted_at=NOON) is QuestionState.OVERDUE) == late


@given(OFFSETS)
def test_what_was_released_or_withdrawn_is_never_late(offset):
    now = NOON + offset
    assert state(now, drafted_at=NOON, released_at=NOON) is QuestionState.ANSWERED
    assert state(now, withdrawn_at=NOON) is QuestionState.WITHDRAWN


def test_an_answer_that_nobody_released_waits_for_a_second_member():
    assert state(NOON - SECOND) is QuestionState.WAITING
    assert state(NOON - SECOND, drafted_at=NOON - SECOND) is QuestionState.DRAFTED


@pytest.mark.parametrize("least", [LEAST_TIME, MOST_TIME])
def test_the_shortest_and_the_longest_time_are_taken(least):
    assert check_question(" Yes? ", due_at=NOON + least, now=NOON) == "Yes?"


@pytest.mark.parametrize("time", [LEAST_TIME - SECOND, MOST_TIME + SECOND, -SECOND])
def test_a_shorter_or_longer_time_is_refused(time):
    with pytest.raises(RuleBroken) as refusal:
        check_question("Yes?", due_at=NOON + time, now=NOON)
    assert refusal.value.field == "due_at"


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_a_question_has_words_and_not_too_many(text):
    with pytest.raises(RuleBroken) as refusal:
        check_question(text, due_at=NOON + MOST_TIME, now=NOON)
    assert refusal.value.field == "text"


def test_only_a_plain_yes_needs_no_words():
    assert check_answer(Verdict.YES, " ") == ""
    for verdict in (Verdict.NO, Verdict.CONDITIONS):
        assert check_answer(verdict, " why ") == "why"
        with pytest.raises(RuleBroken):
            check_answer(verdict, "  ")


def test_an_answer_needs_two_hands():
    check_release(drafted_by=1, by=2)
    for drafted_by in (2, None):
        with pytest.raises(RuleBroken):
            check_release(drafted_by=drafted_by, by=2)


def test_hours_on_call_run_forward_and_end_within_a_day():
    check_shift(NOON, NOON + SECOND)
    check_shift(NOON, NOON + LONGEST_SHIFT)
    for end in (NOON, NOON - SECOND, NOON + LONGEST_SHIFT + SECOND):
        with pytest.raises(RuleBroken) as refusal:
            check_shift(NOON, end)
        assert refusal.value.field == "ends_at"


def test_how_long_answers_took():
    assert minutes_taken(NOON, NOON + timedelta(minutes=41, seconds=59)) == 41
    assert median([]) is None
    assert median([30]) == 30
    assert median([50, 10, 31]) == 31
    assert median([10, 31]) == 20
