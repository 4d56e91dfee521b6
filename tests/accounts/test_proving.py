"""What guards an account is changed by who proved lately to be its owner."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from portal.accounts.models import Move, Person, SignIn
from portal.accounts.rules import Factor, Role
from portal.kernel.database import db
from portal.outbox.models import Letter
from tests.accounts.makers import (
    PASSWORD,
    a_member,
    an_app,
    give_code,
    give_password,
    recovery_codes,
    weakly,
)
from tests.conftest import NOON
from tests.makers import a_person

LATER = NOON + timedelta(minutes=10, seconds=1)
GUARDED = [
    "/en/account/address",
    "/en/account/factors/app",
    "/en/account/factors/passkey",
]
PRESSED = [
    "/en/account/factors/recovery",
    "/en/account/factors/app/removal",
    "/en/account/factors/passkeys/1/removal",
    "/en/account/sign-ins",
    "/en/account/sign-ins/1",
]


def asks(answer):
    return "Is it still you?" in answer.text


@pytest.mark.parametrize("path", GUARDED)
def test_ten_minutes_after_a_password_it_is_asked_for_again_and_leads_back(
    browse, stopped_clock, path
):
    client = browse(a_member())
    stopped_clock(NOON + timedelta(minutes=10))
    assert client.get(path).status_code == 200
    stopped_clock(LATER)

    asked = client.get(path)

    assert asked.status_code == 302
    assert parse_qs(urlsplit(asked.location).query) == {"next": [path]}
    assert asks(client.get(asked.location))
    wrong = client.post(asked.location, data={"proof": "not the password", "next": path})
    assert wrong.status_code == 422
    assert "not your present password" in wrong.text
    right = client.post(asked.location, data={"proof": PASSWORD, "next": path})
    assert (right.status_code, right.location) == (303, path)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [*GUARDED, *PRESSED])
def test_nothing_is_done_without_proof(browse, stopped_clock, path):
    person = a_member()
    an_app(person)
    client = browse(person)
    stopped_clock(LATER)

    answer = client.post(path, data={"email": "new@example.kz", "code": "123456"})

    assert asks(answer)
    assert db.session.scalars(select(Move)).all() == []
    assert client.get("/en/account").status_code == 200
    assert db.session.scalars(select(Letter)).all() == []
    assert browse().post(path).status_code == 401


def test_an_administrator_proves_as_well(browse, stopped_clock):
    client = browse(a_member(Role.ADMINISTRATOR))
    path = f"/en/desk/people/{a_person().id}/factors"
    stopped_clock(LATER)

    assert client.get(path).status_code == 302
    assert asks(client.post(path, data={"reason": "lost"}))


def test_what_was_typed_is_carried_through_the_question_and_secrets_are_not(browse, stopped_clock):
    client = browse(a_member())
    stopped_clock(LATER)
    typed = {"email": "new@example.kz", "password": "secret-1", "code": "secret-2"}

    page = client.post("/en/account/address", data=typed)

    assert 'name="email" value="new@example.kz"' in page.text
    assert "secret-" not in page.text
    carried = {"email": "new@example.kz", "next": "/en/account/address", "carried": "yes"}
    again = client.post("/en/account/proof", data=carried | {"proof": "wrong"})
    assert again.status_code == 422
    assert 'name="email" value="new@example.kz"' in again.text
    proved = carried | {"proof": PASSWORD}
    answer = client.post("/en/account/proof", data=proved)
    assert (answer.status_code, answer.location) == (307, "/en/account/address")
    answer = client.post(answer.location, data=proved)  # As browsers do after a 307.
    assert answer.location == "/en/account/address?sent=yes"
    assert db.session.scalars(select(Move.email)).one() == "new@example.kz"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_question_leads_to_own_pages_only(browse, target):
    client = browse(a_member())

    answer = client.post("/en/account/proof", data={"proof": PASSWORD, "next": target})

    assert answer.location == "/en/account"


def test_a_code_proves_too_once_and_counts_for_the_sign_in(browse, stopped_clock):
    person = a_member()
    app = an_app(person)
    (spare, *_) = recovery_codes(person)
    client = weakly(browse(), person)
    stopped_clock(LATER)
    path = "/en/account/proof"

    assert client.post(path, data={"proof_code": "000000"}).status_code == 422
    assert client.post(path, data={}).status_code == 422
    assert client.post(path, data={"proof_code": app.at(LATER)}).status_code == 303
    assert db.session.scalars(select(SignIn.factor)).one() is Factor.APP
    replayed = client.post(path, data={"proof_code": app.at(LATER)})
    assert replayed.status_code == 422
    assert 'id="proof_code-error"' in replayed.text
    assert client.post(path, data={"proof_code": spare}).status_code == 303
    assert client.post(path, data={"proof_code": spare}).status_code == 422


def test_tries_of_the_question_are_limited_for_an_account(browse):
    client = browse(a_member())
    answers = [client.post("/en/account/proof", data={"proof": "wrong"}) for _ in range(15)]
    assert {answer.status_code for answer in answers} == {422}

    assert client.post("/en/account/proof", data={"proof": PASSWORD}).status_code == 429


def test_a_new_password_keeps_what_this_browser_gave_besides_the_old_one(browse):
    person = a_member(Role.AUTHOR)
    client = browse(person)

    client.post(
        "/en/account/password",
        data={"current": PASSWORD, "password": "жаңа сөйлем, ұзын әрі жеңіл"},
    )

    assert client.get("/en/desk").status_code == 200
    assert "Your password was changed" in db.session.scalars(select(Letter.subject)).all()


def test_a_letter_tells_of_a_browser_that_was_never_seen_before(browse):
    person = a_member()
    first, second = browse(), browse()
    give_password(first, person)
    give_password(first, person)
    assert db.session.scalars(select(Letter)).all() == []

    give_password(second, person)
    give_password(second, person)

    letter = db.session.scalars(select(Letter)).one()
    assert letter.recipient == person.email
    assert "a browser that is new to us" in letter.subject
    held = second.get_cookie("browser")
    assert held.http_only
    assert held.same_site == "Lax"
    assert held.value not in db.session.scalars(select(SignIn.browser)).all()


def test_a_browser_that_is_new_tells_the_owner_after_the_second_step_as_well(browse):
    person = a_member()
    app = an_app(person)
    browse(person)
    client = browse()
    give_password(client, person)
    assert db.session.scalars(select(Letter)).all() == []

    give_code(client, app.at(NOON))

    assert len(db.session.scalars(select(Letter)).all()) == 1
    assert db.session.get(Person, person.id).is_active
