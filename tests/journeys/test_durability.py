"""A receipt is a promise: what was acknowledged outlives kill -9, once, with the same words.

The real server is killed again and again while several browsers file. Afterwards every
receipt that anyone was given is there with the digest it named, its file is in the store
unharmed, and every form that was sent, however often, is one comment or none.
PORTAL_DURABILITY says how many times the server is killed (3 by default), and
PORTAL_RECEIPTS how many receipts are awaited between two kills (6 by default, or so).
"""

import hashlib
import http.client
import os
import random
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import joinedload, selectinload

from portal.attachments.files import store
from portal.comments.models import Comment, CommentFile
from portal.comments.queries import Counts, counts_of
from portal.comments.rules import Filing, NewPoint, Stance, canonical_filing
from portal.comments.tallies import differences
from portal.kernel.database import db
from portal.ledger.models import Entry
from tests.comments.servers import HASH, NUMBER, Browser, Server, path_of, serving
from tests.conftest import ENVIRONMENT, make_portal
from tests.databases import postgresql_server
from tests.makers import a_notice

KILLS = int(os.environ.get("PORTAL_DURABILITY", "3"))
CLIENTS = 4
RECEIPTS = int(os.environ.get("PORTAL_RECEIPTS", "6"))
BETWEEN = (RECEIPTS // 2, RECEIPTS * 3 // 2)
"""Receipts between two kills."""
PATIENCE = 20.0 + RECEIPTS
"""Seconds for these to come in."""


@dataclass
class Sent:
    """What the browsers sent, and what they were promised."""

    forms: list[str] = field(default_factory=list)
    """The key of every form that was sent at least once."""
    receipts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By form: the number and the digest of the receipt."""
    files: dict[str, str] = field(default_factory=dict)
    """By form: the SHA-256 of the file that went with it."""
    cut: int = 0
    """Requests whose answer never came."""
    faults: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def durable_url(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """A database that waits for the disk."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'portal.db'}"
        return
    with postgresql_server(durable=True) as server:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE portal_durability"))
        engine.dispose()
        yield server.replace("/postgres?", "/portal_durability?")


def test_what_was_acknowledged_outlives_kill_9_once_and_unharmed(
    durable_url: str, tmp_path: Path
) -> None:
    environment = ENVIRONMENT | {
        "PORTAL_DATABASE_URL": durable_url,
        "PORTAL_FILES": str(tmp_path / "files"),
        "PORTAL_LIMITS": "off",
    }
    portal = make_portal(environment)
    with portal.app_context():
        db.create_all()
        notice = a_notice()
        notice_number, docket = notice.number or "", notice.docket_id
        db.session.remove()
        db.engine.dispose()
    sent = Sent()
    with serving(environment, tmp_path) as server:
        clients = [
            threading.Thread(
                target=_file_on_and_on, args=(server, notice_number, sent), daemon=True
            )
            for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        try:
            for _ in range(KILLS):
                _await_more(sent)
                server.kill()
                server.start()
            _await_more(sent)
        finally:
            sent.over.set()
        for client in clients:
            client.join(30)
        assert not sent.faults, sent.faults[:3]
        assert len(sent.receipts) > KILLS * BETWEEN[0], "The browsers hardly filed anything."
        server.kill()
    with portal.app_context():
        _check(sent, docket)
        db.session.remove()
        db.engine.dispose()


def _await_more(sent: Sent) -> None:
    """Wait for some receipts, and for a moment that falls anywhere in a request."""
    enough = len(sent.receipts) + random.randint(*BETWEEN)  # noqa: S311  # Any number will do.
    until = time.monotonic() + PATIENCE
    while len(sent.receipts) < enough and time.monotonic() < until:
        time.sleep(random.uniform(0, 0.02))  # noqa: S311  # As above.


def _file_on_and_on(server: Server, notice: str, sent: Sent) -> None:
    path = f"/en/notices/{notice}/comment"
    while not sent.over.is_set():
        browser = Browser(server.port)
        try:
            form = browser.form(path)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        _file(browser, path, form, sent)


def _file(browser: Browser, path: str, form: dict[str, str], sent: Sent) -> None:
    """Send one form until it has its receipt, and now and then once more."""
    key, content = form["key"], secrets.token_hex(2000).encode()
    files = {"figures.txt": content}
    sent.forms.append(key)
    sent.files[key] = hashlib.sha256(content).hexdigest()
    again = secrets.randbelow(4) == 0
    while True:
        try:
            answer = browser.post(path, form, files)
            if answer.status != 303:
                sent.faults.append(f"{answer.status}: {answer.text[:400]}")
                return
            receipt = browser.get(path_of(answer.headers["Location"]))
        except (OSError, http.client.HTTPException):
            sent.cut += 1
            if sent.over.is_set():
                return
            time.sleep(0.05)
            continue
        promised = _promise(receipt.text)
        if sent.receipts.setdefault(key, promised) != promised:
            sent.faults.append(f"Two receipts for one form: {promised}, {sent.receipts[key]}")
        if not again:
            return
        again = False


def _promise(page: str) -> tuple[str, str]:
    number, digest = NUMBER.search(page), HASH.search(page)
    assert number, page
    assert digest, page
    return number.group(), digest.group(1)


def _check(sent: Sent, docket: int) -> None:
    query = select(Comment).options(
        selectinload(Comment.points),
        selectinload(Comment.files).joinedload(CommentFile.attachment),
        joinedload(Comment.docket),
        joinedload(Comment.notice),
    )
    comments = {comment.number: comment for comment in db.session.scalars(query)}
    by_key = [comment.idempotency_key.partition(":")[2] for comment in comments.values()]
    assert len(by_key) == len(set(by_key)), "A form was filed twice."
    assert set(by_key) <= set(sent.forms)
    for key, (number, digest) in sent.receipts.items():
        assert number in comments, f"{number} was acknowledged and is lost."
        comment = comments[number]
        assert comment.idempotency_key.endswith(f":{key}")
        assert comment.digest == digest == _counted_anew(comment)
        [file] = comment.files
        assert file.attachment.sha256 == sent.files[key]
        kept = store().path(file.attachment.sha256).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == sent.files[key]
    filed = db.session.scalar(
        select(func.count()).select_from(Entry).where(Entry.kind == "CommentFiled")
    )
    assert filed == len(comments), "Each comment has its entry in the ledger."
    assert counts_of(docket) == Counts(0, 0, 0, 0), "Unconfirmed ones are not told of yet."
    assert differences() == []


def _counted_anew(comment: Comment) -> str:
    """Return the digest of what is in the database now."""
    points = [NewPoint(text=p.text, ask=p.ask, stance=p.stance) for p in comment.points]
    files = [file.attachment for file in comment.files]
    filing = Filing(
        points=points,
        locale=comment.locale or "",
        stance=Stance(comment.stance) if comment.stance else None,
        files=files,  # type: ignore[arg-type]  # An attachment has the same facts.
    )
    written = canonical_filing(
        filing,
        number=comment.number,
        docket=comment.docket.number,
        notice=comment.notice.number if comment.notice else None,
        organisation=None,
        author=comment.author_name,
        filed_at=comment.filed_at,
    )
    return hashlib.sha256(written.encode()).hexdigest()
