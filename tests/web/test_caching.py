"""Public pages are answered from their validator, and never stale."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest

from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.events import Event, publish
from portal.web.caching import LARGEST, Name, Page, Pages
from tests.makers import a_person


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """Somebody rang the bell."""

    sentence: ClassVar[str] = "The bell was rung."


def ring():
    publish(BellRung(at=clock.now(), by=None))
    db.session.commit()


@pytest.fixture
def browser(browse):
    """A reader who has not signed in."""
    return browse()


def test_long_addresses_of_empty_pages_take_room_as_well():
    pages, put = Pages(), []
    name = Name(lambda: "", {}, "/", "en", "1")
    for number in range(2 * LARGEST // 1_000_000):
        address = ("http", "localhost", "", "/", f"{number}{'x' * 1_000_000}")
        pages.put(address, Page(name, "", b""))

        put.append(address)

    kept = [address for address in put if pages.get(address)]
    assert 0 < sum(len(address[-1]) for address in kept) <= LARGEST
    assert kept[-1] == address


def test_a_page_read_again_is_not_rendered_again(browser, statements):
    first = browser.get("/en/")

    with statements() as seen:
        again = browser.get("/en/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data
    assert len(seen) == 1

    with statements() as seen:
        assert browser.get("/en/").data == first.data
    assert len(seen) == 1


def test_any_entry_makes_a_new_page(browser):
    before = browser.get("/en/")
    ring()

    after = browser.get("/en/", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "The bell was rung." in after.text


def test_a_new_day_makes_a_new_page(browser, stopped_clock):
    before = browser.get("/en/").headers["ETag"]
    stopped_clock(clock.now() + timedelta(days=1))

    assert browser.get("/en/").headers["ETag"] != before


def test_each_language_is_a_page_of_its_own(browser):
    tags = {browser.get(f"/{locale}/").headers["ETag"] for locale in ("kk", "ru", "en")}

    assert len(tags) == 3


def test_a_reader_who_is_signed_in_gets_a_page_of_their_own(browser, browse):
    tag = browser.get("/en/").headers["ETag"]
    person = a_person()

    answer = browse(person).get("/en/", headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_page_is_kept_with_the_headers_that_it_went_out_with(browser):
    first = browser.get("/en/")
    again = browser.get("/en/")
    same = browser.get("/en/", headers={"If-None-Match": first.headers["ETag"]})

    assert dict(again.headers) == dict(first.headers)
    assert same.status_code == 304
    assert same.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert "Content-Length" not in same.headers


def test_a_page_is_kept_for_its_own_address_only(browser):
    browser.get("/en/search?q=one")

    assert 'value="two"' in browser.get("/en/search?q=two").text
    assert 'value="one"' in browser.get("/en/search?q=one").text
    assert browser.head("/en/search?q=one").data == b""


def test_what_is_not_there_is_not_kept(browser):
    assert browser.get("/en/notices/TN-1999-01").status_code == 404
    assert browser.get("/en/notices/TN-1999-01").status_code == 404
