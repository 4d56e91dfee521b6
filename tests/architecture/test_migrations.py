"""Migrations go up and down on both databases, and end where the models are."""

from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, select, text

from portal.committees.models import Term
from portal.committees.rules import SeatRole
from portal.kernel.database import db
from portal.negotiations.models import Consultation, GroupPlace, Negotiation
from portal.negotiations.rules import Stage
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
