"""Composing letters, addresses, and how long a letter is tried."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.errors import RuleBroken
from portal.outbox.letters import compose, one_line
from portal.outbox.messages import written_out
from portal.outbox.rules import LONGEST_PAUSE, address, pause_after
from tests.conftest import NOON
from tests.makers import a_person
from tests.outbox.makers import a_letter


def test_a_letter_speaks_the_language_of_its_reader_and_carries_its_styles(app):
    person = a_person()
    letter = compose(
        "accounts/mail/invitation",
        to=person.email,
        locale="en",
        key="k",
        now=NOON,
        person=person,
        url="http://localhost/en/x",
    )

    assert letter.subject == "Your account on Keñes: choose a password"
    assert "http://localhost/en/x" in letter.text
    assert letter.subject not in letter.text
    assert 'style="' in letter.html
    assert "prefers-color-scheme" in letter.html
    assert len(letter.html.encode()) < 90_000
    assert app


def test_a_letter_of_the_same_key_is_not_written_twice(app):
    person = a_person()
    facts = {"to": person.email, "locale": "ru", "key": "k", "now": NOON, "person": person}

    assert compose("accounts/mail/reset", url="http://localhost/", **facts)
    assert compose("accounts/mail/reset", url="http://localhost/", **facts) is None
    assert app


@given(st.text(max_size=600))
def test_a_subject_is_always_one_printable_line(text):
    line = one_line(text)

    assert line.isprintable()
    assert len(line) <= 200
    assert line == line.strip()
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    "trick",
    [
        "News\r\nBcc: everyone@example.org",
        "News\nBcc: everyone@example.org",
        "News\u2028Bcc: everyone@example.org",
        "News\x85Bcc: everyone@example.org",
        "News\x0bBcc: everyone@example.org",
        "News\x00Bcc: everyone@example.org",
    ],
)
def test_a_subject_cannot_become_a_header(app, trick):
    letter = a_letter(subject=one_line(trick))

    head = written_out(letter).split(b"\r\n\r\n")[0]

    assert not any(line.lower().startswith(b"bcc") for line in head.splitlines())
    assert app


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Aigul.S@Example.KZ ", "aigul.s@example.kz"),
        ("a+b@example.org", "a+b@example.org"),
        ("info@министерство.қаз", "info@xn--h1aaacmcbnji4c6c.xn--80ao21a"),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed, kept):
    assert address(typed).split("@")[0] == kept.split("@")[0]
    assert address(typed).isascii()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nobody",
        "a@b",
        "a b@example.org",
        "a@exa mple.org",
        "a@example..org",
        ".a@example.org",
        "a@-example.org",
        "a@example.org\nBcc: b@example.org",
        "a\u2028b@example.org",
        "<a@example.org>",
        "a,b@example.org",
        "а@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_what_is_no_address_is_refused_beside_its_field(typed):
    with pytest.raises(RuleBroken) as refusal:
        address(typed)
    assert refusal.value.field == "email"


@given(st.integers(min_value=0, max_value=10_000))
def test_pauses_grow_to_an_hour_and_no_further(tries):
    assert timedelta(0) < pause_after(tries) <= pause_after(tries + 1) <= LONGEST_PAUSE
