"""Asking the index."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, select, union_all

from portal.accounts.models import Agency, HsChapter
from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.ledger.queries import version_with
from portal.negotiations.models import Negotiation, Theme
from portal.register.queries import find_cited
from portal.register.rules import read_citation
from portal.search.asking import Asked, read
from portal.search.events import IndexRebuilt
from portal.search.matching import Match, count_terms, matches
from portal.search.models import Edition, Item
from portal.search.rules import ANALYSIS, FACETS, PAGE, Filter, Order
from portal.search.showing import Hit, shown
from portal.search.suggesting import meant

Facets = dict[str, list[tuple[str, int]]]
"""By what results may be narrowed: each value, and how many would be left."""


@dataclass(frozen=True)
class Found:
    """What a search found, one page of it."""

    query: str
    asked: Asked
    hits: list[Hit]
    total: int
    more: bool
    """Whether older documents match as well, which were not counted."""
    page: int
    pages: int
    facets: Facets
    exact: list[Item]
    """Documents whose number or citation was typed."""
    nowhere: list[str]
    """Words of the question that no document holds."""
    hidden: int
    """How many would be found if nothing narrowed the search, where nothing is."""
    meant: str | None
    """The question as it may have been meant, where a word of it is nowhere."""


def find(
    query: str,
    *,
    narrowed: Filter,
    order: Order = Order.BEST,
    page: int = 1,
    locale: str,
    today: date,
) -> Found:
    """Look for published notices and dockets.

    5 statements; 1 more where words must stand in an order, 2 where a word is unknown, 1
    where something looks like a number or a citation, and 1 where such a citation is found.
    """
    asked = read(query)
    counts = count_terms(asked.terms)
    exact = exact_hits(asked)
    found: list[Match] = []
    more, hidden = False, 0
    if asked or (narrowed and not asked.unwanted):
        found, more = matches(asked, narrowed, counts, today=today)
    if asked and narrowed and not found:
        hidden = len(matches(asked, Filter(), counts, today=today)[0])
    if order is Order.BEST:
        first = {item.number for item in exact}
        found.sort(key=lambda x: (x.number not in first, -x.score))
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages)
    return Found(
        query=query,
        asked=asked,
        hits=shown(found[(page - 1) * PAGE : page * PAGE], asked, locale=locale),
        total=len(found),
        more=more,
        page=page,
        pages=pages,
        facets=_facets(found),
        exact=exact,
        nowhere=_nowhere(asked, counts),
        hidden=hidden,
        meant=meant(query, asked, counts) if asked else None,
    )


def _nowhere(asked: Asked, counts: dict[str, int]) -> list[str]:
    return [
        choice[-1].typed
        for choice in asked.wanted
        if not any(counts[term] for run in choice for term in run.terms)
    ]


def exact_hits(asked: Asked) -> list[Item]:
    """Return the documents that are called by their number or citation."""
    numbers = list(asked.numbers)
    place = read_citation(asked.citation) if asked.citation else None
    cited = find_cited(*place) if place else None
    if cited is not None and cited.number:
        numbers.insert(0, cited.number.upper())
    if not numbers:
        return []
    query = select(Item).where(Item.known_as.in_(numbers)).order_by(Item.kind, Item.number)
    return sorted(db.session.scalars(query), key=lambda item: numbers.index(item.known_as))


def _facets(found: list[Match]) -> Facets:
    counted: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for match in found:
        counted["kind"][match.paper] += 1
        counted["agency"][match.agency] += 1
        counted["year"][str(match.day.year)] += 1
        counted["theme"].update(match.themes)
        if match.negotiation:
            counted["negotiation"][match.negotiation] += 1
        if match.period:
            counted["period"][match.period.value] += 1
    ordered = {
        facet: sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
        for facet, values in counted.items()
    }
    ordered["year"].sort(reverse=True)
    return ordered


def is_stale() -> bool:
    """Say whether the index was built by another edition of the analysis, or never."""
    return db.session.scalar(select(Edition.analysis)) != ANALYSIS


def version() -> str:
    """Return a name for the state of what can be found. One statement."""
    return version_with((IndexRebuilt.__name__,))


def _named(facet: str, code: Any, name: Any) -> Select[*tuple[Any, ...]]:
    return select(literal(facet).label("facet"), code.label("code"), name.label("name"))


_NAMES = union_all(
    _named("agency", Agency.code, Agency.name),
    _named("theme", Theme.code, Theme.name),
    _named("negotiation", Negotiation.code, Negotiation.name),
)
"""Put together once."""


def names() -> dict[str, dict[str, Localized]]:
    """Return what agencies, themes and negotiations are called, by their codes. One statement."""
    found: dict[str, dict[str, Localized]] = {"agency": {}, "theme": {}, "negotiation": {}}
    for facet, code, name in db.session.execute(_NAMES):
        found[facet][code] = name
    return found


def chapter_of(goods: str) -> HsChapter | None:
    """Return the chapter that a code of goods belongs to. One statement."""
    return db.session.scalar(select(HsChapter).where(HsChapter.code == goods[:2]))
