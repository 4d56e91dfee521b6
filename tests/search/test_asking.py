"""What a reader types, and what is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search import codes
from portal.search.asking import LONGEST_QUERY, MOST_WORDS, read
from portal.search.language import terms_for, terms_of, tidied, words
from portal.search.spelling import other_keyboard, slips, strokes


def typed(asked):
    return [[run.typed for run in choice] for choice in asked.wanted]


@pytest.mark.parametrize(
    ("query", "wanted", "unwanted"),
    [
        ("milk duties", [["milk"], ["duties"]], []),
        ('"rules of origin" milk', [["rules of origin"], ["milk"]], []),
        ("meat -poultry", [["meat"]], ["poultry"]),
        ('meat -"frozen poultry"', [["meat"]], ["frozen poultry"]),
        ("milk OR cheese", [["milk", "cheese"]], []),
        ("сыр ИЛИ мед масло", [["сыр", "мед"], ["масло"]], []),
        ("сүт НЕМЕСЕ ет", [["сүт", "ет"]], []),
        ("«правила происхождения»", [["правила происхождения"]], []),
        ("the price of milk", [["price"], ["milk"]], []),
        ("the of", [["the"], ["of"]], []),
        ('"unclosed mark', [["unclosed mark"]], []),
        ("OR milk OR", [["milk"]], []),
        ("milk - cheese", [["milk"], ["cheese"]], []),
        ("milk-cheese", [["milk-cheese"]], []),
        ("milk milk", [["milk"]], []),
        ("-only", [], ["only"]),
        ("", [], []),
        ('"', [], []),
        ('- "" ()', [], []),
    ],
)
def test_marks_mean_what_they_look_like_and_stray_ones_nothing(query, wanted, unwanted):
    asked = read(query)
    assert typed(asked) == wanted
    assert [run.typed for run in asked.unwanted] == unwanted
    assert not asked.cut


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("TN-2014-07", "TN-2014-07"),
        ("tn–2014–07", "TN-2014-07"),
        ("TN 2014-07", "TN-2014-07"),
        ("what is MEBP-2014-0002 about", "MEBP-2014-0002"),
        ("2024-02839", "2024-02839"),
    ],
)
def test_a_number_is_known_as_one(query, number):
    assert read(query).numbers == (number,)


@pytest.mark.parametrize("query", ["well-known", "milk", "2014", "13 RTN 7"])
def test_what_is_no_number_is_not_taken_for_one(query):
    assert read(query).numbers == ()


@pytest.mark.parametrize(
    ("query", "citation"),
    [("13 RTN 7", "13 RTN 7"), ("see 13 rtn 7.", "13 rtn 7"), ("89 FR 9743", "89 FR 9743")],
)
def test_a_citation_is_known_as_one(query, citation):
    asked = read(query)
    assert asked.citation == citation
    assert [citation] in typed(asked)


@pytest.mark.parametrize(
    ("query", "digits"),
    [
        ("04", "04"),
        ("0402", "0402"),
        ("0402.10", "040210"),
        ("040210", "040210"),
        ("0402 10", "040210"),
        ("0402 10 190 0", "0402101900"),
        ("0402.10.19", "04021019"),
        ("milk 0402.10", "040210"),
    ],
)
def test_a_code_of_goods_is_known_as_one(query, digits):
    assert read(query).goods == digits


@pytest.mark.parametrize("query", ["9902.10", "0002.10", "402.10", "0402.1", "1.5", "2024-02839"])
def test_what_is_in_no_chapter_is_no_code(query):
    assert read(query).goods is None


def test_a_code_leads_to_all_that_it_is_a_part_of():
    assert codes.goods_terms("0402101900") == ["h0402", "h040210", "h04021019", "h0402101900"]
    assert codes.goods_terms("04") == ["h04"]
    assert [digits for _, digits in codes.goods_in("Of 0402 10 190 0 and 0406.90, not 7.")] == [
        "0402101900",
        "040690",
    ]


def test_what_is_too_long_is_cut_and_said_to_be():
    asked = read("milk " * 10 + "x" * LONGEST_QUERY)
    assert asked.cut
    assert typed(asked)[0] == ["milk"]
    assert read("a b c d e f g h i j k l m".replace(" ", "1 ")).cut
    assert len(read(" ".join(f"w{n}" for n in range(60))).wanted) == MOST_WORDS


@given(st.text(max_size=400))
def test_anything_at_all_is_read(query):
    asked = read(query)
    assert len(asked.terms) <= 3 * (MOST_WORDS + 4)
    assert all(len(term) <= 50 for term in asked.terms)


@pytest.mark.parametrize(
    "query",
    ['"' * 50_000, "-" * 50_000, "0402 " * 20_000, "1" * 90_000, "a-1" * 30_000, "1 RTN " * 9_999],
)
def test_no_question_makes_a_pattern_go_round_in_circles(query):
    """It would not end."""
    assert len(read(query).terms) <= 3 * (MOST_WORDS + 4)
    assert len(list(codes.goods_in(query))) <= len(query)


@pytest.mark.parametrize(
    ("said", "locale", "asked_for"),
    [
        ("пошлинами", "ru", "пошлина"),
        ("тарифтерге", "kk", "тариф"),
        ("заңдарының", "kk", "заң"),
        ("заңдарының", "kk", "зан"),
        ("Қоғамның", "kk", "когам"),
        ("duties", "en", "duty"),
        ("пiкiрлер", "kk", "пікір"),
        ("ВТО", "ru", "вто"),
        ("WTО", "ru", "WTO"),
        ("мёд", "ru", "мед"),
        ("Қызылорда", "ru", "қызылордада"),
        ("G20", "ru", "g20"),
    ],
)
def test_a_word_is_found_in_whatever_form_it_is_asked_for(said, locale, asked_for):
    written, wanted = (next(words(tidied(word))).said for word in (said, asked_for))
    assert not set(terms_of(written, locale)).isdisjoint(terms_for(wanted))


def test_stems_of_two_languages_that_look_alike_are_told_apart():
    assert set(terms_of("жолдар", "kk")).isdisjoint(terms_of("жолдар", "ru"))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("milk", "milk", 0),
        ("mlik", "milk", 1),
        ("mil", "milk", 1),
        ("молко", "молоко", 1),
        ("silk", "milk", 1),
        ("klim", "milk", 3),
    ],
)
def test_strokes_between_words_are_counted(one, other, apart):
    assert strokes(one, other) == strokes(other, one) == apart


@given(st.text("abc", min_size=2, max_size=8), st.integers(0, 7))
def test_one_slip_leaves_something_in_common(word, place):
    for slipped in (word[:place] + word[place + 1 :], word[:place] + "x" + word[place:]):
        assert not set(slips(word)).isdisjoint(slips(slipped))


def test_words_typed_on_the_other_keyboard_are_seen_through():
    assert other_keyboard("nfhba") == "тариф"
    assert other_keyboard("ефкшаа") == "tariff"
    assert other_keyboard("құн") is None
