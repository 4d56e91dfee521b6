"""The work menu: it shows each role what it may open, and marks where the reader is."""

import pytest
from flask import url_for

from portal.accounts.rules import Role
from portal.web.navigation import DESK, WORKERS
from tests.makers import a_person, an_agency

PERSONAL = frozenset({"opinions.mine", "adjacent.rooms", "papers.papers"})
"""Pages that whoever has an account may open, of use to some roles only."""


def side_of(page: str) -> str:
    """Return the work menu of a page."""
    return page.partition('<nav class="side"')[2].partition("</nav>")[0]


@pytest.mark.parametrize("role", Role)
def test_the_work_menu_shows_what_a_role_may_open_and_nothing_else(app, browse, role):
    browser = browse(a_person(role, at=an_agency()))
    menu = side_of(browser.get("/en/desk").text)
    for endpoint, _label in DESK:
        with app.test_request_context("/en/"):
            address = url_for(endpoint, locale="en")
        shown = f'href="{address}"' in menu
        opens = browser.get(address).status_code == 200
        assert opens or not shown, endpoint
        assert shown or not opens or endpoint in PERSONAL, endpoint


def test_every_page_that_is_kept_for_a_role_is_in_the_menu():
    assert set(WORKERS) <= {endpoint for endpoint, _label in DESK}


def test_a_page_without_an_entry_of_its_own_marks_no_other_page(browse):
    author = browse(a_person(Role.AUTHOR, at=an_agency()))

    assert 'aria-current="page"' in side_of(author.get("/en/desk/contacts/new").text)
    assert 'aria-current="page"' not in side_of(author.get("/en/account/calendar").text)
