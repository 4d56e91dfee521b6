"""A planned restart cuts nobody off and refuses nobody, again and again, under load.

The real portal is told to change its processes while browsers read and file.
PORTAL_RESTARTS says how often (2 by default).
"""

import http.client
import os
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.comments.tallies import differences
from portal.kernel.database import db
from tests.comments.servers import Browser, Server, path_of, serving
from tests.conftest import ENVIRONMENT, make_portal
from tests.makers import a_notice

RESTARTS = int(os.environ.get("PORTAL_RESTARTS", "2"))
READERS = 2
PATIENCE = 90.0
"""Seconds for two new processes to be in service, on a machine with much else to do."""


@dataclass
class Seen:
    """What the browsers met."""

    answers: int = 0
    receipts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def served_notice(tmp_path: Path) -> tuple[dict[str, str], str]:
    """The settings of a portal with one open notice, and the notice's number."""
    environment = ENVIRONMENT | {
        "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path / 'portal.db'}",
        "PORTAL_FILES": str(tmp_path / "files"),
        "PORTAL_LIMITS": "off",
    }
    portal = make_portal(environment)
    with portal.app_context():
        db.create_all()
        number = str(a_notice().number)
        db.session.remove()
    return environment, number


def test_restarts_under_load_cut_nobody_off_and_lose_nothing(served_notice, tmp_path):
    environment, number = served_notice
    seen = Seen()
    with serving(environment, tmp_path) as server:
        calls = [(_read, f"/en/notices/{number}")] * READERS
        calls.append((_file, f"/en/notices/{number}/comment"))
        clients = [
            threading.Thread(target=call, args=(server, path, seen), daemon=True)
            for call, path in calls
        ]
        for client in clients:
            client.start()
        try:
            for _ in range(RESTARTS):
                _restart(server)
        finally:
            seen.over.set()
        for client in clients:
            client.join(30)

    assert seen.faults == []
    assert seen.answers > RESTARTS
    assert len(seen.receipts) > 0
    portal = make_portal(environment)
    with portal.app_context():
        assert differences() == []


def _restart(server: Server) -> None:
    """Tell the parent to change its processes; return when none of the old ones is left."""
    assert server.process is not None
    before = server.web_processes()
    server.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + PATIENCE
    while server.web_processes() & before or len(server.web_processes()) < len(before):
        assert time.monotonic() < until, server.log.read_text()
        time.sleep(0.05)


def _read(server: Server, path: str, seen: Seen) -> None:
    turn = 0
    while not seen.over.is_set():
        turn += 1
        try:  # Every other page is made anew, so that a restart finds work in hand.
            answer = Browser(server.port).get(path if turn % 2 else f"{path}?turn={turn}")
        except (OSError, http.client.HTTPException) as error:
            seen.faults.append(f"read: {error!r}")
            continue
        seen.answers += 1
        if answer.status != 200:
            seen.faults.append(f"read: {answer.status}")
        time.sleep(0.01)


def _file(server: Server, path: str, seen: Seen) -> None:
    while not seen.over.is_set():
        browser = Browser(server.port)
        try:
            answer = browser.post(path, browser.form(path), {"figures.txt": b"1;2;3\n"})
        except (OSError, http.client.HTTPException) as error:
            seen.faults.append(f"file: {error!r}")
            continue
        seen.answers += 1
        if answer.status != 303:
            seen.faults.append(f"file: {answer.status} {answer.text[:300]}")
        seen.receipts.add(path_of(answer.headers.get("Location", "")))
        time.sleep(0.05)
