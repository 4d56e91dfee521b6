"""One request, one transaction: kept whole or dropped whole."""

import pytest
from flask import Response
from sqlalchemy import select

from portal.accounts.models import Agency, Region
from portal.kernel.database import db, insert_rows
from portal.kernel.errors import RuleBroken
from portal.kernel.text import Localized
from portal.web.access import authorize, authorize_anyone
from portal.web.forms import Form, refusals_on
from portal.web.transaction import begin_writing, reads_first
from tests.conftest import make_portal
from tests.makers import an_agency


@pytest.fixture
def careless(environment, app):
    """A portal with views that write and then go wrong in one way or another."""
    careless = make_portal(environment)

    def rename(name="Truth"):
        agency = db.session.scalars(select(Agency)).one()
        agency.code = name
        db.session.flush()

    @careless.post("/refuses")
    def refuses():
        authorize(lambda _actor, _subject: True)
        form = Form()
        with refusals_on(form):
            rename()
            raise RuleBroken("Names are for ever.")
        return str(form.form_errors), 200

    @careless.post("/fails")
    def fails():
        authorize_anyone()
        rename()
        return Response(status=400)

    @careless.post("/unasked")
    def unasked():
        rename()
        return "done"

    @careless.get("/reading-writes")
    def reading_writes():
        db.session.scalars(select(Agency)).one().code = "Truth"
        return "done"

    @careless.get("/reading-inserts")
    def reading_inserts():
        insert_rows(Region(code="QZ-75", name=Localized("en", en="Almaty")))
        return "done"

    @careless.post("/good")
    @reads_first
    def good():
        authorize_anyone()
        db.session.scalars(select(Agency)).one()
        begin_writing()
        rename()
        return "done"

    yield careless
    with careless.app_context():
        db.engine.dispose()


def code_of(agency):
    db.session.rollback()
    db.session.refresh(agency)
    return agency.code


@pytest.mark.parametrize("path", ["/refuses", "/fails"])
def test_what_a_failed_request_began_is_undone(careless, path):
    agency = an_agency("Trade")

    careless.test_client().post(path)

    assert code_of(agency) == "Trade"


def test_a_write_nobody_authorized_is_a_bug_and_is_dropped(careless):
    agency = an_agency("Trade")

    with pytest.raises(RuntimeError, match="without authorize"):
        careless.test_client().post("/unasked")

    assert code_of(agency) == "Trade"


def test_a_reading_that_writes_is_a_bug_and_is_dropped(careless):
    agency = an_agency("Trade")

    with pytest.raises(RuntimeError, match="tried to write"):
        careless.test_client().get("/reading-writes")

    assert code_of(agency) == "Trade"


def test_a_get_that_writes_past_the_unit_of_work_is_dropped_as_well(careless):
    with pytest.raises(RuntimeError, match="tried to write"):
        careless.test_client().get("/reading-inserts")

    assert db.session.scalar(select(Region.code)) is None


def test_a_view_that_reads_first_keeps_what_it_writes_later(careless):
    agency = an_agency("Trade")

    assert careless.test_client().post("/good").text == "done"

    assert code_of(agency) == "Truth"
