"""A real installation: settings, reference data, the first administrator."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from portal.accounts.models import Agency, Person, Region
from portal.accounts.rules import OrganisationGroup, Role
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.text import LOCALES
from portal.ledger.models import Entry
from portal.negotiations.models import Milestone, Negotiation, Theme
from portal.outbox.models import Letter
from portal.setup.reference import load, organisation_groups, records

HEAD = "--email=head@ministry.example"
ROOT = Path(__file__).resolve().parents[2]


def test_reference_data_is_whole(app):
    load(now=clock.now())
    counted = {
        kind: db.session.scalar(select(func.count()).select_from(kind))
        for kind in (Theme, Agency, Region, Negotiation, Milestone)
    }
    assert counted == {Theme: 24, Agency: 29, Region: 21, Negotiation: 10, Milestone: 27}
    assert sum(theme.core for theme in db.session.scalars(select(Theme))) == 14


def test_every_name_is_told_in_every_language(app):
    load(now=clock.now())
    for kind in (Theme, Agency, Region, Negotiation):
        for row in db.session.scalars(select(kind)):
            assert row.name.missing == [], row.code


def test_loaded_again_it_changes_nothing(app):
    first = load(now=clock.now())
    db.session.commit()
    again = load(now=clock.now())
    assert first.added > 100
    assert (again.added, again.changed) == (0, 0)
    assert list(db.session.scalars(select(Entry.kind))) == ["ReferenceDataLoaded"]


def test_a_name_that_differs_is_brought_up_to_date(app):
    load(now=clock.now())
    theme = db.session.scalars(select(Theme).where(Theme.code == "MKT")).one()
    theme.rank = 99
    db.session.commit()
    assert load(now=clock.now()).changed == 1
    assert theme.rank == 1


def test_every_kind_of_organisation_has_a_group():
    assert set(organisation_groups().values()) <= set(OrganisationGroup)
    assert organisation_groups()["farm"] is OrganisationGroup.FIRM
    assert all(set(kind["name"]) == set(LOCALES) for kind in records("organisation_kinds"))


def _setup(app, *words):
    return app.test_cli_runner().invoke(args=["setup", *words])


def test_the_first_administrator_is_invited_by_letter_and_by_link(app, monkeypatch):
    monkeypatch.setattr("portal.setup.cli.upgrade", lambda: None)
    told = _setup(app, "--email", "Head@Ministry.example", "--name", "Head", "--locale", "ru")
    assert told.exit_code == 0, told.output
    person = db.session.scalars(select(Person)).one()
    assert [duty.role for duty in _duties(person)] == [Role.ADMINISTRATOR]
    letter = db.session.scalars(select(Letter)).one()
    assert letter.recipient == "head@ministry.example"
    link = told.output.strip().splitlines()[-1]
    assert link.startswith("http://localhost/ru/invitation/")
    assert link in letter.text


def _duties(person):
    db.session.refresh(person, ["duties"])
    return person.duties


def test_run_again_it_leaves_the_administrator_alone(app, monkeypatch):
    monkeypatch.setattr("portal.setup.cli.upgrade", lambda: None)
    _setup(app, "--email", "head@ministry.example", "--name", "Head")
    again = _setup(app)
    assert again.exit_code == 0, again.output
    assert "has an administrator: Head" in again.output
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 1


def test_without_an_administrator_it_asks_for_one(app, monkeypatch):
    monkeypatch.setattr("portal.setup.cli.upgrade", lambda: None)
    told = _setup(app)
    assert told.exit_code == 2
    assert "--email" in told.output


def test_an_address_that_is_none_is_refused(app, monkeypatch):
    monkeypatch.setattr("portal.setup.cli.upgrade", lambda: None)
    told = _setup(app, "--email", "nobody", "--name", "Head")
    assert told.exit_code == 1
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def _process(**environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "setup", "--name=Head", HEAD],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_setting_that_is_missing_is_named(tmp_path):
    told = _process(PORTAL_DATABASE_URL=f"sqlite:///{tmp_path / 'portal.db'}")
    assert told.returncode != 0
    assert "PORTAL_SECRET_KEY is not set" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_empty_database_becomes_an_installation(tmp_path):
    settings = {
        "PORTAL_SECRET_KEY": "for tests only, and long enough to be taken",
        "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path / 'portal.db'}",
        "PORTAL_FILES": str(tmp_path / "files"),
        "PORTAL_MAIL_FOLDER": str(tmp_path / "mail"),
    }
    for expected in ("added, 0 changed", "0 added, 0 changed"):
        told = _process(**settings)
        assert told.returncode == 0, told.stderr
        assert expected in told.stdout
        assert "/invitation/" in told.stdout
