"""Numbers, terms, reminders, letters of authority: the rules by themselves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.models import folded
from portal.accounts.rules import OrganisationGroup, OrganisationSize
from portal.kernel.errors import RuleBroken
from portal.organisations.rules import (
    LONGEST_AUTHORITY,
    NUMBER_OF_A_PERSON,
    NUMBER_SHORT,
    NUMBER_WRONG,
    RENEWAL_OPENS,
    Check,
    check_all_ticked,
    check_authority,
    check_digit,
    check_homepage,
    check_mandate,
    check_may_be_accredited,
    check_may_be_renewed,
    check_number,
    check_owner_stays,
    months_after,
    next_term,
    reminder_due,
    size_of,
    slug_of,
)

TODAY = date(2026, 4, 20)
DAY = timedelta(days=1)
ELEVEN = st.text("0123456789", min_size=11, max_size=11)
WEIGHTS = range(1, 12)


def first_sum(digits):
    return sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11


@st.composite
def numbers(draw):
    """Numbers that could be given out: a month, a kind of holder, a serial, and their digit."""
    year = draw(st.integers(0, 99))
    month = draw(st.integers(1, 12))
    head = f"{year:02d}{month:02d}{draw(st.sampled_from('456'))}"
    digits = head + draw(st.text("0123456789", min_size=6, max_size=6))
    last = check_digit(digits)
    return digits + str(last) if last is not None else draw(numbers())


@pytest.mark.parametrize(
    ("digits", "last"),
    [
        ("05024000000", 5),
        ("00000000005", 0),
        ("10000000000", 1),
        ("00000000100", 9),
        ("00000000010", 1),
        ("00000000015", 0),
    ],
)
def test_the_check_digit_is_the_weighted_sum_modulo_eleven(digits, last):
    found = check_digit(digits)

    assert found == last


@pytest.mark.parametrize("number", ["941240000193", "020240000555", "971240001315"])
def test_numbers_that_large_companies_publish_are_taken(number):
    assert check_number(number) == number


@given(numbers())
def test_a_number_with_its_own_digit_is_taken_however_it_is_spaced(number):
    assert check_number(number) == number
    assert check_number(f" {number[:6]} {number[6:10]}-{number[10:]} ") == number


@given(numbers(), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_caught_except_where_the_algorithm_itself_cannot(number, place, shift):
    """The weights are units modulo the prime 11, but for the 11th, which is 0 in the first sum.

    So a change in the 11th digit alone is not seen, and neither is one that leads from one
    of the two sums to the other where both give the same digit by chance.
    """
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    told, other = first_sum(number[:11]), first_sum(wrong[:11])
    blind = place == 10 and told != 10
    crossing = (told == 10) != (other == 10)
    second = told == 10 and other == 10
    if blind:
        assert check_digit(wrong[:11]) == check_digit(number[:11])
    elif not crossing and not second:
        assert check_digit(wrong[:11]) != int(wrong[-1])
        with pytest.raises(RuleBroken):
            check_number(wrong)


@given(ELEVEN.filter(lambda digits: first_sum(digits) == 10))
def test_where_the_first_sum_shows_no_digit_the_second_weights_decide(digits):
    weights = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
    second = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11

    assert check_digit(digits) == (None if second == 10 else second)


def test_a_number_that_no_digit_fits_is_never_taken():
    bare = next(
        digits
        for digits in (f"050240{serial:05d}" for serial in range(100_000))
        if check_digit(digits) is None
    )

    for last in range(10):
        with pytest.raises(RuleBroken) as broken:
            check_number(f"{bare}{last}")
        assert broken.value.message == NUMBER_WRONG


@pytest.mark.parametrize(
    "typed", ["", "12345678901", "1234567890123", "05024000000x", "٠٥٠٢٤٠٠٠٠٠٠٧"]
)
def test_what_is_not_twelve_digits_is_no_number(typed):
    with pytest.raises(RuleBroken) as broken:
        check_number(typed)

    assert broken.value.message == NUMBER_SHORT
    assert broken.value.field == "number"


def whole(digits):
    return f"{digits}{check_digit(digits)}"


@pytest.mark.parametrize(
    ("digits", "sentence"),
    [
        ("05004000000", NUMBER_WRONG),
        ("05134000000", NUMBER_WRONG),
        ("05020000000", NUMBER_OF_A_PERSON),
        ("05023000000", NUMBER_OF_A_PERSON),
        ("05027000000", NUMBER_WRONG),
        ("00000000010", NUMBER_WRONG),
    ],
)
def test_months_and_kinds_that_do_not_exist_and_numbers_of_people_are_refused(digits, sentence):
    assert check_digit(digits) is not None
    with pytest.raises(RuleBroken) as broken:
        check_number(whole(digits))

    assert broken.value.message == sentence


@pytest.mark.parametrize("month", ["01", "12"])
@pytest.mark.parametrize("kind", "456")
def test_the_first_and_the_last_month_and_each_kind_of_holder_are_taken(month, kind):
    number = next(
        whole(digits)
        for digits in (f"05{month}{kind}0{serial:05d}" for serial in range(20))
        if check_digit(digits) is not None
    )

    assert check_number(number) == number


def test_a_kind_that_names_a_size_is_not_contradicted():
    large, small = OrganisationSize.LARGE, OrganisationSize.SMALL

    assert size_of(large, None) is large
    assert size_of(large, large) is large
    assert size_of(None, small) is small
    assert size_of(None, None) is None
    with pytest.raises(RuleBroken):
        size_of(large, small)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("example.kz", "https://example.kz"),
        ("http://example.kz/about", "http://example.kz/about"),
    ],
)
def test_a_homepage_gets_its_scheme(typed, kept):
    assert check_homepage(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript://alert.kz/1",
        "https://localhost",
        'https://a.kz/"x',
        "https://a.kz/ b",
        "https://user@a.kz",
        "https://a.kz/" + "x" * 300,
    ],
)
def test_what_is_no_homepage_is_refused(typed):
    with pytest.raises(RuleBroken) as broken:
        check_homepage(typed)

    assert broken.value.field == "homepage"


@given(st.integers(-5, 5))
def test_figures_of_a_mandate_are_no_less_than_nothing(offset):
    if offset < 0:
        with pytest.raises(RuleBroken):
            check_mandate(members=offset, employees=None)
        with pytest.raises(RuleBroken):
            check_mandate(members=None, employees=offset)
    else:
        check_mandate(members=offset, employees=offset)


@given(st.sets(st.integers(1, 5)), st.integers(1, 5))
def test_only_the_last_owner_may_not_go(owners, leaving):
    if owners == {leaving}:
        with pytest.raises(RuleBroken):
            check_owner_stays(owners, leaving)
    else:
        check_owner_stays(owners, leaving)


@given(st.integers(-3, 3))
def test_a_letter_ends_no_earlier_than_it_begins_and_no_later_than_three_years_on(offset):
    for ends in (TODAY + offset * DAY, TODAY + LONGEST_AUTHORITY + offset * DAY):
        fine = TODAY <= ends <= TODAY + LONGEST_AUTHORITY
        if fine:
            check_authority(giver=1, holder=2, starts_on=TODAY, ends_on=ends)
        else:
            with pytest.raises(RuleBroken) as broken:
                check_authority(giver=1, holder=2, starts_on=TODAY, ends_on=ends)
            assert broken.value.field == "ends_on"
    with pytest.raises(RuleBroken):
        check_authority(giver=1, holder=1, starts_on=TODAY, ends_on=TODAY)


@pytest.mark.parametrize("group", OrganisationGroup)
def test_only_associations_are_accredited(group):
    if group is OrganisationGroup.ASSOCIATION:
        check_may_be_accredited(group)
    else:
        with pytest.raises(RuleBroken):
            check_may_be_accredited(group)


@pytest.mark.parametrize("left_out", Check)
def test_each_check_is_needed(left_out):
    check_all_ticked(set(Check))
    with pytest.raises(RuleBroken):
        check_all_ticked(set(Check) - {left_out})


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 4, 20), 36, date(2029, 4, 20)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_on_the_calendar(day, months, later):
    assert months_after(day, months) == later


def test_a_first_accreditation_begins_today_and_holds_three_years():
    assert next_term([], today=TODAY) == (TODAY, date(2029, 4, 19))


@given(st.integers(-3, 3))
def test_a_second_begins_when_the_first_ends_or_today_where_that_is_over(offset):
    ends = TODAY + offset * DAY
    starts, last = next_term([(date(2023, 1, 1), ends)], today=TODAY)

    assert starts == max(TODAY, ends + DAY)
    assert last == months_after(starts, 36) - DAY


@given(st.integers(0, 3))
def test_the_third_in_a_row_has_no_end_and_a_gap_begins_the_count_anew(gap):
    first = (date(2020, 5, 1), date(2023, 4, 30))
    second = (first[1] + DAY + gap * DAY, date(2026, 4, 30))
    starts, last = next_term([second, first], today=TODAY)

    assert starts == date(2026, 5, 1)
    assert (last is None) == (gap == 0)


def test_two_in_a_row_are_not_more_than_two():
    assert next_term([(date(2023, 5, 1), date(2026, 4, 30))], today=TODAY)[1] is not None


@given(st.integers(-3, 3))
def test_an_accreditation_is_asked_for_again_in_its_last_half_year(offset):
    ends = TODAY + RENEWAL_OPENS + offset * DAY
    if offset > 0:
        with pytest.raises(RuleBroken):
            check_may_be_renewed([(date(2024, 1, 1), ends)], today=TODAY)
    else:
        check_may_be_renewed([(date(2024, 1, 1), ends)], today=TODAY)
    with pytest.raises(RuleBroken):
        check_may_be_renewed([(date(2024, 1, 1), None)], today=TODAY)


@given(st.integers(-40, 80), st.sampled_from([None, 60, 14]))
def test_each_reminder_is_owed_once_and_the_nearest_only(left, reminded):
    owed = reminder_due(TODAY + left * DAY, reminded, today=TODAY)

    if left > 60:
        assert owed is None
    elif left > 14:
        assert owed == (60 if reminded is None else None)
    else:
        assert owed == (None if reminded == 14 else 14)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Steppe Dairy (demo)", "steppe-dairy-demo"),
        ("Қазақстан қант одағы", "qazaqstan-qant-odagy"),
        ("Объединение «Щит»", "obedinenie-shchit"),
        ("new", "organisation"),
        ("««»»", "organisation"),
        ("x" * 90, "x" * 48),
    ],
)
def test_a_name_becomes_an_address_in_latin_letters(name, slug):
    assert slug_of(name) == slug


@given(st.text(max_size=400))
def test_a_folded_name_is_short_and_folds_no_further(text):
    assert len(folded(text)) <= 300
    assert folded(folded(text)) == folded(text)
