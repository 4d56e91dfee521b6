"""Counting votes, quorums, days and words. Offsets are drawn from the boundary."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.comments.rules import Stance
from portal.kernel.changes import Change, compare, in_lines
from portal.kernel.clock import end_of, legal_day
from portal.kernel.errors import RuleBroken
from portal.opinions.headings import HEADINGS, lacking, offers_no_evidence, template
from portal.opinions.rules import (
    LONGEST_BODY,
    LONGEST_VOTE,
    MOST_LINES,
    MOST_POINTS,
    WHOLE,
    Choice,
    Count,
    DraftPoint,
    Kind,
    Voter,
    Wording,
    check_closing,
    check_wording,
    common_stance,
    count,
    dissents_until,
    is_adopted,
    items_of,
    recused_on,
    report_due,
    total,
)
from portal.register.markup import captions
from tests.conftest import NOON

TODAY = legal_day(NOON)
CHOICES = st.sampled_from([*Choice, None])


@given(st.integers(0, 40), st.integers(-1, 1))
def test_a_quorum_is_two_thirds_and_not_one_seat_less(entitled, offset):
    enough = -(-2 * entitled // 3)
    cast = max(0, min(entitled, enough + offset))

    one = Count(entitled, in_favour=cast, against=0, abstained=0)

    assert one.has_quorum == (cast > 0 and Fraction(cast) >= Fraction(2 * entitled, 3))
    assert one.has_quorum == (cast >= max(1, enough))


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_more_for_than_against_carries_and_those_who_abstain_help_the_quorum(yes, no, neither):
    cast = yes + no + neither
    one = Count(cast, in_favour=yes, against=no, abstained=neither)

    assert one.is_carried == (cast > 0 and yes > no)


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 6), CHOICES), max_size=30),
    st.sets(st.integers(1, 6)),
)
def test_what_is_counted_is_what_was_cast_without_the_recused(seats, recused):
    voters = [Voter(seat, committee, org) for seat, (committee, org, _) in enumerate(seats)]
    choices = {seat: choice for seat, (_, _, choice) in enumerate(seats) if choice}
    stranger = {999: Choice.FOR}

    counts = count(voters, choices | stranger, recused=recused)

    able = [(seat, x) for seat, x in enumerate(seats) if x[1] not in recused]
    assert total(counts).entitled == len(able)
    assert total(counts).cast == sum(seat in choices for seat, _x in able)
    for choice, kept in zip(Choice, ("in_favour", "against", "abstained"), strict=True):
        cast = sum(choices.get(seat) is choice for seat, _x in able)
        assert getattr(total(counts), kept) == cast
    assert set(counts) == {committee for committee, _org, _choice in seats}


def test_nothing_is_adopted_by_nobody():
    assert not is_adopted({})
    assert not is_adopted({1: Count(0, 0, 0, 0)})


def test_every_committee_has_to_carry_it():
    carried, lost = Count(3, 2, 1, 0), Count(3, 1, 1, 1)

    assert is_adopted({1: carried, 2: carried})
    assert not is_adopted({1: carried, 2: lost})


@pytest.mark.parametrize(
    ("item", "items", "kept_out_of", "recused"),
    [
        (WHOLE, [WHOLE], WHOLE, True),
        (2, [WHOLE, 2], WHOLE, True),
        (2, [WHOLE, 2], 2, True),
        (WHOLE, [WHOLE, 2], 2, False),
        (WHOLE, [WHOLE], 2, True),
        (3, [WHOLE, 3], 2, False),
        (WHOLE, [WHOLE, 3], 2, True),
        (WHOLE, [WHOLE], 9, False),
    ],
)
def test_from_what_a_recusal_keeps_out(item, items, kept_out_of, recused):
    found = recused_on(item, items, [(7, kept_out_of)], points=[1, 2, 3])

    assert found == ({7} if recused else set())


@given(st.integers(-2, 40))
def test_a_vote_lasts_from_tomorrow_to_twenty_working_days(offset):
    day = TODAY + timedelta(days=offset)

    if TODAY < day <= LONGEST_VOTE.last_day(TODAY):
        assert check_closing(day, now=NOON) == end_of(day)
    else:
        with pytest.raises(RuleBroken) as refusal:
            check_closing(day, now=NOON)
        assert refusal.value.field == "closes_on"


def test_a_vote_needs_its_last_day():
    with pytest.raises(RuleBroken):
        check_closing(None, now=NOON)


def test_a_dissent_has_three_working_days():
    friday = date(2026, 4, 17)

    assert dissents_until(friday) == end_of(date(2026, 4, 22))


def test_a_final_report_has_thirty_days_and_ends_on_a_working_day():
    assert report_due(date(2026, 4, 20)) == date(2026, 5, 20)
    assert report_due(date(2026, 4, 23)) == date(2026, 5, 25)


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (Wording(title=" ", locale="en"), "title"),
        (Wording(title="x" * 301, locale="en"), "title"),
        (Wording(title="T", locale="de"), "locale"),
        (Wording(title="T", locale="en", body="x" * (LONGEST_BODY + 1)), "body"),
        (Wording(title="T", locale="en", body="\n" * (MOST_LINES + 1)), "body"),
        (Wording(title="T", locale="en", points=[DraftPoint()] * (MOST_POINTS + 1)), "points"),
        (Wording(title="T", locale="en", points=[DraftPoint(ask="x" * 281)]), "points-0-ask"),
        (Wording(title="T", locale="en", points=[DraftPoint(text="x" * 20_001)]), "points-0-text"),
        (Wording(title="T", locale="en", points=[DraftPoint(question=3)]), "points-0-question"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(wording, field):
    with pytest.raises(RuleBroken) as refusal:
        check_wording(wording, questions=[1, 2])
    assert refusal.value.field == field


def test_what_just_fits_is_kept():
    points = [DraftPoint(ask="x" * 280, text="x" * 20_000, question=2)] * MOST_POINTS
    body = ("x" * (LONGEST_BODY // MOST_LINES - 1) + "\n") * MOST_LINES

    check_wording(Wording(title="x" * 300, locale="kk", body=body, points=points), questions=[1, 2])


@given(st.lists(st.integers(0, 6), max_size=8), st.sets(st.integers(1, 5)))
def test_keys_of_points_are_their_own_and_known_ones_are_kept(keys, known):
    wording = Wording(title="T", locale="en", points=[DraftPoint(key=key) for key in keys])

    given_keys = [point.key for point in wording.keyed(known).points]

    assert len(set(given_keys)) == len(keys)
    assert all(key > 0 for key in given_keys)
    for place, key in enumerate(keys):
        if key in known and key not in keys[:place]:
            assert given_keys[place] == key
        else:
            assert given_keys[place] not in known


@pytest.mark.parametrize("apart", [{1, 2}, {9}, {1, 9}])
def test_points_apart_are_of_the_version_and_leave_something_to_the_whole(apart):
    wording = Wording(title="T", locale="en", points=[DraftPoint(key=1), DraftPoint(key=2)])

    assert items_of(wording, {2}) == [WHOLE, 2]
    with pytest.raises(RuleBroken):
        items_of(wording, apart)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_template_holds_its_headings_and_lacks_what_is_to_be_written(kind, locale):
    empty = captions(template(kind, locale))

    wanted = [x.told(locale) for x in HEADINGS[kind] if not x.may_be_empty]
    assert lacking(kind, empty, locale) == wanted
    filled = dict.fromkeys(empty, "Written.")
    assert lacking(kind, filled, locale) == []
    assert offers_no_evidence(kind, empty, locale) == (kind is Kind.ISSUE_PAPER)
    assert not offers_no_evidence(kind, filled, locale)


def test_a_common_stance_is_that_of_all_points():
    oppose, support = DraftPoint(stance=Stance.OPPOSE), DraftPoint(stance=Stance.SUPPORT)

    assert common_stance([]) is None
    assert common_stance([oppose, DraftPoint()]) is Stance.OPPOSE
    assert common_stance([oppose, support]) is Stance.MIXED


TEXTS = st.text(st.sampled_from("ab \n"), max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_what_changed(before, after):
    pieces = compare(before, after)

    assert "".join(x.text for x in pieces if x.change is not Change.ADDED) == before
    assert "".join(x.text for x in pieces if x.change is not Change.DROPPED) == after
    assert all(x.text for x in pieces)


@given(TEXTS, TEXTS)
def test_lines_lose_no_word_of_what_changed(before, after):
    pieces = compare(before, after)
    shown = [piece for line in in_lines(pieces) for piece in line.pieces]

    assert "".join(x.text for x in shown) == "".join(x.text for x in pieces)


def told(before, after):
    return [
        (line.is_heading, *((x.change.value, x.text) for x in line.pieces))
        for line in in_lines(compare(before, after))
    ]


def test_headings_are_told_from_text_without_their_marks():
    assert told("## Duties\nKeep #2.\n", "## Duties\nKeep #3.\n") == [
        (True, ("kept", "Duties\n")),
        (False, ("kept", "Keep "), ("dropped", "#2.\n")),
        (False, ("added", "#3.\n")),
    ]
    assert told("## Old", "## New") == [(True, ("dropped", "Old"), ("added", "New"))]
    assert told("", "# Why\n") == [(True, ("added", "Why\n"))]


def test_marks_show_where_they_are_what_changed():
    assert told("Duties", "## Duties") == [(False, ("added", "## "), ("kept", "Duties"))]
    assert told("## Duties", "Duties") == [(False, ("dropped", "## "), ("kept", "Duties"))]


def test_a_long_stretch_is_replaced_as_a_whole():
    before, after = "a " * 2_000, "b " * 2_000

    assert [x.change for x in compare(before, after)] == [Change.DROPPED, Change.ADDED]
    words = compare("Keep the duty.", "Keep that duty.")
    assert [(x.change, x.text) for x in words] == [
        (Change.KEPT, "Keep "),
        (Change.DROPPED, "the "),
        (Change.ADDED, "that "),
        (Change.KEPT, "duty."),
    ]
