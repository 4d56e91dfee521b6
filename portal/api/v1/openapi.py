"""The description of this interface for programs, made of what the interface reads itself."""

from collections.abc import Iterable
from typing import Any

from portal.api.v1.asking import LAST_PAGE, MOST_PER_PAGE, ORDERS, PER_PAGE
from portal.api.v1.conditions import CONDITIONS
from portal.api.v1.directory import AGENCY_FIELDS
from portal.api.v1.documents import FIELDS
from portal.api.v1.facets import FACETS, PERIODS
from portal.api.v1.inspection import FIELDS as INSPECTED
from portal.api.v1.inspection import READERS
from portal.api.v1.kinds import TYPES
from portal.kernel.text import LOCALES

OF_DAYS = ("publication_date", "filed_at", "signing_date", "effective_date", "comment_date")
PARTS = {
    **dict.fromkeys(OF_DAYS, ("is", "gte", "lte", "year")),
    "cfr": ("title", "part"),
    "near": ("location", "within"),
}
"""Conditions that have parts."""

LISTS = frozenset(
    {
        "agencies",
        "agency_ids",
        "citing_document_numbers",
        "document_numbers",
        "executive_order_numbers",
        "notice_type",
        "president",
        "presidential_document_type",
        "sections",
        "small_entities",
        "topics",
        "type",
    }
)
"""Conditions of which several values may be given."""

VALUES: dict[str, list[str]] = {"type": list(TYPES)}

TEXT: dict[str, Any] = {"type": "string"}


def description(server: str) -> dict[str, Any]:
    """Return the description as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Keñes: the register of trade negotiations",
            "version": "1",
            "description": "Compatible with the API v1 of federalregister.gov.",
            "license": {
                "name": "Official documents: no copyright"
                " (Law of Kazakhstan on Copyright and Related Rights, article 8)",
            },
        },
        "servers": [{"url": server}],
        "paths": {path: {"get": _operation(path, *told)} for path, told in PATHS.items()},
    }


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _many(values: list[str] | None = None) -> dict[str, Any]:
    one = {"type": "string", "enum": values} if values else TEXT
    return {"type": "array", "items": one}


def _conditions(known: Iterable[str] = CONDITIONS) -> list[dict[str, Any]]:
    found = [_query("conditions[term]", TEXT)]
    for name in known:
        if name in PARTS:
            found += [_query(f"conditions[{name}][{part}]", TEXT) for part in PARTS[name]]
        elif name in LISTS:
            found.append(_query(f"conditions[{name}][]", _many(VALUES.get(name))))
        else:
            found.append(_query(f"conditions[{name}]", TEXT))
    return found


def _inspection() -> list[dict[str, Any]]:
    return [*_conditions(READERS), _query("conditions[available_on]", TEXT)]


ANY = [_query("lang", {"type": "string", "enum": list(LOCALES)}), _query("callback", TEXT)]
INSPECTED_FIELDS = [_query("fields[]", _many(list(INSPECTED)))]
FIELDS_ASKED = [_query("fields[]", _many(list(FIELDS)))]
PAGED = [
    _query("per_page", {"type": "integer", "maximum": MOST_PER_PAGE, "default": PER_PAGE}),
    _query("page", {"type": "integer", "maximum": LAST_PAGE, "default": 1}),
    _query("order", {"type": "string", "enum": sorted(ORDERS)}),
    _query("metadata_only", {"type": "string", "enum": ["0", "1"]}),
]

FACET = {"type": "string", "enum": [*FACETS, *PERIODS]}

PATHS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "/documents.{format}": ("Search documents", [*_conditions(), *FIELDS_ASKED, *PAGED]),
    "/documents/{document_number}.{format}": (
        "One document, or several with commas between their numbers",
        [*FIELDS_ASKED, _query("publication_date", TEXT)],
    ),
    "/documents/facets/{facet}": ("How many documents match, by something", _conditions()),
    "/documents/search-details": ("What a search may have meant", _conditions()),
    "/documents/autocomplete-suggestions": ("Titles that words may begin", _conditions()),
    "/public-inspection-documents.{format}": (
        "Search what lies open for public inspection",
        [*_inspection(), *INSPECTED_FIELDS, *PAGED],
    ),
    "/public-inspection-documents/current.{format}": ("What lies open today", INSPECTED_FIELDS),
    "/public-inspection-documents/{document_number}.json": (
        "One document that lies open, or several",
        INSPECTED_FIELDS,
    ),
    "/public-inspection-documents/facets/{inspection_facet}": (
        "How much lies open, by something",
        _inspection(),
    ),
    "/public-inspection-issues/facets/{issue_facet}": (
        "How much lay open on each day",
        [_query(f"conditions[publication_date][{part}]", TEXT) for part in ("gte", "lte")],
    ),
    "/issues/{publication_date}.json": ("Table of contents of a day", []),
    "/agencies.json": ("All agencies", [_query("fields[]", _many([*AGENCY_FIELDS]))]),
    "/agencies/{slug}.json": ("One agency", [_query("fields[]", _many([*AGENCY_FIELDS]))]),
    "/agencies/suggestions": ("Agencies by words", [_query("conditions[term]", TEXT)]),
    "/topics/suggestions": ("Topics by words", [_query("conditions[term]", TEXT)]),
    "/sections": ("Sections", [_query("conditions[publication_date][is]", TEXT)]),
    "/suggested_searches": ("Searches by section", [_query("conditions[sections][]", _many())]),
    "/suggested_searches/{slug}": ("One suggested search", []),
    "/holidays": ("Days on which nothing is published", []),
    "/effective-dates": (
        "On which day something takes effect",
        [_query("start_date", TEXT), _query("end_date", TEXT)],
    ),
    "/category_counts/{table}.csv": ("Documents or pages in each year", []),
}
"""What is at each address, and what it may be asked."""

IN_PATHS: dict[str, dict[str, Any]] = {
    "format": {"type": "string", "enum": ["json", "csv", "rss"]},
    "facet": FACET,
    "issue_facet": {"type": "string", "enum": ["daily", "type"]},
    "inspection_facet": {"type": "string", "enum": ["type", "agency", "agencies"]},
    "table": {"type": "string", "enum": ["document_type", "page_count"]},
}


def _operation(path: str, summary: str, asked: list[dict[str, Any]]) -> dict[str, Any]:
    names = [part.partition("}")[0] for part in path.split("{")[1:]]
    places = [
        {"name": name, "in": "path", "required": True, "schema": IN_PATHS.get(name, TEXT)}
        for name in names
    ]
    return {
        "summary": summary,
        "parameters": [*places, *asked, *ANY],
        "responses": {
            "200": {"description": "What was asked for"},
            "400": {"description": "Something in the question cannot be read"},
            "404": {"description": "There is nothing here"},
            "429": {"description": "Too fast: wait as long as Retry-After says"},
        },
    }
