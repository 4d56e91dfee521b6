"""The register as everyone reads it: lists, pages of a list, citations."""

from datetime import date

import pytest

from portal.accounts.models import Agency
from portal.kernel.database import db
from portal.register.queries import (
    get_docket,
    get_notice,
    notices_of,
    open_notices,
    recent_notices,
)
from portal.register.rules import NoticeKind
from tests.makers import a_docket, a_notice, a_theme, an_agency, in_all
from tests.register.makers import a_draft

TODAY = date(2026, 4, 20)


def numbers(text, *notices):
    return [notice.number for notice in notices if f">{notice.number}<" in text]


def test_open_notices_come_first_and_the_soonest_to_close_first_of_all(app, browse):
    late = a_notice(closes="2026-06-01")
    soon = a_notice(closes="2026-04-22")
    closed = a_notice(closes="2026-04-19")
    silent = a_notice(opens=None, closes=None, kind=NoticeKind.CORRECTION)
    page = browse().get("/en/notices").text
    assert numbers(page, late, soon, closed, silent) == [late.number, soon.number]
    assert page.index(soon.number) < page.index(late.number)
    assert "Closing soon" in page
    page = browse().get("/en/notices?state=closed").text
    assert numbers(page, late, soon, closed, silent) == [closed.number]
    page = browse().get("/en/notices?state=all").text
    assert len(numbers(page, late, soon, closed, silent)) == 4


def test_drafts_are_in_no_public_list(app, browse):
    docket = a_draft(title=in_all("Hidden thing")).docket.number
    for path in ("notices?state=all", "dockets", "search?q=hidden"):
        page = browse().get(f"/en/{path}").text
        assert "Hidden thing" not in page
        assert docket not in page


def test_the_list_narrows_to_kind_theme_and_agency(app, browse):
    theme, agency = a_theme("MKT"), an_agency("MOA")
    notice = a_notice(kind=NoticeKind.TARIFF_OFFER, agency_id=agency.id, themes=(theme,))
    other = a_notice()
    for narrowing in ("kind=tariff_offer", "theme=MKT", "agency=MOA"):
        page = browse().get(f"/en/notices?{narrowing}").text
        assert numbers(page, notice, other) == [notice.number]
    page = browse().get("/en/notices?kind=nonsense&theme=NO&agency=NO").text
    assert len(numbers(page, notice, other)) == 2


@pytest.mark.parametrize("state", ["open", "closed", "all"])
def test_pages_go_on_and_back_and_show_everything_once(app, browse, state):
    docket = a_docket()
    closes = "2026-05-04" if state == "open" else "2026-04-10"
    notices = [a_notice(docket, closes=closes) for _ in range(45)]
    seen, path, way = [], f"/en/notices?state={state}", []
    while path:
        page = browse().get(path).text
        seen += numbers(page, *notices)
        way.append(path)
        path = link(page, "next")
    assert sorted(seen) == sorted(notice.number for notice in notices)
    assert len(way) == 3
    back = link(browse().get(way[2]).text, "prev")
    page = browse().get(back).text
    assert numbers(page, *notices) == numbers(browse().get(way[1]).text, *notices)
    first = browse().get(link(page, "prev")).text
    assert link(first, "prev") is None
    assert numbers(first, *notices) == numbers(browse().get(way[0]).text, *notices)


def link(page, rel):
    """Return the address of the neighbouring page, if there is one."""
    if f'rel="{rel}" href="' not in page:
        return None
    return page.split(f'rel="{rel}" href="')[1].split('"')[0].replace("&amp;", "&")


@pytest.mark.parametrize(
    "key", ["x", "2026-04-20", "2026-04-20.", "2026-04-20.x", f"2026-04-20.{'9' * 40}", ".5"]
)
def test_a_mistyped_key_begins_at_the_beginning(app, browse, key):
    notice = a_notice()
    page = browse().get("/en/notices", query_string={"after": key, "state": "all"}).text
    assert numbers(page, notice) == [notice.number]


@pytest.mark.parametrize("many", [1, 3])
def test_lists_cost_the_same_with_one_line_and_with_three(app, browse, statements, many):
    docket = a_docket(a_theme())
    for _ in range(many):
        a_notice(docket)
        a_docket(a_theme())
    for path in ("/en/notices", "/en/notices?state=all", "/en/dockets"):
        with statements() as seen:
            assert browse().get(path).status_code == 200
        assert len(seen) == 5


@pytest.mark.parametrize("many", [1, 3])
def test_readings_of_the_register_cost_a_fixed_number_of_statements(app, statements, many):
    docket = a_docket(a_theme())
    number = docket.number
    notices = [a_notice(docket, questions=many) for _ in range(many)]
    first = notices[0].number
    for reading, cost in (
        (lambda: get_notice(first), 8),
        (lambda: get_docket(number), 2),
        (lambda: open_notices(TODAY), 1),
        (lambda: recent_notices(limit=10), 1),
        (lambda: notices_of(get_docket(number)), 3),
    ):
        db.session.rollback()
        db.session.expire_all()
        with statements() as seen:
            reading()
        assert len(seen) == cost


def test_an_unchanged_list_is_not_made_again(app, browse):
    a_notice()
    first = browse().get("/en/notices")
    again = browse().get("/en/notices", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_citation_leads_to_its_document_from_any_of_its_pages(app, browse):
    notice = a_notice(volume=13, page=45, last_page=47)
    foreign = a_notice(number="2024-02839", series="FR", volume=89, page=9743, last_page=9743)
    for citation in ("13-RTN-45", "13 RTN 47", "13-rtn-46"):
        answer = browse().get(f"/ru/cite/{citation}")
        assert answer.location.endswith(f"/ru/notices/{notice.number}")
    answer = browse().get("/en/cite/89-FR-9743")
    assert answer.location.endswith(f"/en/notices/{foreign.number}")
    for citation in ("13-RTN-48", "13-RTN-44", "12-RTN-45", "nonsense", "13-RTN-9999999999"):
        assert browse().get(f"/en/cite/{citation}").status_code == 404


def test_dockets_are_listed_and_narrowed(app, browse):
    theme = a_theme("AGR")
    agency = an_agency("MOA")
    sought = a_docket(theme, agency_id=agency.id, title=in_all("Sheep"))
    other = a_docket(title=in_all("Steel"))
    for narrowing in ("theme=AGR", "agency=MOA"):
        page = browse().get(f"/en/dockets?{narrowing}").text
        assert sought.number in page
        assert other.number not in page
    assert other.number in browse().get("/en/dockets").text


@pytest.mark.parametrize("path", ["notices", "dockets", "search?q=nothing", "notices?kind=outcome"])
@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_an_empty_register_says_so(app, browse, path, locale):
    assert browse().get(f"/{locale}/{path}").status_code == 200
    assert db.session.query(Agency).count() == 0
