"""Public inspection: what lies open today, what lay open on a day, and how much of what."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from email.utils import format_datetime
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from portal.api.v1 import inspection, selecting
from portal.api.v1.answering import (
    Refused,
    answer,
    answer_list,
    bad_request,
    feed,
    not_found,
    not_valid,
    table,
)
from portal.api.v1.asking import texts
from portal.api.v1.conditions import Around, Sought, Wrong, days_of, read_day, understood
from portal.api.v1.facets import named_counts
from portal.api.v1.kinds import TYPES
from portal.api.v1.papers import Papers
from portal.api.v1.views.blueprint import (
    addresses,
    around,
    asked,
    chosen,
    either,
    form_of,
    named,
    parted,
)
from portal.api.v1.views.documents import paging
from portal.register.models import Notice
from portal.web.locale import _
from portal.web.urls import absolute_url

IN_A_FEED = 200
FACETS = ("type", "agency", "agencies")
NEED_CONDITIONS = "You must supply the proper conditions"


@either("/public-inspection-documents", "csv", "rss")
def inspected_documents(form: str = "") -> ResponseReturnValue:
    """Search what lies open, or return all that lay open on a day."""
    ask, world = asked(), around()
    wanted = texts(ask.conditions.get("available_on"))
    if wanted:
        return _on(_day(wanted[0]), world, form_of(form))
    sought = _sought(world)
    notices = _matching(sought, world)
    description = inspection.described(sought)
    if form_of(form) != "json":
        return _written(notices[:IN_A_FEED], world, form_of(form), name=description)
    page = notices[(ask.page - 1) * ask.per_page : ask.page * ask.per_page]
    head: dict[str, Any] = {"count": len(notices), "description": description}
    if ask.metadata_only or not page:
        return answer(head, ask)
    head |= paging(ask, len(notices), "v1.inspected_documents")
    return _list(head, page, world)


@either("/public-inspection-documents/current", "csv")
def inspected_now(form: str = "") -> ResponseReturnValue:
    """Return what lies open today."""
    world = around()
    return _on(world.today, world, form_of(form))


@named("/public-inspection-documents/<name>")
def inspected(name: str) -> ResponseReturnValue:
    """Return one document that lies open, or several."""
    stem, _form = parted(name)
    wanted = [part.strip() for part in stem.split(",") if part.strip()]
    fields = chosen(inspection.FIELDS, tuple(inspection.FIELDS))
    world = around()
    notices = inspection.found([_open(world), inspection.named(wanted)])
    by_name = {inspection.number_of(notice).lower(): notice for notice in notices}
    found = [by_name[part.lower()] for part in wanted if part.lower() in by_name]
    if "," not in stem:
        if not found:
            raise not_found()
        return answer(next(inspection.told(found, fields, Papers(world, addresses()))), asked())
    head: dict[str, Any] = {"count": len(found)}
    if missing := [part for part in wanted if part.lower() not in by_name]:
        head["errors"] = {"not_found": missing}
    return _list(head, found, world)


@named("/public-inspection-documents/facets/<name>")
def inspection_facets(name: str) -> ResponseReturnValue:
    """Count what lies open by type or agency."""
    facet, _form = parted(name)
    if facet not in FACETS:
        raise not_found()
    world = around()
    notices = _matching(_sought(world), world)
    if facet == "type":
        told = {"NOTICE": {"count": len(notices), "name": TYPES["NOTICE"]}} if notices else {}
        return answer(told, asked())
    counts = Counter(
        agency.id for one in notices for agency in world.agencies.line_of(one.agency_id)
    )
    by_slug = named_counts(counts, world.agencies, world.language)
    if facet == "agencies":
        return answer(by_slug, asked())
    return answer(
        {str(world.agencies.by_slug[slug].id): told for slug, told in by_slug.items()}, asked()
    )


@either("/public-inspection-documents/search-details")
def inspection_search_details(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return by what a search of what lies open is narrowed."""
    filters = {
        name: {"name": told, "value": name.replace("_", " ").title()}
        for name, (_words, told) in _sought(around()).told.items()
    }
    return answer({"suggestions": {}, "filters": filters}, asked())


@named("/public-inspection-issues/facets/<name>")
def inspection_issues(name: str) -> ResponseReturnValue:
    """Return how much lay open on each day, or on one day by type."""
    facet, _form = parted(name)
    if facet not in {"daily", "type"}:
        raise not_found()
    world = around()
    days = asked().conditions.get("publication_date")
    needed = "gte" if facet == "daily" else "is"
    if not isinstance(days, dict) or not texts(days.get(needed)):
        raise Refused(400, {"errors": NEED_CONDITIONS, "status": 400})
    try:
        first, last, _told = days_of(days, "Publication Date", world.today)
    except Wrong as wrong:
        raise not_valid({"publication_date": str(wrong)}) from None
    counted = inspection.by_day(first, min(last, world.today)) if first <= world.today else {}
    if facet == "daily":
        return answer(counted, asked())
    return answer({day: _by_type(one) for day, one in counted.items()}, asked())


def _by_type(one: dict[str, Any]) -> dict[str, Any]:
    number = one["regular_filings"]["documents"]
    regular = {"NOTICE": {"count": number, "name": TYPES["NOTICE"]}} if number else {}
    return {"special_filings": {}, "regular_filings": regular}


def _day(text: str) -> date:
    try:
        return read_day(text)
    except Wrong:
        raise bad_request("available_on is not a valid date") from None


def _open(world: Around) -> Any:
    return inspection.open_on(world.today, world.today)


def _sought(world: Around) -> Sought:
    sought = understood(asked(), world, inspection.READERS)
    if sought.errors:
        raise not_valid(sought.errors)
    return sought


def _matching(sought: Sought, world: Around) -> list[Notice]:
    words = selecting.holding(sought.term) if sought.term else []
    return inspection.found([_open(world), *sought.where, *words])


def _on(day: date, world: Around, form: str) -> Response:
    notices = inspection.found([inspection.open_on(day, world.today)])
    if form != "json":
        return _written(notices, world, form, name=f"public_inspection_documents_on_{day}")
    updated = max((inspection.filed_at(one) for one in notices), default=None)
    head = {
        "count": len(notices),
        "special_filings_updated_at": None,
        "regular_filings_updated_at": updated.isoformat(timespec="milliseconds")
        if updated
        else None,
    }
    return _list(head, notices, world)


def _list(head: dict[str, Any], notices: list[Notice], world: Around) -> Response:
    fields = chosen(inspection.FIELDS, tuple(inspection.FIELDS))
    told = inspection.told(notices, fields, Papers(world, addresses()))
    return answer_list(head, told, asked(), length=0)


def _written(notices: Iterable[Notice], world: Around, form: str, *, name: str) -> Response:
    notices = list(notices)
    papers = Papers(world, addresses())
    filed = {inspection.number_of(one): inspection.filed_at(one) for one in notices}
    if form == "csv":
        fields = chosen(inspection.FIELDS, inspection.IN_TABLES)
        asked_for = tuple(dict.fromkeys((*fields, "document_number")))
        rows = list(inspection.told(notices, asked_for, papers))
        for row in rows:
            row["filed_at"] = f"{filed[row['document_number']]:%m/%d/%Y at %I:%M %p}"
        return table(fields, iter(rows), name=name)
    items = list(inspection.told(notices, tuple(inspection.FIELDS), papers))
    for item in items:
        item |= {
            "abstract": item["excerpts"],
            "topics": [],
            "at": format_datetime(filed[item["document_number"]]),
        }
    return feed(
        items,
        title=_("Keñes: public inspection"),
        page=absolute_url("register.inspection", locale=asked().language),
        itself=absolute_url("v1.inspected_documents", locale=asked().language, form="rss"),
    )
