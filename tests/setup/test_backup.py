"""A backup taken while the portal writes is whole."""

import sqlite3
from contextlib import closing

import pytest

from portal.kernel.database import db
from portal.setup.backup import backup
from tests.makers import a_person


@pytest.fixture
def runner(app, database_kind):
    """A command line; the rest concerns SQLite."""
    if database_kind == "postgresql":
        result = app.test_cli_runner().invoke(backup, ["nowhere"])
        assert result.exit_code == 1
        assert "pg_dump" in result.output
        return None
    return app.test_cli_runner()


def test_everything_committed_is_in_it(runner, tmp_path):
    if runner is None:
        return
    person = a_person()
    target = tmp_path / "copy.db"

    assert runner.invoke(backup, [str(target)]).exit_code == 0

    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT email FROM person").fetchall() == [(person.email,)]
    again = runner.invoke(backup, [str(target)])
    assert again.exit_code == 1
    assert "never overwrites" in again.output
    db.session.rollback()
