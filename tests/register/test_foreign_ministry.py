"""R57: the foreign ministry is told of every new docket, whoever begins it."""

import pytest
from sqlalchemy import select

from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.negotiations.tasks import tasks
from portal.outbox.models import Letter
from portal.register.actions import open_docket
from portal.register.models import Docket
from tests.conftest import NOON
from tests.makers import a_negotiation, a_person, a_theme, an_agency, in_all
from tests.register.makers import an_author


def begun(agency=None, **facts):
    facts = {"title": in_all("Cheese"), "themes": [a_theme()], "by": None, "now": NOON} | facts
    docket = open_docket(agency=agency or an_agency(), **facts)
    db.session.commit()
    return docket


def letters():
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_creating_a_docket_always_creates_the_foreign_ministry_notification(app):
    ministry = an_agency("MFA", mailbox="trade@mfa.example")
    focal = a_person(Role.FOCAL_POINT, at=ministry, locale="ru")
    a_person(Role.FOCAL_POINT, at=an_agency())
    a_person(Role.NEGOTIATOR, at=ministry, disabled_at=NOON)
    talks = a_negotiation()
    dockets = [begun(), begun(an_agency(), negotiation=talks), begun(ministry)]
    assert [(x.recipient, x.locale) for x in letters()] == 3 * [
        (focal.email, "ru"),
        ("trade@mfa.example", "ru"),
    ]
    for docket, letter in zip(dockets, letters()[::2], strict=True):
        assert docket.number in letter.subject
        assert "Cheese (ru)" in letter.text
        assert docket.number in letter.html
    assert talks.code in letters()[2].text


def test_a_docket_begun_at_the_desk_tells_it_too(browse):
    an_agency("MFA", mailbox="trade@mfa.example")
    agency = an_agency()
    author = an_author(agency)
    typed = {
        "docket": "",
        "docket_title-en": "A new subject",
        "agency": agency.code,
        "kind": "request_for_comments",
        "themes": [a_theme().code],
    }
    assert browse(author).post("/en/desk/notices/new", data=typed).status_code == 302
    assert db.session.scalar(select(Docket.opened_on)) is None
    [letter] = letters()
    assert "A new subject" in letter.subject


@pytest.mark.parametrize("somebody", [False, True])
def test_where_nobody_can_be_told_the_administrator_is_asked_to_see_to_it(app, somebody):
    ministry = an_agency("MFA")
    if somebody:
        a_person(Role.NEGOTIATOR, at=ministry)
    begun()
    assert len(letters()) == somebody
    administrator = a_person(Role.ADMINISTRATOR)
    db.session.refresh(administrator, ["duties"])
    with app.test_request_context("/en/desk"):
        waiting = [task.title for task in tasks(administrator, NOON)]
    assert len([x for x in waiting if "foreign ministry" in x]) == (not somebody)
