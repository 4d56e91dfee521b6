"""A real Chromium before the portal, served by threads of this process.

`visit("/en/")` opens a page as a guest, `visit(path, person, width=360)` as somebody on
a phone. Whatever the page complains of in the console, and whatever it fetches from
another machine, fails the test at its end.
"""

import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import axe_playwright_python
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from portal.accounts.models import Person, SignIn
from portal.accounts.rules import Factor
from portal.kernel import clock
from portal.kernel.database import db

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
NAMES = ("chromium", "chromium-browser", "google-chrome")

Visit = Callable[..., Page]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test of this folder; where both databases are asked for, run it on one.

    What a browser makes of a page does not depend on where its rows came from.
    """
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    if config.getoption("--database") == "both":
        twice = [item for item in here if "postgresql" in item.callspec.params.values()]
        items[:] = [item for item in items if item not in twice]
        config.hook.pytest_deselected(items=twice)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium without a screen."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("There is no Chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(portal: Flask) -> Iterator[str]:
    """The address at which the portal answers while these tests last."""
    server = make_server("127.0.0.1", 0, portal, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(app: Flask, chromium: Browser, address: str) -> Iterator[Visit]:
    """Return what opens a page: `visit(path, person=None, *, width=1280, dark=False)`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        path: str, person: Person | None = None, *, width: int = 1280, dark: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if person is not None:
            context.add_cookies([_signed_in(app, person, address)])
        page = context.new_page()
        page.on("console", lambda said: _note(complaints, said.type, said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda got: _note_missing(complaints, got.status, got.url))
        page.on("request", lambda request: _note_foreign(complaints, request.url, address))
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def check() -> Callable[[Page], None]:
    """Return what fails where axe finds a fault, or where a page is wider than its window."""
    return check_page


def check_page(page: Page) -> None:
    """Fail where axe finds a fault, or where a page is wider than its window."""
    page.evaluate(AXE)  # Through the debugger, so that the page's own policy stays strict.
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    faults = [
        f"{fault['id']}: {node['html'][:200]} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    assert faults == [], page.url
    over = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    assert over <= 0, f"{page.url} is {over} pixels wider than its window."


def _signed_in(app: Flask, person: Person, address: str) -> Any:
    token = f"a browser of {person.id}"
    hashed = sha256(token.encode()).hexdigest()
    if db.session.query(SignIn).filter_by(token=hashed).first() is None:
        now = clock.now()
        db.session.add(
            SignIn(person_id=person.id, token=hashed, at=now, proved_at=now, factor=Factor.APP)
        )
    db.session.commit()
    serializer = app.session_interface.get_signing_serializer(app)
    value = serializer.dumps({"_user_id": token, "_fresh": True})
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": address}


def _note(complaints: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"} and not text.startswith("Failed to load resource"):
        complaints.append(text)


def _note_missing(complaints: list[str], status: int, url: str) -> None:
    if status >= 400 and status != 422:  # A form that is refused is shown again, with 422.
        complaints.append(f"{url} answered {status}")


def _note_foreign(complaints: list[str], url: str, address: str) -> None:
    if not url.startswith((address, "data:", "blob:")):
        complaints.append(f"The page asked another machine: {url}")
