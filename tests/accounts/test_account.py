"""One's own account, the people of the portal, and the commands."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Duty, Person, SignIn
from portal.accounts.passwords import hash_password, is_password
from portal.accounts.queries import get_agency
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.outbox.models import Letter
from tests.conftest import NOON
from tests.makers import a_person, an_agency, an_organisation

PASSWORD = "тақырыптың соңғы жолы 7"
KEPT = hash_password(PASSWORD)


def the(person):
    return db.session.get(Person, person.id, populate_existing=True)


def test_name_and_language_of_letters_are_changed(browse):
    person = a_person()
    client = browse(person)

    assert client.get("/en/account").status_code == 200
    answer = client.post("/en/account", data={"name": "  Aigul   S. ", "locale": "kk"})

    assert answer.status_code == 303
    assert (the(person).name, the(person).locale) == ("Aigul S.", "kk")
    refused = client.post("/en/account", data={"name": "", "locale": "de"})
    assert refused.status_code == 422
    assert browse().get("/en/account").status_code == 401


def test_a_new_password_needs_the_present_one_and_ends_other_sign_ins(browse):
    person = a_person(password=KEPT)
    here, there = browse(), browse()
    for client in (here, there):
        client.post("/en/sign-in", data={"email": person.email, "password": PASSWORD})

    new = "жаңа сөйлем, ұзын әрі жеңіл"
    wrong = here.post("/en/account/password", data={"current": "not it at all", "password": new})
    assert wrong.status_code == 422
    assert "not your present password" in wrong.text
    weak = here.post("/en/account/password", data={"current": PASSWORD, "password": "short"})
    assert weak.status_code == 422
    assert "at least 12 characters" in weak.text
    answer = here.post("/en/account/password", data={"current": PASSWORD, "password": new})

    assert answer.status_code == 303
    assert is_password(the(person).password, new)
    assert here.get("/en/account").status_code == 200
    assert there.get("/en/account").status_code == 401


def test_one_sees_where_one_is_signed_in_and_ends_it(browse, stopped_clock):
    person = a_person(password=KEPT)
    here, there = browse(), browse()
    for client in (there, here):
        client.post("/en/sign-in", data={"email": person.email, "password": PASSWORD})
        stopped_clock(NOON + timedelta(minutes=5))

    page = here.get("/en/account").text
    assert page.count("Signed in on") == 2
    assert page.count("This browser") == 1
    (other,) = re.findall(r"/en/account/sign-ins/(\d+)", page)
    here.post(f"/en/account/sign-ins/{other}")

    assert there.get("/en/account").status_code == 401
    assert here.get("/en/account").status_code == 200
    here.post("/en/account/sign-ins")
    assert here.get("/en/account").status_code == 401


def test_nobody_ends_the_sign_in_of_another(browse):
    victim, other = a_person(), a_person()
    client = browse(victim)
    key = db.session.scalars(select(SignIn.id)).one()

    browse(other).post(f"/en/account/sign-ins/{key}")

    assert client.get("/en/account").status_code == 200


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.APPROVER, Role.MODERATOR, Role.CHAMBER])
def test_only_an_administrator_manages_people(browse, role):
    person = a_person(role)
    client = browse(person)

    for path in ("/en/desk/people", "/en/desk/people/new"):
        assert client.get(path).status_code == 403
    for path in ("invitation", "closed", "open"):
        assert client.post(f"/en/desk/people/{person.id}/{path}").status_code == 403
    assert client.post("/en/desk/people/new", data={"name": "X"}).status_code == 403


def test_an_administrator_invites_a_person(browse):
    agency = an_agency("MEBP")
    client = browse(a_person(Role.ADMINISTRATOR))
    assert client.get("/en/desk/people/new").status_code == 200

    answer = client.post(
        "/en/desk/people/new",
        data={
            "name": "Dana",
            "email": "Dana@Example.kz",
            "locale": "ru",
            "roles": ["author", "analyst"],
            "agency": "MEBP",
        },
    )

    assert answer.status_code == 303
    dana = db.session.scalars(select(Person).where(Person.email == "dana@example.kz")).one()
    duties = db.session.scalars(select(Duty).where(Duty.person_id == dana.id)).all()
    assert {(duty.role, duty.agency_id) for duty in duties} == {
        (Role.AUTHOR, agency.id),
        (Role.ANALYST, agency.id),
    }
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.recipient, letter.locale) == ("dana@example.kz", "ru")
    assert "Dana" in client.get("/en/desk/people").text


def test_an_address_serves_one_account(browse):
    client = browse(a_person(Role.ADMINISTRATOR))
    taken = a_person()

    answer = client.post(
        "/en/desk/people/new",
        data={"name": "Dana", "email": taken.email, "locale": "ru", "agency": ""},
    )

    assert answer.status_code == 422
    assert "account with this address already" in answer.text
    assert 'value="Dana"' in answer.text


def test_closing_and_opening_an_account(browse):
    administrator = a_person(Role.ADMINISTRATOR)
    person = a_person(password=KEPT)
    client, theirs = browse(administrator), browse(person)

    assert theirs.get("/en/account").status_code == 200
    client.post(f"/en/desk/people/{person.id}/closed")
    assert theirs.get("/en/account").status_code == 401
    client.post(f"/en/desk/people/{person.id}/open")
    assert the(person).is_active
    assert client.post(f"/en/desk/people/{administrator.id}/closed").status_code == 422
    assert client.post("/en/desk/people/999999/closed").status_code == 404


def test_a_closed_account_cannot_be_invited_in(browse):
    client = browse(a_person(Role.ADMINISTRATOR))
    closed = a_person(disabled_at=NOON)

    client.post(f"/en/desk/people/{closed.id}/invitation")
    letter = db.session.scalars(select(Letter)).first()
    link = re.search(r"http://localhost(/\S+)", letter.text)[1]

    assert browse().get(link).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same_however_long(browse, statements, count):
    agency, organisation = an_agency(), an_organisation()
    client = browse(a_person(Role.ADMINISTRATOR))
    for _ in range(count):
        a_person(Role.AUTHOR, at=agency)
        a_person(of=organisation)

    with statements() as seen:
        client.get("/en/desk/people")

    assert len(seen) == 6


def test_the_command_prints_the_link_and_says_what_is_missing(app):
    an_agency("MEBP")
    run = app.test_cli_runner().invoke
    done = run(
        args=[
            "accounts",
            "invite",
            "Dana@example.kz",
            "Dana",
            "--role",
            "author",
            "--agency",
            "MEBP",
        ]
    )
    assert done.exit_code == 0, done.output
    assert "http://localhost/kk/invitation/" in done.output
    assert run(args=["accounts", "invite", "dana@example.kz", "Dana"]).exit_code == 0
    assert len(db.session.scalars(select(Person)).all()) == 1

    for wrong in (["no address", "Dana"], ["x@example.kz", "X", "--agency", "NONE"]):
        refused = run(args=["accounts", "invite", *wrong])
        assert refused.exit_code == 1
        assert "Error" in refused.output
    assert run(args=["accounts", "disable", "dana@example.kz"]).exit_code == 0
    assert db.session.scalars(select(Person)).one().disabled_at
    assert run(args=["accounts", "disable", "nobody@example.kz"]).exit_code == 1


def test_a_public_body_is_given_its_mailbox(app):
    an_agency("MFA")
    run = app.test_cli_runner()
    told = run.invoke(args=["accounts", "mailbox", "MFA", "Trade@MFA.example"])
    assert told.exit_code == 0, told.output
    assert get_agency("MFA").mailbox == "trade@mfa.example"
    for wrong in (["NONE", "trade@mfa.example"], ["MFA", "nobody"]):
        assert run.invoke(args=["accounts", "mailbox", *wrong]).exit_code == 1
    assert get_agency("MFA").mailbox == "trade@mfa.example"
