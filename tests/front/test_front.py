"""The pages that draw on several rooms."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.comments.models import Tally
from portal.comments.rules import CommentState
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.events import Event, publish
from portal.ledger.actions import seal
from portal.register.rules import NoticeKind
from tests.makers import a_committee, a_docket, a_notice, a_theme, in_all, saved


@pytest.fixture
def browser(browse):
    """A reader who has not signed in."""
    return browse()


def test_the_home_page_says_when_there_is_nothing(browser):
    page = browser.get("/en/").text

    assert "No notice takes comments today." in page
    assert "Nothing has been published yet." in page


def test_open_notices_come_first_the_soonest_to_close_on_top(browser):
    a_notice(closes="2026-05-20", title=in_all("Later"))
    a_notice(closes="2026-04-22", title=in_all("Sooner"))
    a_notice(opens="2026-03-02", closes="2026-04-01", title=in_all("Closed"))

    page = browser.get("/en/").text
    opened = page[page.index('id="open"') : page.index('id="recent"')]

    assert opened.index("Sooner") < opened.index("Later")
    assert "Closed" not in opened
    assert "3 days left" in opened


@pytest.mark.parametrize("number", [1, 3])
def test_the_home_page_costs_the_same_however_much_there_is(browser, statements, number):
    for _ in range(number):
        a_notice()

    with statements() as seen:
        browser.get("/en/")

    assert len(seen) == 5


@pytest.mark.parametrize("number", [1, 3])
def test_a_notice_costs_the_same_however_much_there_is(browser, statements, number):
    docket = a_docket(*(a_theme() for _ in range(number)))
    notice = a_notice(docket, questions=number)
    for _ in range(number):
        a_notice(docket)

    path = f"/en/notices/{notice.number}"
    with statements() as seen:
        assert browser.get(path).status_code == 200

    assert len(seen) == 15


@pytest.mark.parametrize(("ends", "sits"), [(-1, False), (0, True), (1, True)])
def test_a_committee_is_named_until_its_last_day(browser, ends, sits):
    theme = a_theme()
    committee = a_committee(theme, ends_on=date(2026, 4, 20) + timedelta(days=ends))
    docket = a_docket(theme)
    notice = a_notice(docket, themes=[theme])
    for path in (f"/en/notices/{notice.number}", f"/en/dockets/{docket.number}"):
        page = browser.get(path).text
        assert (f"Committee {committee.code}" in page) is sits
        assert ("No committee yet" in page) is not sits


@pytest.mark.parametrize("number", [1, 3])
def test_a_docket_costs_the_same_however_much_there_is(browser, statements, number):
    docket = a_docket(*(a_theme() for _ in range(number)))
    for _ in range(number):
        a_notice(docket)

    path = f"/en/dockets/{docket.number}"
    with statements() as seen:
        assert browser.get(path).status_code == 200

    assert len(seen) == 10


def test_an_open_notice_offers_to_comment_and_says_until_when(browser):
    notice = a_notice(closes="2026-05-04", questions=2)

    page = browser.get(f"/en/notices/{notice.number}").text

    assert f'href="/en/notices/{notice.number}/comment"' in page
    assert "Until May 4, 2026, midnight in Astana" in page or "Until 4 May 2026" in page
    assert "Question 2?" in page


def test_the_last_second_is_open_and_the_next_is_not(browser, stopped_clock):
    notice = a_notice(closes="2026-05-04")
    last = datetime(2026, 5, 4, 18, 59, 59, tzinfo=UTC)

    stopped_clock(last)
    assert "Open for comment" in browser.get(f"/en/notices/{notice.number}").text
    stopped_clock(last + timedelta(seconds=1))
    assert "Closed for comment" in browser.get(f"/en/notices/{notice.number}").text


def test_the_text_is_shown_in_the_language_it_has_and_says_so(browser):
    notice = a_notice(text="# SUMMARY\nOnly English.\n")

    page = browser.get(f"/kk/notices/{notice.number}").text

    assert '<div class="prose" lang="en">' in page
    assert "Only English." in page
    assert f"{notice.title.kk}" in page


def test_what_is_not_published_is_not_there(browser):
    assert browser.get("/en/notices/TN-1999-01").status_code == 404
    hidden = a_docket(opened_on=None)
    assert browser.get(f"/en/dockets/{hidden.number}").status_code == 404


def test_a_docket_shows_its_counts_and_its_committees(browser):
    theme = a_theme("AGR")
    a_committee(theme)
    docket = a_docket(theme)
    a_notice(docket, kind=NoticeKind.TARIFF_OFFER)
    for shard, state in enumerate([CommentState.PUBLISHED] * 2 + [CommentState.WITHHELD]):
        saved(Tally(docket_id=docket.id, state=state, shard=shard, number=10))

    page = browser.get(f"/en/dockets/{docket.number}").text

    assert "<b>30</b>" in page
    assert "<b>20</b>" in page
    assert "C-AGR" in page


@pytest.mark.parametrize("key", ["", "x", "2026-01-01_5", "2026-01-01T00:00:00+00:00_" + "9" * 30])
def test_a_key_of_history_that_is_nonsense_shows_the_first_page(browser, key):
    docket = a_docket()

    assert browser.get(f"/en/dockets/{docket.number}?before={key}").status_code == 200


@pytest.mark.parametrize("page", ["about", "accessibility", "ledger"])
@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_about_the_portal_are_there_in_every_language(browser, page, locale):
    assert browser.get(f"/{locale}/{page}").status_code == 200


def test_the_ledger_page_names_the_head(browser):
    from_nothing = browser.get("/en/ledger").text
    assert "Nothing has been sealed yet." in from_nothing

    publish(Event(at=clock.now(), by=None))
    db.session.commit()
    seal(clock.now())

    assert "flask ledger verify --head 1:" in browser.get("/en/ledger").text
