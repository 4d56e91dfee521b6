"""Every page that the demonstration leads to, as a guest and as each role.

Whoever follows the links finds one page of each kind; in Chromium axe finds nothing on
it, nothing is wider than the window, and the console stays silent.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.accounts.models import Person
from portal.demo.loading import load
from portal.demo.signins import lines
from portal.kernel import clock
from portal.kernel.database import db, writing
from tests.browser.conftest import check_page
from tests.conftest import Browser

LINK = re.compile(r'href="(/[^"#]*)"')
SIZES = (("kk", 360, False), ("ru", 768, True), ("en", 1280, False))
"""The languages, window widths and colours in which each page is looked at."""


@pytest.fixture
def roles(app: Flask) -> list[tuple[str, Person | None]]:
    """The demonstration, loaded, and one person of each role; a guest first."""
    assert app
    with writing():
        load(now=clock.now())
        db.session.commit()
    people = {
        line.role: db.session.scalars(select(Person).where(Person.email == line.email)).one()
        for line in lines()
    }
    return [("guest", None), *people.items()]


def test_every_page_that_can_be_reached_is_sound(app, roles, browse, visit):
    seen: set[str] = set()
    faults: list[str] = []
    for role, person in roles:
        for path in list(_new_pages(app, browse(person), seen, faults)):
            page = visit(path, person)
            for locale, width, dark in SIZES:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="dark" if dark else "light")
                page.goto(path.replace("/en/", f"/{locale}/", 1))
                try:
                    check_page(page)
                except AssertionError as fault:
                    faults.append(f"{role}, {width} px{', dark' if dark else ''}: {fault}")
            page.context.close()

    assert len(seen) > 20
    assert not faults, "\n\n".join(faults)


def _new_pages(app: Flask, browser: Browser, seen: set[str], faults: list[str]) -> Iterator[str]:
    """Follow the links from the home page; yield one address of each page not seen before."""
    waiting, known = deque([("/en/", "")]), set[str]()
    adapter = app.url_map.bind("localhost")
    while waiting:
        path, place = waiting.popleft()
        endpoint = _endpoint(adapter.match, path)
        if endpoint is None or endpoint in known:
            continue
        known.add(endpoint)
        with browser.get(path) as answer:
            if answer.status_code >= 400:
                faults.append(f"{place} leads to {path}, which answered {answer.status_code}")
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            waiting.extend((link.replace("&amp;", "&"), path) for link in LINK.findall(answer.text))
        if endpoint not in seen:
            seen.add(endpoint)
            yield path


def _endpoint(match: Callable[[str], tuple], path: str) -> str | None:
    if not path.startswith("/en/"):
        return None
    try:
        return str(match(path.partition("?")[0])[0])
    except (HTTPException, RequestRedirect):
        return None
