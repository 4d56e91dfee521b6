"""Public inspection: what lies open is told, and what does not is not."""

import csv
import io
from datetime import timedelta

import pytest
from defusedxml import ElementTree

from portal.kernel.clock import start_of
from portal.register.rules import NoticeState
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, an_agency, in_all

TODAY = NOON.date()
PI = "/public-inspection-documents"


def a_day(shift):
    return TODAY + timedelta(days=shift)


def laid_open(begins=0, ends=2, **facts):
    """A notice that lies open from a day on and is to be published on another."""
    facts = {
        "number": None,
        "state": NoticeState.SCHEDULED,
        "inspect_on": a_day(begins),
        "publish_on": a_day(ends),
        "published_on": None,
        "published_at": None,
        "volume": None,
        "page": None,
        "last_page": None,
    } | facts
    return a_notice(facts.pop("docket", None), opens=None, closes=None, **facts)


def was_open(begins, ends):
    """A notice that lay open and was published since."""
    on = a_day(ends)
    return a_notice(
        opens=None, closes=None, inspect_on=a_day(begins), publish_on=on, published_on=on
    )


def numbers(answer):
    return [one["document_number"] for one in answer.json.get("results", [])]


def test_a_document_on_inspection_has_every_field(call):
    agency = an_agency("MEBP")
    docket = a_docket(agency_id=agency.id)
    notice = laid_open(docket=docket, title=in_all("Apples"), approved_at=NOON)
    number, base = f"PI-{notice.id}", "http://localhost"

    told = call(f"{PI}/{number}.json").json

    (agencies,) = told.pop("agencies")
    assert agencies["slug"] == "mebp"
    assert told == {
        "agency_letters": [],
        "agency_names": ["Ministry MEBP"],
        "docket_numbers": [docket.number],
        "document_number": number,
        "editorial_note": None,
        "excerpts": notice.summary.en,
        "filed_at": "2026-04-20T12:00:00.000+05:00",
        "filing_type": "regular",
        "html_url": f"{base}/en/inspection/{notice.id}",
        "json_url": f"{base}/api/v1/public-inspection-documents/{number}",
        "last_public_inspection_issue": "2026-04-21",
        "num_pages": 1,
        "page_views": {"count": None, "last_updated": None},
        "pdf_file_name": None,
        "pdf_file_size": None,
        "pdf_updated_at": None,
        "pdf_url": None,
        "publication_date": "2026-04-22",
        "raw_text_url": None,
        "subject_1": "Apples",
        "subject_2": None,
        "subject_3": None,
        "title": "Apples",
        "toc_doc": "Apples",
        "toc_subject": None,
        "type": "Notice",
    }


def test_what_lies_open_today_is_current(call):
    new, old = laid_open(0, 2), laid_open(-1, 1, approved_at=start_of(a_day(-2)))
    laid_open(1, 2)
    was_open(-2, 0)

    told = call(f"{PI}/current.json")

    assert told.json["count"] == 2
    assert numbers(told) == [f"PI-{new.id}", f"PI-{old.id}"]
    assert told.json["regular_filings_updated_at"] == "2026-04-20T00:00:00.000+05:00"
    assert told.json["special_filings_updated_at"] is None
    assert call("/public_inspection_documents/current").json == told.json


def test_nothing_open_is_an_answer(call):
    assert call(f"{PI}/current.json").json == {
        "count": 0,
        "special_filings_updated_at": None,
        "regular_filings_updated_at": None,
        "results": [],
    }
    assert call(f"{PI}.json").json == {
        "count": 0,
        "description": "All Public Inspection Documents",
    }


@pytest.mark.parametrize(
    ("shift", "wanted"), [(-3, 0), (-2, 1), (-1, 2), (0, 1), (1, 0), (2, 0), (400, 0)]
)
def test_what_lay_open_on_a_day_is_told_of_days_that_have_come(call, shift, wanted):
    was_open(-2, 0)
    laid_open(-1, 2)
    laid_open(1, 3)

    told = call(f"{PI}.json", {"conditions[available_on]": f"{a_day(shift)}"}).json

    assert told["count"] == wanted
    assert len(told["results"]) == wanted


def test_a_document_that_is_late_lies_open_until_it_is_published(call):
    late = laid_open(-3, -1)

    assert numbers(call(f"{PI}/current")) == [f"PI-{late.id}"]


@pytest.mark.parametrize("state", sorted(set(NoticeState) - {NoticeState.SCHEDULED}))
def test_only_what_is_approved_lies_open(call, state):
    hidden = laid_open(-1, 1, state=state, number="TN-2026-90", published_on=a_day(0))
    never = laid_open(inspect_on=None)
    later = laid_open(1, 2)

    for notice in (hidden, never, later):
        assert call(f"{PI}/PI-{notice.id}").status_code == 404
    assert call(f"{PI}/current").json["count"] == 0
    assert call(PI).json["count"] == 0
    assert call(f"{PI}/facets/agencies").json == {}
    assert call(f"{PI}/{hidden.id}").status_code == 404
    assert "TN-2026-90" not in call(f"{PI}.csv").text
    query = {"conditions[publication_date][gte]": f"{a_day(0)}"}
    assert call("/public-inspection-issues/facets/daily", query).json == {}


def test_several_by_their_numbers(call):
    one, two = laid_open(), laid_open()

    told = call(f"{PI}/PI-{two.id},nothing,pi-{one.id}.json", {"fields[]": "document_number"}).json

    assert told == {
        "count": 2,
        "errors": {"not_found": ["nothing"]},
        "results": [
            {"document_number": f"PI-{two.id}"},
            {"document_number": f"PI-{one.id}"},
        ],
    }
    missing = call(f"{PI}/PI-99999999999999999999")
    assert (missing.status_code, missing.json["status"]) == (404, 404)


def test_a_search_of_what_lies_open(call):
    agency = an_agency("MEBP")
    docket = a_docket(number="ABC-2026-0007", agency_id=agency.id)
    apples = laid_open(docket=docket, title=in_all("Apples"))
    pears = laid_open(-1, 2, title=in_all("Pears"))

    def found(**conditions):
        query = {f"conditions[{name}]": value for name, value in conditions.items()}
        return numbers(call(PI, query))

    both = [f"PI-{apples.id}", f"PI-{pears.id}"]
    assert found() == found(type="NOTICE") == found(special_filing="0") == both
    assert found(term="apples") == found(agencies="mebp") == both[:1]
    assert found(agency_ids=f"{agency.id}") == found(docket_id="ABC-2026-0007") == both[:1]
    assert found(document_numbers=both[1]) == found(**{"filed_at][is": f"{a_day(-1)}"}) == both[1:]
    assert found(type="RULE") == found(special_filing="1") == []
    told = call(PI, {"conditions[term]": "apples", "conditions[agencies][]": "mebp"}).json
    assert told["description"] == (
        "Public Inspection Documents matching 'apples' and from Ministry MEBP"
    )
    wrong = call(PI, {"conditions[volume]": "1"})
    assert (wrong.status_code, wrong.json) == (400, {"errors": {"volume": "is not a valid field"}})
    assert call(PI, {"conditions[available_on]": "soon"}).status_code == 400
    details = call(f"{PI}/search-details", {"conditions[agencies][]": "mebp"}).json
    assert details == {
        "suggestions": {},
        "filters": {"agencies": {"name": "Ministry MEBP", "value": "Agencies"}},
    }


def test_pages_of_what_lies_open(call):
    wanted = [f"PI-{laid_open().id}" for _ in range(3)][::-1]

    first = call(PI, per_page=2)
    second = call(first.json["next_page_url"].removeprefix("http://localhost/api/v1"))

    assert numbers(first) + numbers(second) == wanted
    assert "next_page_url" not in second.json


def test_what_lies_open_is_counted(call):
    agency = an_agency("MEBP")
    laid_open(docket=a_docket(agency_id=agency.id))

    mebp = {"count": 1, "name": "Ministry MEBP"}
    assert call(f"{PI}/facets/agencies").json == {"mebp": mebp}
    assert call(f"{PI}/facets/agency.json").json == {str(agency.id): mebp}
    assert call(f"{PI}/facets/type").json == {"NOTICE": {"count": 1, "name": "Notice"}}
    assert call(f"{PI}/facets/colour").status_code == 404


def test_days_of_inspection_are_counted(call):
    was_open(-3, -1)
    laid_open(-2, 4)
    query = {"conditions[publication_date][gte]": f"{a_day(-2)}"}

    told = call("/public-inspection-issues/facets/daily", query).json

    assert {day: one["regular_filings"]["documents"] for day, one in told.items()} == {
        f"{a_day(-2)}": 2,
        f"{a_day(-1)}": 1,
        f"{a_day(0)}": 1,
    }
    assert told[f"{a_day(-2)}"]["special_filings"] == {
        "last_updated_at": None,
        "documents": 0,
        "agencies": 0,
    }
    on = {"conditions[publication_date][is]": f"{a_day(-2)}"}
    assert call("/public-inspection-issues/facets/type", on).json == {
        f"{a_day(-2)}": {
            "special_filings": {},
            "regular_filings": {"NOTICE": {"count": 2, "name": "Notice"}},
        }
    }
    refused = call("/public-inspection-issues/facets/daily", on)
    assert refused.status_code == 400
    assert refused.json["errors"] == "You must supply the proper conditions"
    assert call("/public-inspection-issues/facets/colour", on).status_code == 404


def test_inspection_as_a_table_and_as_a_feed(call):
    notice = laid_open(title=in_all("Apples & pears"), approved_at=NOON)

    (row,) = csv.DictReader(io.StringIO(call(f"{PI}/current.csv").text))
    feed = ElementTree.fromstring(call(f"{PI}.rss").data)

    assert row["document_number"] == f" PI-{notice.id}"
    assert row["filed_at"] == "04/20/2026 at 12:00 PM"
    (item,) = feed.findall("channel/item")
    assert item.findtext("title") == "Apples & pears"
    assert item.findtext("link") == f"http://localhost/en/inspection/{notice.id}"
    assert item.findtext("pubDate") == "Mon, 20 Apr 2026 12:00:00 +0500"


@pytest.mark.parametrize("number", [1, 3])
def test_inspection_costs_the_same_for_few_and_many(call, statements, number):
    for _ in range(number):
        laid_open()

    with statements() as seen:
        call(f"{PI}/current.json")

    assert len(seen) == 5
