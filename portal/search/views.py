"""The search page, its feed, and words for whoever is typing."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import clock
from portal.kernel.clock import start_of
from portal.search import forms
from portal.search.labels import COMMENTING, FACET_NAMES, ORDERS, PAPERS, STATES
from portal.search.queries import Found, chapter_of, find, names, version
from portal.search.rules import FACETS, Filter, Kind, Order
from portal.search.showing import Hit
from portal.search.suggesting import completions
from portal.web.caching import public_page
from portal.web.locale import _, current_locale, tell
from portal.web.pace import paced
from portal.web.urls import absolute_url, address_here

bp = Blueprint("search", __name__)

SEARCHES, WORDS, SECONDS = 60, 240, 60
"""How often a stranger may search, and ask for words while typing, in so many seconds."""

SHOWN, MOST_VALUES = 8, 60
"""Values of a facet that are shown at once, and that unfold."""

FIRST_DAY = date(2014, 1, 1)
"""The day from which a feed that is empty was never changed."""

PAGES = {Kind.NOTICE: "front.notice", Kind.DOCKET: "front.docket"}


@bp.get("/search")
@paced("search", tries=SEARCHES, seconds=SECONDS)
@public_page(version)
def results() -> ResponseReturnValue:
    """Find notices and dockets by their words, numbers, citations and codes of goods."""
    called = names()
    narrowed = forms.narrowing(request.args, called)
    order = forms.order(request.args)
    found = _find(narrowed, order, page=forms.page(request.args))
    return render_template(
        "search/results.html",
        found=found,
        narrowed=narrowed,
        order=order,
        orders=[(one, label, _changed(sort=one.value)) for one, label in ORDERS.items()],
        facets=_facets(found, narrowed, called),
        chips=_chips(narrowed, called),
        chapter=chapter_of(found.asked.goods) if found.asked.goods else None,
        called=called,
        address_of=address_of,
        kept=vars(narrowed) | {"sort": request.args.get("sort", "")},
        PAPERS=PAPERS,
        STATES=STATES,
        meant=_changed(q=found.meant) if found.meant else None,
        wider=_changed(without=FACETS),
        newer=_changed(page=found.page - 1) if found.page > 1 else None,
        older=_changed(page=found.page + 1) if found.page < found.pages else None,
        feed=_feed_address(),
    )


def _find(narrowed: Filter, order: Order, *, page: int = 1) -> Found:
    return find(
        forms.question(request.args),
        narrowed=narrowed,
        order=order,
        page=page,
        locale=current_locale(),
        today=clock.legal_day(clock.now()),
    )


def address_of(thing: Any) -> str:
    """Return the address of what was found."""
    return url_for(PAGES[thing.kind], number=thing.number)


def _changed(*, without: tuple[str, ...] = (), **changed: Any) -> str:
    return address_here(without=("page", *without), **changed)


def _called(facet: str, value: str, called: forms.Names) -> Any:
    known: forms.Names = {**called, "kind": PAPERS, "period": COMMENTING}
    return known.get(facet, {}).get(value, value)


def _facets(found: Found, narrowed: Filter, called: forms.Names) -> list[dict[str, Any]]:
    """Return by what results may still be narrowed, with the address that does so."""
    return [
        {
            "name": name,
            "shown": values[:SHOWN],
            "folded": values[SHOWN:MOST_VALUES],
        }
        for facet, name in FACET_NAMES.items()
        if not getattr(narrowed, facet) and (values := _values(facet, found, called))
    ]


def _values(facet: str, found: Found, called: forms.Names) -> list[tuple[Any, int, str]]:
    without = ("page", facet)
    return [
        (_called(facet, value, called), count, address_here(without=without, **{facet: value}))
        for value, count in found.facets[facet]
    ]


def _chips(narrowed: Filter, called: forms.Names) -> list[tuple[Any, Any, str]]:
    """Return what narrows the results, with the address that no longer does."""
    return [
        (name, _called(facet, value, called), _changed(without=(facet,)))
        for facet, name in FACET_NAMES.items()
        if (value := getattr(narrowed, facet))
    ]


def _feed_address() -> str:
    asked = {x: request.args[x] for x in ("q", *FACETS) if request.args.get(x)}
    return f"{url_for('search.feed')}?{urlencode(asked)}"


@bp.get("/search/words")
@paced("search words", tries=WORDS, seconds=SECONDS)
@public_page(version)
def suggestions() -> Response:
    """Finish what is being typed; only the script of the search box asks."""
    return jsonify(completions(forms.question(request.args)))


@bp.get("/search.atom")
@paced("search", tries=SEARCHES, seconds=SECONDS)
@public_page(version)
def feed() -> Response:
    """Tell what a search finds, the newest first, to whoever keeps asking."""
    narrowed = forms.narrowing(request.args, names())
    found = _find(narrowed, Order.NEWEST)
    locale = current_locale()
    here = absolute_url("front.home", locale=locale).removesuffix(f"/{locale}/")
    text = render_template(
        "search/feed.xml",
        title=_("Keñes: search for %(words)s", words=found.query),
        page=here + address_here().replace("/search.atom", "/search", 1),
        itself=here + address_here(),
        hits=[(hit, _absolute(hit, locale), tell(hit.title).text) for hit in found.hits],
        start_of=start_of,
        first_day=FIRST_DAY,
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def _absolute(hit: Hit, locale: str) -> str:
    return absolute_url(PAGES[hit.kind], locale=locale, number=hit.number)
