"""What a password must be, how long a proof and a code are good, who owes a factor."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import portal.accounts
from portal.accounts.passwords import hash_password, is_outdated, is_password
from portal.accounts.rules import (
    LONGEST_PASSWORD,
    RECOVERY_LENGTH,
    SHORTEST_PASSWORD,
    STEP,
    Factor,
    check_password,
    check_removal,
    is_half_way,
    is_proved,
    new_recovery_code,
    owes_factor,
    read_recovery_code,
    steps_at,
)
from portal.kernel.errors import RuleBroken

COMMON = Path(portal.accounts.__file__).with_name("common_words.txt")
AROUND_TEN_MINUTES = st.integers(-2, 2).map(lambda s: timedelta(minutes=10, seconds=s))
TAILS = ("123456", "2026!!", "1991", "!", "_2025", "12345678", "007", "qwerty", "@kz", "111")
LOOKALIKE = str.maketrans("aosie", "@0$13")


def a_moment():
    return st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # Hypothesis adds the zone.


@pytest.mark.parametrize(
    "text",
    [
        "тақырыптың соңғы жолы",
        "correct horse battery staple",
        "Ұ҈ۜ🐎🌾🌾🌾 кеңес пен дауыс",
        "  spaces at both ends  ",
        "x" * 6 + "qtzmvbLr",
    ],
)
def test_any_characters_will_do(text):
    check_password(text, email="aigul.s@example.kz", name="Айгүл Серікқызы")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short and 11",
        "password1234",
        "PasswordPassword",
        "P@ssw0rd2026!!",
        "123456789012",
        "qwertyuiop123",
        "1qaz2wsx3edc4rfv",
        "йцукенгшщзхъ",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "111111111111111111",
        "aigul.s@example.kz",
        "айгүлсерікқызы1",
        "қазақстан2026!",
        "пароль12345678",
    ],
)
def test_what_guessers_try_first_is_refused(text):
    text = text if text != "short and 11" else text[:11]
    with pytest.raises(RuleBroken) as refusal:
        check_password(text, email="aigul.s@example.kz", name="Айгүл Серікқызы")
    assert refusal.value.field == "password"


@given(st.text(alphabet="qwzxvkjыщшfгнпү", min_size=1, max_size=200))
def test_length_is_held_at_both_ends(text):
    if SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        with suppress(RuleBroken):  # For other reasons, perhaps.
            check_password(text)
        return
    with pytest.raises(RuleBroken, match="characters"):
        check_password(text)


def test_only_the_password_opens_what_is_kept_of_it():
    kept = hash_password("қой терісін жамылған")

    assert kept.startswith("$argon2id$")
    assert is_password(kept, "қой терісін жамылған")
    assert not is_password(kept, "қой терісін жамылған ")
    assert not is_password(None, "the password of nobody, checked so that a refusal takes its time")
    assert not is_password("not a hash", "not a hash")
    assert not is_outdated(kept)
    assert is_outdated("$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$hashhashhashhash")


def _as_guessers_put_them_together():
    """Passwords of twelve characters and more, made of common words as people make them."""
    lines = COMMON.read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    for word, tail in product(words, TAILS):
        for stem in (word, word.capitalize(), word + word, word.translate(LOOKALIKE)):
            for text in (stem + tail, tail + stem, f"{stem}.{word}{tail}"):
                if SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
                    yield text


def test_thousands_of_passwords_that_are_put_together_as_usual_are_refused():
    tried = set(_as_guessers_put_them_together())
    taken = []
    some = sorted(tried)[::13]
    for text in some:
        with suppress(RuleBroken):
            check_password(text)
            taken.append(text)

    assert len(some) >= 3000
    assert taken == []


@given(a_moment(), AROUND_TEN_MINUTES)
def test_a_proof_and_half_a_sign_in_last_ten_minutes_and_not_a_second_more(at, age):
    good = age <= timedelta(minutes=10)

    assert is_proved(at, now=at + age) is good
    assert is_half_way(at, now=at + age) is good


def test_nothing_is_proved_by_what_never_was_or_is_to_come():
    now = datetime(2026, 4, 20, tzinfo=UTC)

    assert not is_proved(None, now=now)
    assert is_half_way(now, now=now)
    assert not is_half_way(now + timedelta(seconds=1), now=now)


@given(a_moment())
def test_codes_of_three_steps_are_taken(now):
    steps = steps_at(now)

    assert len(steps) == 3
    assert steps[1] * STEP <= now.timestamp() < (steps[1] + 1) * STEP


@pytest.mark.parametrize("given_factor", [None, *Factor])
@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("official", [True, False])
def test_an_official_owes_a_factor_where_it_is_required(official, required, given_factor):
    owed = owes_factor(is_official=official, required=required, given=given_factor)

    assert owed is (official and required and given_factor is None)


@pytest.mark.parametrize("left", [0, 1])
@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("official", [True, False])
def test_only_an_officials_last_factor_stays(official, required, left):
    if official and required and left == 0:
        with pytest.raises(RuleBroken, match="needs a second factor"):
            check_removal(is_official=official, required=required, left=left)
        return
    check_removal(is_official=official, required=required, left=left)


def test_recovery_codes_are_long_differ_and_are_read_however_they_are_typed():
    codes = {new_recovery_code() for _ in range(100)}

    assert len(codes) == 100
    for code in codes:
        plain = code.replace("-", "")
        assert len(plain) == RECOVERY_LENGTH
        assert read_recovery_code(code) == plain
        assert read_recovery_code(f" {plain.lower()} ") == plain
    assert read_recovery_code("oil-OIL") == "011011"
