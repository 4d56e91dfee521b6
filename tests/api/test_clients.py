"""The requests of known programs, replayed: the same words in the same shapes.

`federal-register` and `fr-toolbelt` (Python), `federalregister` (R) and the typed ones in Go
and TypeScript differ in how they write lists, days and addresses.
"""

import json
from collections import Counter

import pytest

from portal.api.v1.documents import FIELDS
from portal.kernel import clock
from portal.kernel.database import db
from portal.register.importing.document import understood
from portal.register.importing.reading import documents_in
from portal.register.importing.writing import bring_in
from tests.makers import a_docket, a_notice, an_agency

FR_TOOLBELT = (
    "document_number",
    "publication_date",
    "agency_names",
    "agencies",
    "citation",
    "start_page",
    "end_page",
    "html_url",
    "pdf_url",
    "title",
    "type",
    "action",
    "regulation_id_number_info",
    "correction_of",
    "docket_ids",
    "abstract",
    "significant",
)


@pytest.fixture
def numbers(app):
    docket = a_docket(agency_id=an_agency("MEBP").id)
    return [str(a_notice(docket).number) for _ in range(5)]


def test_a_program_that_begins_at_page_nought_and_follows_addresses(call, numbers):
    query = {
        "conditions[publication_date][gte]": "2026-01-01",
        "conditions[publication_date][lte]": "2026-12-31",
        "conditions[type][]": ["NOTICE", "RULE"],
        "fields[]": list(FR_TOOLBELT),
        "per_page": 2,
        "page": 0,
        "order": "oldest",
    }

    told = call("/documents.json", query).json
    rows, pages = told["results"], 1
    while address := told.get("next_page_url"):
        told = call(address.removeprefix("http://localhost/api/v1")).json
        rows += told["results"]
        pages += 1

    assert len(rows) == told["count"] == len(numbers)
    assert pages == told["total_pages"]
    assert sorted(row["document_number"] for row in rows) == sorted(numbers)
    assert all(row["agencies"][0]["slug"] == "mebp" for row in rows)


def test_a_program_that_sends_every_field_and_empty_conditions(call, numbers):
    query = {
        "fields[]": list(FIELDS),
        "per_page": 100,
        "order": "newest",
        "conditions[term]": "",
        "conditions[agencies][]": [""],
        "conditions[cfr][title]": "",
        "conditions[near][location]": "",
    }

    told = call("/documents.json", query).json

    assert told["count"] == len(told["results"]) == len(numbers)


@pytest.mark.parametrize(
    "query",
    [
        {"conditions[type]": "NOTICE", "conditions[agencies]": "mebp"},
        {"conditions[type][0]": "NOTICE", "conditions[agencies][0]": "mebp"},
        {"conditions[publication_date][is]": "04/02/2026"},
        {"conditions[publication_date][year]": "2026", "format": "json"},
    ],
)
@pytest.mark.parametrize("path", ["/documents", "/documents.json"])
def test_programs_that_write_the_same_in_other_ways(call, numbers, path, query):
    assert call(path, query).json["count"] == len(numbers)
    kinds = call("/documents/facets/type", query).json
    assert kinds == call("/documents/facets/type.json", query).json
    assert kinds["NOTICE"]["count"] == len(numbers)


def test_a_program_that_asks_for_many_numbers_in_one_address(call, numbers):
    told = call(f"/documents/{','.join(numbers)}.json", {"fields[]": list(FR_TOOLBELT)}).json

    assert told["count"] == len(told["results"]) == len(numbers)
    assert "errors" not in told


def test_real_documents_are_told_as_federalregister_gov_tells_them(call, shared_data):
    """Everything of a real issue: types, pages and citations as in the other register."""
    kinds: Counter[str] = Counter()
    folder = shared_data / "fr_xml" / "notices"
    for path in sorted(folder.glob("*.xml")):
        for element, day in documents_in(path):
            document = understood(element, day, named=path.name)
            bring_in(document, now=clock.now())
            kinds[document.kind] += 1
    db.session.commit()
    real = json.loads(
        (shared_data / "examples" / "fr_v1_document_ustr_notice.json").read_text(encoding="utf-8")
    )

    told = call("/documents.json", {"fields[]": list(real), "per_page": 1000}).json

    assert told["count"] == len(told["results"]) == kinds.total()
    counted = {name: one["count"] for name, one in call("/documents/facets/type").json.items()}
    assert counted == dict(kinds)
    for one in told["results"]:
        assert list(one) == list(real)
        for name, value in real.items():
            if isinstance(value, list | dict) and name != "president":
                assert type(one[name]) is type(value), name
