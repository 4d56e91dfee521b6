"""A full disk: nothing is accepted, that is said, and reading goes on. Then there is room again."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from portal.comments.models import Comment
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.outbox.models import Owed
from tests.comments.test_pages import filled_in
from tests.conftest import ENVIRONMENT, make_portal
from tests.makers import a_notice


@pytest.fixture
def real_answers(tmp_path):
    """A portal over a database file of its own that answers errors as in life."""
    environment = ENVIRONMENT | {
        "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path / 'portal.db'}",
        "PORTAL_FILES": str(tmp_path / "files"),
        "PORTAL_LIMITS": "off",
    }
    portal = make_portal(environment, TESTING=False, PROPAGATE_EXCEPTIONS=False)
    with portal.app_context():
        db.create_all()
        yield portal
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("Only root can make a tiny disk to fill.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def rows():
    return [db.session.scalar(select(func.count()).select_from(x)) for x in (Comment, Entry, Owed)]


def test_a_full_database_takes_nothing_and_says_so_and_recovers_by_itself(real_answers):
    notice = a_notice()
    number, docket = notice.number, notice.docket_id
    assert docket
    path = f"/en/notices/{number}/comment"
    pages = db.session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    db.session.remove()
    db.engine.dispose()
    most = {"pages": pages}

    def limit(connection, _record):
        connection.execute(f"PRAGMA max_page_count={most['pages']}")

    event.listen(db.engine, "connect", limit)
    visitor = real_answers.test_client()
    data = filled_in(**{"points-0-text": "A long word. " * 1500})
    refused = visitor.post(path, data=data)
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert "Nothing was accepted" in refused.text
    assert visitor.get(path).status_code == 200
    assert visitor.get(f"/en/notices/{number}").status_code == 200
    assert rows() == [0, 0, 0]
    most["pages"] = 1_000_000
    db.session.remove()
    db.engine.dispose()
    taken = visitor.post(path, data=data)
    assert taken.status_code == 303
    assert visitor.get(taken.location).status_code == 200
    assert rows() == [1, 1, 1]


def test_a_full_store_takes_nothing_and_says_so_and_recovers_by_itself(real_answers, tiny_disk):
    real_answers.config["PORTAL_FILES"] = str(tiny_disk / "files")
    number = a_notice().number
    path = f"/en/notices/{number}/comment"
    visitor = real_answers.test_client()
    (tiny_disk / "filler").write_bytes(b"x" * 900_000)

    def send():
        files = (io.BytesIO(b"Many words. " * 40_000), "long.txt")
        return visitor.post(path, data=filled_in(files=files))

    refused = send()
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert rows() == [0, 0, 0]
    assert [x for x in (tiny_disk / "files").rglob("*") if x.is_file()] == []
    assert visitor.get(path).status_code == 200
    (tiny_disk / "filler").unlink()
    assert send().status_code == 303
    assert rows() == [1, 1, 1]
