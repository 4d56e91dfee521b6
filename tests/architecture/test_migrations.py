"""Migrations go up and down on both databases, and end where the models are."""

from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DatabaseError

from portal.committees.models import Term
from portal.committees.rules import SeatRole
from portal.kernel.database import db
from portal.negotiations.models import Consultation, GroupPlace, Negotiation
from portal.negotiations.rules import Stage
from portal.register.actions import take_number
from portal.register.models import Issue, Notice
from portal.register.rules import NoticeKind, NoticeState
from tests.conftest import make_portal
from tests.makers import (
    a_committee,
    a_docket,
    a_negotiation,
    a_notice,
    a_person,
    a_seat,
    a_theme,
    an_organisation,
)
from tests.negotiations.makers import a_group


@pytest.fixture
def empty_portal(environment, database_kind, tmp_path):
    """A portal over a database without any table."""
    if database_kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'migrated.db'}"
    else:
        server = environment["PORTAL_DATABASE_URL"]
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS portal_migrated WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE portal_migrated"))
        admin.dispose()
        url = server.replace("/portal_tests?", "/portal_migrated?")
    app = make_portal(environment | {"PORTAL_DATABASE_URL": url})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_they_lead_to_the_models_and_back_to_nothing(empty_portal):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)
    assert not differences
    assert tables() == set(db.metadata.tables)

    downgrade(revision="base")
    assert not tables()


def test_they_go_down_and_up_again_on_data(empty_portal):
    upgrade()
    theme = a_theme("AGR")
    organisation = an_organisation()
    a_committee(theme, organisation)
    a_person(of=organisation)
    a_notice(a_docket(theme), questions=2)
    db.session.remove()

    downgrade(revision="base")
    upgrade()

    assert tables() == set(db.metadata.tables)


def test_whoever_had_a_seat_before_terms_has_a_term_in_it_and_the_seat_again_after(empty_portal):
    upgrade()
    theme, organisation, chair = a_theme("AGR"), an_organisation(), a_person()
    committee = a_committee(theme)
    seat = a_seat(committee, organisation, holder=chair, role=SeatRole.CHAIR)
    a_seat(committee)
    keys = committee.id, seat.id, organisation.id, chair.id
    db.session.remove()

    downgrade(revision="0001")
    with db.engine.connect() as connection:
        seats = "SELECT committee_id, id, organisation_id FROM seat"
        assert [tuple(row) for row in connection.execute(text(seats))] == [keys[:3]]
        assert connection.execute(text("SELECT chair_id FROM committee")).scalar() == keys[3]

    upgrade()
    term = db.session.scalars(select(Term)).one()
    assert (term.seat_id, term.organisation_id, term.holder_id) == keys[1:]
    assert term.starts_on == date(2026, 1, 12)


def test_what_was_asked_before_stages_were_kept_counts_as_a_consultation(empty_portal):
    upgrade()
    talks, theme = a_negotiation(stage="conclusion"), a_theme("AGR")
    lead = a_person()
    group = a_group(theme, lead_id=lead.id)
    asked, later = a_notice(a_docket(theme, negotiation_id=talks.id, stage=None)), a_notice()
    ahead = a_notice(a_docket(theme, negotiation_id=talks.id, stage=Stage.REVIEW))
    a_notice(a_docket(theme, negotiation_id=talks.id), opens=None, closes=None)
    a_group(theme, negotiation_id=talks.id)
    keys = talks.id, group.id, lead.id
    known = [(asked.number, Stage.PRE_OUTCOME), (ahead.number, Stage.REVIEW)]
    assert later.number not in dict(known)
    db.session.remove()

    downgrade(revision="0005")
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM negotiating_group")).all() == [(keys[1],)]
        connection.execute(text("UPDATE negotiation SET lead_id = NULL"))
        connection.commit()

    upgrade()
    held = list(db.session.scalars(select(Consultation).order_by(Consultation.id)))
    assert [(x.reference, x.stage) for x in held] == known
    assert {x.negotiation_id for x in held} == {keys[0]}
    [place] = db.session.scalars(select(GroupPlace))
    assert (place.group_id, place.person_id, place.ends_on) == (keys[1], keys[2], None)
    led = db.session.scalars(select(Negotiation)).one()
    assert led.lead_id is not None
    assert led.partners == []


def test_what_is_frozen_by_the_models_is_frozen_by_the_migrations(empty_portal):
    upgrade()
    migrated = guards()
    assert "notice_frozen" in str(migrated)
    db.session.remove()
    db.drop_all()
    db.create_all()
    assert guards() == migrated


def guards():
    """Return what the database refuses by itself, as it is written down there."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    if db.engine.dialect.name == "postgresql":
        query = (
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            " UNION ALL SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'notice%' ORDER BY 1"
        )
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_days_on_which_the_register_appeared_get_their_issues(empty_portal):
    upgrade()
    for volume, day in ((12, "2025-05-05"), (12, "2025-05-05"), (12, "2025-05-06"), (13, None)):
        a_notice(opens=day, closes="2026-08-03" if day else None, volume=volume)
    a_notice(series="FR", volume=12, opens="2025-01-01")
    number = a_notice(kind=NoticeKind.INFORMATION, opens="2025-05-06", volume=12).number
    db.session.remove()
    downgrade(revision="0013")
    upgrade()
    issues = db.session.scalars(select(Issue).order_by(Issue.day))
    assert [(x.day.isoformat(), x.volume, x.number) for x in issues] == [
        ("2025-05-05", 12, 1),
        ("2025-05-06", 12, 2),
        ("2026-04-02", 13, 1),
    ]
    assert take_number("issue-12") == 3
    kept = db.session.scalars(select(Notice).where(Notice.number == number)).one()
    assert kept.first_closing == kept.closes_on
    assert kept.state is NoticeState.PUBLISHED
    with pytest.raises(DatabaseError):
        db.session.execute(text("UPDATE notice SET contact_name = 'x'"))
    db.session.rollback()
