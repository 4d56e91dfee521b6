"""The portal as tests see it: an empty database, a stopped clock, a browser without a screen.

`--database sqlite`, `postgresql` or `both` says where the tests run; each test that
touches the database runs once on each that was asked for.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import Connection, create_engine, event, text

from portal import create_app
from portal.accounts.models import Person, SignIn
from portal.accounts.rules import Factor
from portal.kernel import clock
from portal.kernel.database import db
from portal.web.caching import Pages
from portal.web.settings import read_settings
from tests import pages
from tests.databases import postgresql_server
from tests.omissions import (
    pytest_runtest_logreport,
    pytest_runtest_makereport,
    pytest_terminal_summary,
)

__all__ = ["pytest_runtest_logreport", "pytest_runtest_makereport", "pytest_terminal_summary"]

settings.register_profile("portal", deadline=None)
settings.load_profile("portal")
"""No test here asserts a time: on a busy machine it would assert the neighbours."""

NOON = datetime(2026, 4, 20, 7, tzinfo=UTC)
"""Noon in legal time on Monday, 20 April 2026."""

ENVIRONMENT = {
    "PORTAL_SECRET_KEY": "for tests only, and long enough to be taken",
    "PORTAL_URL": "http://localhost",
    "PORTAL_MAIL_FROM": "portal@portal.example",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the caller choose the databases."""
    parser.addoption(
        "--database",
        default="sqlite",
        choices=("sqlite", "postgresql", "both"),
        help="where tests that touch the database run",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once on each database that was asked for, and that it can ask."""
    if "database_kind" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        kinds = ("sqlite", "postgresql") if asked == "both" else (asked,)
        if metafunc.definition.get_closest_marker("sqlite"):
            kinds = ("sqlite",)
        metafunc.parametrize("database_kind", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that the test runs on."""
    return str(request.param)


@pytest.fixture(scope="session")
def database_url(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database for this run."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'portal.db'}"
        return
    with postgresql_server() as server:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE portal_tests"))
        engine.dispose()
        yield server.replace("/postgres?", "/portal_tests?")


@pytest.fixture(scope="session")
def environment(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of this run, as environment variables; processes of their own get them too."""
    folder = tmp_path_factory.mktemp("instance")
    return ENVIRONMENT | {
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_FILES": str(folder / "files"),
        "PORTAL_MAIL_FOLDER": str(folder / "mail"),
    }


@pytest.fixture(scope="session")
def portal(environment: dict[str, str]) -> Iterator[Flask]:
    """The portal itself, made once for each database."""
    app = make_portal(environment)
    with app.app_context():
        event.listen(db.engine, "connect", wait_for_no_disk)
        db.drop_all()
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def wait_for_no_disk(connection: Any, _record: Any) -> None:
    """Let SQLite go on before a commit is on the disk: no row here outlives its test."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def make_portal(environment: dict[str, str], **config: Any) -> Flask:
    """Put a portal together as tests want it: no tokens in forms, errors raised."""
    config = {"TESTING": True, "WTF_CSRF_ENABLED": False} | config
    app = create_app(read_settings(environment), **config)
    app.test_client_class = Browser
    _made.append(app)
    return app


_made: list[Flask] = []


@pytest.fixture(autouse=True)
def no_connection_left_open() -> Iterator[None]:
    """Close what the portals that a test made for itself keep open.

    Found later by the garbage collector, it would fail whichever test ran then.
    """
    before = len(_made)
    yield
    for app in _made[before:]:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    del _made[before:]


@pytest.fixture
def app(portal: Flask) -> Iterator[Flask]:
    """The portal over an empty database, with its context open for the test's own reading."""
    with portal.app_context():
        empty_database()
        portal.extensions["pages"] = Pages()
        portal.extensions.pop("paces", None)
        yield portal
        db.session.rollback()
        db.session.remove()


def empty_database() -> None:
    """Delete every row and begin the numbers anew; tables that are empty already cost nothing.

    TRUNCATE would give PostgreSQL new files for each table and index: a third of a second.
    """
    db.session.remove()
    with db.engine.connect() as connection, unguarded(connection):
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for name in connection.scalars(_FILLED).all():
            connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608  # Our own tables.
        connection.execute(_NUMBERS[connection.dialect.name])


_FILLED = text(
    " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")"  # noqa: S608  # As above.
        for name in db.metadata.tables
    )
)

_NUMBERS = {
    "sqlite": text("DELETE FROM sqlite_sequence"),
    "postgresql": text(
        "SELECT setval(oid, 1, false) FROM pg_class"
        " WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
    ),
}


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Take the triggers away that keep published rows, where there are any, and bring them back.

    All is one transaction, so that the database is never seen without them.
    """
    guards: Sequence[Any] = ()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    elif connection.exec_driver_sql("SELECT 1 FROM notice LIMIT 1").first():
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = connection.exec_driver_sql(query).all()
    for name, _sql in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _name, sql in guards:
        connection.exec_driver_sql(sql)
    connection.commit()


class Browser(FlaskClient):
    """A browser without a screen, which holds every page to what all pages promise.

    Each request gets an application context of its own, as in life. Were it to run in
    the test's context, `g` and the session would leak from one request to the next.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.expire_all()
        is_page = answer.mimetype == "text/html" and answer.text.lstrip().startswith("<!doctype")
        if is_page and not answer.location:
            pages.check(answer.text)
        return answer


_sign_ins = count(1)


@pytest.fixture
def browse(app: Flask) -> Callable[..., Browser]:
    """Return a browser for a person who is signed in, or for a guest."""

    def browser(person: Person | None = None) -> Browser:
        client = app.test_client()
        if person is not None:
            token = f"sign-in {next(_sign_ins)} of {person.id}"
            db.session.add(
                SignIn(
                    person_id=person.id,
                    token=hashlib.sha256(token.encode()).hexdigest(),
                    at=clock.now(),
                    proved_at=clock.now(),
                    factor=Factor.APP,
                )
            )
            db.session.commit()
            with client.session_transaction() as session:
                session["_user_id"] = token
                session["_fresh"] = True
        assert isinstance(client, Browser)
        return client

    return browser


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock at NOON; the value sets it to another moment."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(NOON)
    return set_to


@dataclass
class Statements:
    """The SQL statements seen within a block."""

    seen: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.seen)


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """Count statements: `with statements() as seen: …; assert len(seen) == 4`."""

    @contextmanager
    def counting() -> Iterator[Statements]:
        found = Statements()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                found.seen.append(statement)

        engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(engine, "before_cursor_execute", note)

    assert app
    return counting


@pytest.fixture
def shared_data() -> Path:
    """The real documents and comments beside the checkout, for tests only."""
    folder = Path(__file__).parent.parent.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("The real data is not beside this checkout (../shared/data).")
    return folder


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare with a file of tests/golden; `PORTAL_GOLDEN=write` writes it instead."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if os.environ.get("PORTAL_GOLDEN") == "write":
            path.write_text(text)
        assert path.read_text() == text, f"tests/golden/{name} says otherwise."

    return compare
