"""One row at a glance: what was committed last, and nothing of what is under way."""

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import SQLAlchemyError

from portal.accounts.models import Region
from portal.kernel.database import db, first_row, glancing, has_written, insert_rows
from portal.kernel.text import Localized

NAME = select(Region.code).where(Region.code == bindparam("code"))


@pytest.fixture
def region(app):
    """A region that is written and not committed."""
    db.session.add(Region(code="QZ-75", name=Localized("en", en="Almaty")))
    db.session.flush()


@pytest.mark.usefixtures("region")
def test_a_glance_sees_what_was_committed_last_and_the_session_sees_its_own(app):
    assert first_row(NAME, code="QZ-75") == ("QZ-75",)
    with glancing(app.extensions["glances"]):
        assert first_row(NAME, code="QZ-75") is None
        db.session.commit()
        assert first_row(NAME, code="QZ-75") == ("QZ-75",)


def test_a_glance_that_failed_leaves_nothing_behind(app):
    with glancing(app.extensions["glances"]):
        first_row(NAME, code="QZ-75")
        with pytest.raises(SQLAlchemyError):
            first_row(text("SELECT nothing FROM nowhere"))
        assert first_row(NAME, code="QZ-75") is None
    for _ in range(app.config["SQLALCHEMY_ENGINE_OPTIONS"]["pool_size"]):
        with db.engine.connect() as connection:
            begun = connection.connection.driver_connection
            assert db.engine.dialect.name != "sqlite" or begun.isolation_level is None


def test_a_row_written_at_once_is_noted_until_its_transaction_ends(app):
    assert app
    region = Region(code="QZ-75", name=Localized("en", en="Almaty"))
    insert_rows(region)
    assert region.id
    assert has_written()
    db.session.commit()
    assert not has_written()
    assert db.session.get(Region, region.id) is region
    region.code = "QZ-76"
    db.session.commit()
    assert db.session.scalar(select(Region.code)) == "QZ-76"
