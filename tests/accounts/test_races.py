"""One secret sent from two places at once, to several processes: exactly one of them is let in."""

import re
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import Person, SignIn
from portal.kernel.database import db
from tests.accounts.makers import PASSWORD, a_member, an_app, recovery_codes
from tests.comments.servers import Browser, serving

AT_ONCE = 6


def token_in(page):
    return re.search(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', page.text)[1]


def at_once(browsers, path, fields):
    """Send the same form from every browser in one moment; return the statuses."""
    forms = [{"csrf_token": token_in(browser.get(path)), **fields()} for browser in browsers]
    together = threading.Barrier(len(browsers))
    statuses = []

    def send(browser, form):
        together.wait()
        statuses.append(browser.post(path, form).status)

    threads = [
        threading.Thread(target=send, args=pair) for pair in zip(browsers, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(statuses)


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_one_code_lets_one_browser_in(app, environment, tmp_path, kind):
    person = a_member()
    email = person.email
    maker = an_app(person)
    (spare, *_) = recovery_codes(person)
    db.session.rollback()
    with serving(environment | {"PORTAL_LIMITS": "off"}, tmp_path) as server:
        browsers = [Browser(server.port) for _ in range(AT_ONCE)]
        for browser in browsers:
            first = {"csrf_token": token_in(browser.get("/en/sign-in")), "email": email}
            assert browser.post("/en/sign-in", first | {"password": PASSWORD}).status == 303

        def code():
            return {"code": maker.at(datetime.now(UTC)) if kind == "app" else spare}

        statuses = at_once(browsers, "/en/sign-in/second-step", code)

    assert statuses == [303] + [422] * (AT_ONCE - 1)
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_one_link_opens_one_account(app, environment, tmp_path):
    _wish, token = actions.wish_account(
        email="dana@example.kz", name="Dana", locale="en", now=datetime.now(UTC)
    )
    db.session.commit()
    with serving(environment | {"PORTAL_LIMITS": "off"}, tmp_path) as server:
        browsers = [Browser(server.port) for _ in range(AT_ONCE)]
        path = f"/en/sign-up/{token}"

        statuses = at_once(browsers, path, lambda: {"password": PASSWORD})

    assert statuses == [303] + [404] * (AT_ONCE - 1)
    assert len(db.session.scalars(select(Person)).all()) == 1
