"""Passkeys and codes in a real browser, with an authenticator that the browser itself plays."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.accounts.models import Passkey, SignIn
from portal.accounts.rules import Factor, Role
from portal.kernel import clock
from portal.kernel.database import db
from tests.accounts.makers import PASSWORD, a_member, an_app
from tests.makers import a_person

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def running_clock(monkeypatch):
    """A browser's requests come one after another, each in its own moment."""
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC))


def a_device(page, **facts):
    """Give the browser an authenticator; return what asks it things."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = AUTHENTICATOR | facts
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, {"authenticatorId": made["authenticatorId"]}


def sign_in(page, email):
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def rows(statement):
    db.session.rollback()
    found = db.session.scalars(statement).all()
    db.session.rollback()
    return found


def the_passkey_page(visit):
    person = a_member(Role.AUTHOR)
    email = person.email
    db.session.rollback()
    page = visit("/en/sign-in")
    device = a_device(page)
    sign_in(page, email)
    page.wait_for_url("**/account/factors")
    page.get_by_role("link", name="Add a passkey").click()
    page.fill("#label", "Office key")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_selector("h1:has-text('Your recovery codes')")
    return page, device, email


@pytest.mark.browser
def test_a_passkey_is_set_up_then_follows_the_password_then_signs_in_alone(
    app, visit, running_clock
):
    page, (session, which), email = the_passkey_page(visit)
    assert len(session.send("WebAuthn.getCredentials", which)["credentials"]) == 1
    assert rows(select(Passkey.label)) == ["Office key"]
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/en/desk")

    page.get_by_role("button", name="Sign out").click()
    page.goto("/en/sign-in")
    sign_in(page, email)
    page.wait_for_url("**/sign-in/second-step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/en/desk")

    page.get_by_role("button", name="Sign out").click()
    page.goto("/en/sign-in?next=/en/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_selector("h1:has-text('My account')")

    assert rows(select(SignIn.factor).order_by(SignIn.id)) == [Factor.PASSKEY] * 3
    assert None not in rows(select(Passkey.used_at))
    assert app


@pytest.mark.browser
def test_an_answer_of_a_passkey_serves_once_even_with_the_cookies_of_then(
    app, visit, running_clock
):
    page, _device, _email = the_passkey_page(visit)
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/en/sign-in")
    cookies = page.context.cookies()
    with page.expect_request("**/sign-in/passkey") as sent:
        page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/en/desk")
    answer = sent.value.post_data

    thief = visit("/en/").context
    thief.clear_cookies()
    thief.add_cookies(cookies)
    replayed = thief.request.post(
        "/en/sign-in/passkey",
        data=answer,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert replayed.status == 422
    assert "did not fit" in replayed.text()
    assert len(rows(select(SignIn))) == 2
    assert app


@pytest.mark.browser
def test_a_device_that_does_not_know_its_owner_needs_the_password(app, visit, running_clock):
    person = a_member()
    email = person.email
    db.session.rollback()
    page = visit("/en/sign-in")
    session, which = a_device(page, hasUserVerification=False, isUserVerified=False)
    sign_in(page, email)
    page.wait_for_url("**/en/desk")
    page.goto("/en/account/factors/passkey")
    page.fill("#label", "Old key")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/en/desk")
    page.get_by_role("button", name="Sign out").click()

    page.goto("/en/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_selector("[data-refused]:not([hidden])")
    sign_in(page, email)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/en/desk")

    assert session.send("WebAuthn.getCredentials", which)["credentials"]
    assert app


@pytest.mark.browser
def test_what_was_typed_comes_through_the_question_who_is_there(app, visit, running_clock):
    person = a_member()
    email = person.email
    db.session.rollback()
    page = visit("/en/sign-in")
    sign_in(page, email)
    page.wait_for_url("**/en/desk")
    page.goto("/en/account/address")
    page.fill("#email", "dana.new@example.kz")
    db.session.query(SignIn).update({"proved_at": None})
    db.session.commit()
    page.evaluate("document.querySelector('main form').submit()")
    page.wait_for_selector("h1:has-text('Is it still you?')")

    page.fill("#proof", PASSWORD)
    page.get_by_role("button", name="It is me").click()

    page.wait_for_selector("text=on its way to the new address")
    assert app


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/ru/account/factors",
        "/kk/account/factors/app",
        "/kk/account/factors/passkey",
        "/ru/account/proof",
        "/kk/account/address",
    ],
)
def test_pages_of_factors_are_accessible(visit, check, width, path):
    person = a_person(name="Гүлнар Әбдірахманқызы Сейітқалиева")
    if path.endswith(("factors", "proof")):
        an_app(person)
    check(visit(path, person, width=width))


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_joining_are_accessible(app, visit, check, width):
    check(visit("/kk/sign-up", width=width))
    check(visit("/ru/sign-up?sent=yes", width=width))
    person = a_member()
    an_app(person)
    email = person.email
    db.session.rollback()
    page = visit("/en/sign-in", width=width)
    sign_in(page, email)
    page.wait_for_url("**/sign-in/second-step")
    page.goto(re.sub("/en/", "/kk/", page.url))
    check(page)
    assert app
