"""Signing in, one's account and following, in a real browser and by the keyboard alone."""

import pytest

from portal.accounts.passwords import hash_password
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.subscriptions import links
from portal.subscriptions.models import Subscriber
from portal.subscriptions.rules import Topic
from tests.makers import a_person, a_theme, an_agency, an_organisation
from tests.subscriptions.makers import a_subscriber, a_subscription

PASSWORD = "тақырыптың соңғы жолы 7"
WIDTHS = (360, 1280)


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/kk/sign-in", "/ru/sign-in/forgotten", "/en/follow"])
def test_pages_for_everyone_are_accessible(visit, check, width, path):
    check(visit(path, width=width))


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "path",
    ["/ru/desk", "/kk/account", "/en/account/password", "/en/desk/people", "/ru/desk/people/new"],
)
def test_pages_after_signing_in_are_accessible(visit, check, width, path):
    a_person(Role.AUTHOR, at=an_agency(), name="Гүлнар Әбдірахманқызы Сейітқалиева")
    a_person(of=an_organisation())
    administrator = a_person(Role.ADMINISTRATOR)
    check(visit(path, person=administrator, width=width))


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_a_signed_link_are_accessible(app, visit, check, width):
    subscriber = a_subscriber()
    a_subscription(subscriber)
    subscription = a_subscription(subscriber, Topic.THEME, a_theme().code)
    manage = f"/kk/subscriptions/{links.sign(subscriber)}"
    leave = f"/ru/unsubscribe/{links.sign(subscriber, links.one(subscription))}"
    db.session.rollback()
    check(visit(manage, width=width))
    check(visit(leave, width=width))
    assert app


@pytest.mark.browser
def test_the_keyboard_alone_signs_in_and_follows(visit):
    person = a_person(password=hash_password(PASSWORD))
    email = person.email
    db.session.rollback()
    page = visit("/en/sign-in")

    page.focus("#email")
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/desk")
    page.goto(page.url.replace("/desk", "/follow"))
    page.focus("input[name=frequency]:checked")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/subscriptions/*")

    assert "What you follow" in page.inner_text("h1")
    assert db.session.query(Subscriber).count() == 1
