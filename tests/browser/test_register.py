"""The register and its desk in a real browser: axe finds nothing, Enter loses nothing."""

import pytest

from portal.kernel.database import db
from portal.register.actions import publish_notice
from portal.register.queries import get_draft
from tests.conftest import NOON
from tests.makers import an_agency
from tests.register.makers import a_draft, a_submitted_notice, an_approver, an_author

WIDTHS = (360, 768, 1280)

pytestmark = pytest.mark.browser


def test_the_register_and_its_notice_are_accessible_and_fit(visit, check):
    agency = an_agency("MEBP")
    key = a_submitted_notice(agency).id
    approver = an_approver(agency)
    publish_notice(get_draft(key), by=approver, now=NOON)
    db.session.commit()
    for path in ("notices?state=all", "dockets", "search?q=nothing", "notices/TN-2026-01"):
        page = visit(f"/en/{path}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            check(page)
        check(visit(f"/en/{path}", dark=True))


def test_the_desk_is_accessible_and_fits(visit, check):
    agency = an_agency("MEBP")
    author = an_author(agency)
    draft = a_draft(agency, author, questions=[]).id
    waiting = a_submitted_notice(agency).id
    approver = an_approver(agency)
    for person, path in (
        (author, "/en/desk/notices"),
        (author, "/en/desk/notices/new"),
        (author, f"/en/desk/notices/{draft}"),
        (author, f"/en/desk/notices/{draft}/preview"),
        (approver, f"/en/desk/notices/{waiting}/preview"),
    ):
        page = visit(path, person)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            check(page)
        check(visit(path, person, dark=True))


def test_the_enter_key_saves_a_draft_with_all_its_questions(visit):
    agency = an_agency()
    author = an_author(agency)
    key = a_draft(agency, author).id
    page = visit(f"/en/desk/notices/{key}", author)
    page.fill("#contact_phone", "+7 (7172) 11-11-11")
    page.press("#contact_phone", "Enter")
    page.wait_for_selector(".flashes")
    kept = get_draft(key)
    assert kept.contact_phone == "+7 (7172) 11-11-11"
    assert len(kept.questions) == 1
