"""One row at a glance: what was committed last, and nothing of what is under way."""

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import SQLAlchemyError

from portal.accounts.models import Region
from portal.kernel.database import db, first_row, glancing
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
