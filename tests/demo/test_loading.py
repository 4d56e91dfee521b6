"""Loading the demonstration: once, and the second time without a word."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.accounts.passwords import is_password
from portal.demo.loading import find_shift, load
from portal.demo.signins import refresh, the_password
from portal.kernel import clock
from portal.kernel.database import db
from portal.register.models import Docket


@pytest.fixture
def loaded(app):
    load(now=clock.now())
    db.session.commit()
    return app


def test_loaded_again_it_changes_nothing(loaded, stopped_clock):
    before = _everything()
    stopped_clock(clock.now() + timedelta(days=40))
    assert load(now=clock.now()) == 0
    assert refresh() == 0
    db.session.commit()
    assert _everything() == before


def _everything():
    return {
        table.name: sorted(map(repr, db.session.execute(select(table))))
        for table in db.metadata.sorted_tables
    }


def test_it_remembers_by_how_much_it_was_moved(app):
    assert find_shift() is None
    load(now=clock.now())
    shift = find_shift()
    assert shift is not None
    assert shift.day("2014-09-15") == clock.legal_day(clock.now())


def test_a_password_that_somebody_changed_is_given_back(loaded):
    person = db.session.scalars(select(Person).order_by(Person.id)).first()
    person.password = None
    assert refresh() == 1
    assert is_password(person.password, the_password())


def test_the_command_prints_a_sign_in_for_each_role(loaded, monkeypatch):
    monkeypatch.setitem(loaded.config, "PORTAL_DEMO", "on")
    run = loaded.test_cli_runner()
    told = run.invoke(args=["demo", "load"])
    assert told.exit_code == 0, told.output
    assert "nothing was changed" in told.output
    again = run.invoke(args=["demo", "sign-ins"])
    assert again.output in told.output
    assert len(again.output.splitlines()) == 10
    for line in again.output.splitlines():
        assert len(line.split()) == 3, line


def test_without_the_banner_it_is_not_loaded(app):
    told = app.test_cli_runner().invoke(args=["demo", "load"])
    assert told.exit_code == 1
    assert "PORTAL_DEMO" in told.output
    assert db.session.scalar(select(func.count()).select_from(Docket)) == 0
