"""What an address of the search page asks for. Anything unknown in it narrows nothing."""

from collections.abc import Mapping
from typing import Any

from portal.search.labels import COMMENTING, PAPERS
from portal.search.rules import FACETS, MOST, PAGE, Filter, Order, is_year
from portal.web.forms import cleaned
from portal.web.urls import read_key

LAST_PAGE = MOST // PAGE

Names = Mapping[str, Mapping[str, Any]]
"""What each value of a facet is called."""


def question(asked: Mapping[str, str]) -> str:
    """Return what was typed."""
    return str(cleaned(asked.get("q", "")))


def order(asked: Mapping[str, str]) -> Order:
    """Return which results are to come first."""
    sort = asked.get("sort", "")
    return Order(sort) if sort in set(Order) else Order.BEST


def page(asked: Mapping[str, str]) -> int:
    """Return which page is asked for."""
    return min(max(read_key(asked.get("page")) or 1, 1), LAST_PAGE)


def narrowing(asked: Mapping[str, str], names: Names) -> Filter:
    """Return what narrows the results, as far as there is such a thing."""
    wanted = {facet: asked.get(facet, "") for facet in FACETS}
    known = {**names, "kind": PAPERS, "period": COMMENTING}
    year = wanted.pop("year")
    narrowed = {facet: value for facet, value in wanted.items() if value in known[facet]}
    return Filter(**narrowed, year=year if is_year(year) else "")
