"""What a password must be."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.passwords import hash_password, is_outdated, is_password
from portal.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, check_password
from portal.kernel.errors import RuleBroken


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
