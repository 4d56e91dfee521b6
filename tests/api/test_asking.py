"""Addresses as callers of all languages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.api.v1.asking import DEEPEST, LAST_PAGE, MOST_PER_PAGE, PER_PAGE, nested, read


@pytest.mark.parametrize(
    "pairs",
    [
        [("conditions[type][]", "RULE"), ("conditions[type][]", "NOTICE")],
        [("conditions[type][0]", "RULE"), ("conditions[type][1]", "NOTICE")],
    ],
)
def test_a_list_is_written_with_and_without_places(pairs):
    assert nested(pairs) == {"conditions": {"type": ["RULE", "NOTICE"]}}


def test_one_value_stands_for_a_list_of_one():
    assert read([("fields", "title")]).fields == ("title",)
    assert read([("fields[]", "title"), ("fields[]", "type"), ("fields[]", "title")]).fields == (
        "title",
        "type",
    )


def test_the_last_of_two_values_under_one_name_counts():
    assert nested([("order", "oldest"), ("order", "newest")]) == {"order": "newest"}


@given(
    st.lists(
        st.tuples(st.text(alphabet="abc[]01 \x00é", max_size=12), st.text(max_size=5)), max_size=6
    )
)
def test_no_address_is_too_strange_to_be_read(pairs):
    asked = read(pairs)

    assert (asked.page, asked.per_page, asked.order) == (1, PER_PAGE, "relevance")


@given(st.integers(min_value=-3, max_value=MOST_PER_PAGE + 3))
def test_a_length_out_of_range_becomes_twenty(length):
    wanted = length if 1 < length <= MOST_PER_PAGE else PER_PAGE

    assert read([("per_page", str(length))]).per_page == wanted


@given(st.integers(min_value=-3, max_value=LAST_PAGE + 3), st.sampled_from((20, 200, 201, 1000)))
def test_a_page_out_of_range_becomes_the_first(page, length):
    inside = 1 <= page <= LAST_PAGE and page * length <= DEEPEST

    asked = read([("page", str(page)), ("per_page", str(length))])

    assert asked.page == (page if inside else 1)


def test_words_where_a_number_is_wanted_are_no_number():
    asked = read([("per_page", "many"), ("page", "-1"), ("order", "sideways"), ("lang", "fr")])

    assert (asked.per_page, asked.page, asked.order) == (PER_PAGE, 1, "relevance")
    assert asked.language == "en"


@pytest.mark.parametrize("name", ["alert(1)", "a.b", "", "x" * 65, "1st", "café"])
def test_a_function_has_a_plain_name_or_none(name):
    assert read([("callback", name)]).callback is None


def test_conditions_that_are_no_conditions_are_named():
    assert read([("conditions", "x")]).wrong == "conditions"
