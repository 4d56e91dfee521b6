"""What an answer and a promise must hold, and how figures are counted."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.calendar import working_days_between
from portal.kernel.errors import RuleBroken
from portal.kernel.text import Localized
from portal.responses.rules import (
    BATCH_LIFE,
    COMMITMENT_LIFE,
    MAY_HAVE_REASON,
    NEEDS_REASON,
    BatchState,
    CommitmentState,
    Coverage,
    Disposition,
    Promise,
    ReasonCode,
    check_answer,
    check_promise,
    check_statement,
    days_to_answer,
)

TODAY = date(2026, 4, 20)
WORDS = Localized(source="ru", ru="Ответ")
EMPTY = Localized(source="ru")


def _broken(disposition, **facts):
    given_facts = {"answer": WORDS, "reason_code": None, "deferred_until": None} | facts
    try:
        check_answer(disposition, today=TODAY, **given_facts)
    except RuleBroken as broken:
        return broken.field
    return None


@pytest.mark.parametrize("disposition", Disposition)
def test_a_reason_is_given_where_it_is_owed_and_only_where_it_can_be(disposition):
    later = TODAY + timedelta(days=1) if disposition is Disposition.DEFERRED else None
    bare = _broken(disposition, deferred_until=later)
    reasoned = _broken(disposition, deferred_until=later, reason_code=ReasonCode.LEGAL_LIMIT)

    assert bare == ("reason_code" if disposition in NEEDS_REASON else None)
    assert reasoned == (None if disposition in MAY_HAVE_REASON else "reason_code")


@given(st.integers(-3, 3))
def test_what_is_deferred_returns_on_a_day_that_lies_ahead(days):
    field = _broken(
        Disposition.DEFERRED,
        reason_code=ReasonCode.AWAITS_OTHER_DECISION,
        deferred_until=TODAY + timedelta(days=days),
    )

    assert field == (None if days > 0 else "deferred_until")


def test_only_what_is_deferred_has_a_day_and_it_has_one():
    later = TODAY + timedelta(days=1)
    reason = ReasonCode.AWAITS_OTHER_DECISION

    assert _broken(Disposition.DEFERRED, reason_code=reason) == "deferred_until"
    assert _broken(Disposition.ACCEPTED, deferred_until=later) == "deferred_until"


@pytest.mark.parametrize("answer", [None, EMPTY])
def test_an_answer_says_something(answer):
    assert _broken(Disposition.NOTED, answer=answer) == "answer"


@pytest.mark.parametrize("statement", [None, EMPTY])
def test_a_concern_says_something(statement):
    with pytest.raises(RuleBroken, match="one sentence"):
        check_statement(statement)
    assert check_statement(WORDS) is WORDS


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, None),
        ({"text": None}, "text"),
        ({"text": EMPTY}, "text"),
        ({"agency_id": None}, "agency_id"),
        ({"due_on": None}, "due_on"),
        ({"due_on": TODAY}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)
def test_a_promise_has_words_one_owner_and_a_day_ahead(facts, field):
    whole = {"text": WORDS, "agency_id": 7, "due_on": TODAY + timedelta(days=1)} | facts
    if field is None:
        assert check_promise(Promise(**whole), today=TODAY) == (WORDS, 7, whole["due_on"])
        return
    with pytest.raises(RuleBroken) as refused:
        check_promise(Promise(**whole), today=TODAY)
    assert refused.value.field == field


def test_the_way_of_a_batch():
    allowed = {
        (before, after)
        for before in BatchState
        for after in BatchState
        if BATCH_LIFE.allows(before, after)
    }
    assert allowed == {
        (BatchState.DRAFT, BatchState.SUBMITTED),
        (BatchState.RETURNED, BatchState.SUBMITTED),
        (BatchState.SUBMITTED, BatchState.RETURNED),
        (BatchState.SUBMITTED, BatchState.PUBLISHED),
    }


def test_a_settled_promise_stays_settled():
    for state in (CommitmentState.DONE, CommitmentState.CANCELLED_WITH_REASON):
        assert not any(COMMITMENT_LIFE.allows(state, after) for after in CommitmentState)


@given(
    st.lists(st.tuples(st.integers(-20, 120), st.integers(1, 4)), min_size=1, max_size=8),
)
def test_the_median_counts_each_concern_once(published):
    closed = date(2026, 2, 2)
    days = [(closed + timedelta(days=n), count) for n, count in published]
    each = [working_days_between(closed, day) for day, count in days for _ in range(count)]

    assert days_to_answer(closed, days) == round(median(each))


def test_answers_before_the_close_took_no_days_and_no_answers_have_no_median():
    assert days_to_answer(TODAY, [(TODAY - timedelta(days=3), 2)]) == 0
    assert days_to_answer(TODAY, []) is None
    assert days_to_answer(date(2026, 4, 17), [(date(2026, 4, 20), 1)]) == 1


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_docket_is_complete_only_without_remainder(points, grouped, concerns, answered):
    coverage = Coverage(points, min(grouped, points), concerns, min(answered, concerns))

    assert coverage.is_complete == (points > 0 and grouped >= points and coverage.unanswered == 0)
    assert coverage.ungrouped >= 0
