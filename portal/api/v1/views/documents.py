"""Documents: searched, counted, and by number or citation."""

from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.api.v1 import selecting
from portal.api.v1.answering import (
    answer,
    answer_list,
    bad_request,
    feed,
    not_found,
    not_valid,
    table,
)
from portal.api.v1.asking import DEEPEST, LAST_PAGE, Asked
from portal.api.v1.conditions import Around, Sought, Wrong, read_day, understood
from portal.api.v1.documents import ALONE, FIELDS, IN_FEEDS, IN_LISTS, IN_TABLES
from portal.api.v1.documents import documents as told_documents
from portal.api.v1.facets import FACETS, PERIODS, by_period
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
from portal.kernel.clock import start_of
from portal.register.rules import read_citation
from portal.web.locale import _
from portal.web.urls import absolute_url

AT_ONE_CALL = 1000
"""Documents that one call may name."""

CITED_AT_ONE_CALL = 100
"""Citations, each of which is a condition of its own."""

IN_A_FEED = 200
DAYS_OF_A_FEED = 30


@either("/documents", "csv", "rss")
def documents(form: str = "") -> ResponseReturnValue:
    """Search published documents."""
    ask, world = asked(), around()
    sought = checked(ask, world)
    form = form_of(form)
    if form == "rss":
        return _feed(ask, sought, world)
    fields = chosen(FIELDS, IN_TABLES if form == "csv" else IN_LISTS)
    found = selecting.keys_of(sought, ask.order)
    page = found[(ask.page - 1) * ask.per_page : ask.page * ask.per_page]
    if form == "csv":
        return table(fields, _told(page, fields, world), name=sought.description)
    head: dict[str, Any] = {"count": len(found), "description": sought.description}
    if ask.metadata_only or not page:
        return answer(head, ask)
    head |= paging(ask, len(found), "v1.documents")
    return answer_list(head, _told(page, fields, world), ask, length=len(page))


def checked(ask: Asked, world: Around) -> Sought:
    """Return the conditions, understood. Refuses those that are not."""
    sought = understood(ask, world)
    if sought.errors:
        raise not_valid(sought.errors)
    return sought


def paging(ask: Asked, count: int, endpoint: str) -> dict[str, Any]:
    """Return how many pages there are, and where the next and the last one are.

    No address leads to a page that would be read as the first.
    """
    pages = min(LAST_PAGE, -(-count // ask.per_page))
    told: dict[str, Any] = {"total_pages": pages}
    pairs = list(request.args.items(multi=True))
    if ask.page < pages and (ask.page + 1) * ask.per_page <= DEEPEST:
        told["next_page_url"] = addresses().page(endpoint, pairs, ask.page + 1)
    if ask.page > 1:
        told["previous_page_url"] = addresses().page(endpoint, pairs, ask.page - 1)
    return told


def _told(keys: list[int], fields: tuple[str, ...], world: Around) -> Iterator[dict[str, Any]]:
    return told_documents(keys, fields, Papers(world, addresses()))


def _feed(ask: Asked, sought: Sought, world: Around) -> Response:
    if sought.days is None:
        month = f"{world.today - timedelta(days=DAYS_OF_A_FEED)}"
        within = ask.conditions | {"publication_date": {"gte": month}}
        sought = understood(ask.all_of(conditions=within), world)
    keys = selecting.keys_of(sought, "newest")[:IN_A_FEED]
    items = list(_told(keys, IN_FEEDS, world))
    for item in items:
        day = read_day(item["publication_date"])
        item["at"] = format_datetime(start_of(day))
    return feed(
        items,
        title=_("Keñes: the register of consultations"),
        page=absolute_url("register.notices", locale=ask.language),
        itself=absolute_url("v1.documents", locale=ask.language, form="rss"),
    )


@named("/documents/<name>")
def document(name: str) -> ResponseReturnValue:
    """Return one document, or several by their numbers or citations."""
    stem, form = parted(name)
    asked_for = [part.strip() for part in stem.split(",") if part.strip()]
    if len(asked_for) > AT_ONE_CALL:
        raise bad_request(f"No more than {AT_ONE_CALL} documents may be requested at once")
    fields = chosen(FIELDS, IN_TABLES if form == "csv" else ALONE)
    if asked_for and all(read_citation(part) for part in asked_for):
        if len(asked_for) > CITED_AT_ONE_CALL:
            raise bad_request(f"No more than {CITED_AT_ONE_CALL} citations at once")
        return _cited(asked_for, fields)
    keys = selecting.keys_named(asked_for, _day_asked_for())
    found = [keys[number] for number in asked_for if number in keys]
    if form == "csv":
        if not found:
            raise not_found()
        return table(fields, _told(found, fields, around()), name="federal_register")
    if "," in stem:
        head: dict[str, Any] = {"count": len(found)}
        if missing := [number for number in asked_for if number not in keys]:
            head["errors"] = {"not_found": missing}
        return answer_list(head, _told(found, fields, around()), asked(), length=len(found))
    if not found:
        raise not_found()
    return answer(next(_told(found, fields, around())), asked())


def _day_asked_for() -> Any:
    try:
        text = request.args.get("publication_date", "")
        return read_day(text) if text else None
    except Wrong:
        raise bad_request("publication_date is not a valid date") from None


def _cited(citations: list[str], fields: tuple[str, ...]) -> ResponseReturnValue:
    places = {text: place for text in citations if (place := read_citation(text))}
    standing = selecting.standing_on(places.values())
    found: list[int] = []
    missing = []
    for text, place in places.items():
        there = [one.id for one in standing if one.is_on(place)]
        found += [key for key in there if key not in found]
        missing += [] if there else [text]
    told = _told(found, tuple(dict.fromkeys((*fields, "citation"))), around())
    head: dict[str, Any] = {"count": len(found)}
    if missing:
        head["errors"] = {"not_found": missing}
    return answer_list(head, told, asked(), length=len(found))


@named("/documents/facets/<name>")
def facets(name: str) -> ResponseReturnValue:
    """Count documents by something."""
    facet, _form = parted(name)
    if facet not in FACETS and facet not in PERIODS:
        raise not_found()
    world = around()
    sought = checked(asked(), world)
    if facet in FACETS:
        return answer(FACETS[facet](sought, world), asked())
    counted = by_period(facet, sought, world)
    if sought.errors:
        raise not_valid(sought.errors)
    return answer(counted, asked())
