"""The pages of the register that everyone reads."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import agencies
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.paging import page_of
from portal.ledger.queries import version_of
from portal.negotiations.queries import contacts_for, find_group, get_theme, themes
from portal.register.forms import DocketFilter, NoticeFilter
from portal.register.labels import KINDS, PERIODS, SHELVES
from portal.register.models import Docket
from portal.register.queries import (
    SHELF_KEYS,
    Shelf,
    find_cited,
    select_dockets,
    select_notices,
)
from portal.register.rules import read_citation
from portal.register.views.blueprint import bp
from portal.web.caching import public_page
from portal.web.turning import turn, turned


@bp.get("/notices")
@public_page(version_of)
def notices() -> ResponseReturnValue:
    """List the documents of the register, those that take comments first."""
    if words := request.args.get("q"):
        return redirect(url_for("search.results", q=words))
    form = NoticeFilter(request.args, agencies=agencies(), themes=themes())
    sought = form.narrowing
    shelf = form.shelf or (Shelf.ALL if sought else Shelf.OPEN)
    now = clock.now()
    query = select_notices(shelf, today=clock.legal_day(now), narrowing=sought)
    column, descending = SHELF_KEYS[shelf]
    page = page_of(query, column, descending=descending, turn=turn())
    return render_template(
        "register/notices.html",
        form=form,
        page=page,
        shelf=shelf,
        shelves=SHELVES,
        sought=sought,
        kinds=KINDS,
        periods=PERIODS,
        now=now,
        turned=turned,
    )


@bp.get("/dockets")
@public_page(version_of)
def dockets() -> ResponseReturnValue:
    """List the dockets, the newest first."""
    if words := request.args.get("q"):
        return redirect(url_for("search.results", q=words, kind="docket"))
    form = DocketFilter(request.args, agencies=agencies(), themes=themes())
    negotiation = request.args.get("negotiation", "")
    query = select_dockets(
        theme=form.text("theme"),
        agency=form.text("agency"),
        negotiation=negotiation,
    )
    page = page_of(query, Docket.opened_on, descending=True, turn=turn())
    return render_template(
        "register/dockets.html",
        form=form,
        page=page,
        sought=form.is_narrowed or bool(negotiation),
        turned=turned,
    )


@bp.get("/citation/<key:volume>/<series>/<key:page>")
def citation(volume: int, series: str, page: int) -> ResponseReturnValue:
    """Lead from volume, series and page to the document that stands there."""
    return cite(f"{volume}-{series}-{page}")


@bp.get("/cite/<citation>")
def cite(citation: str) -> ResponseReturnValue:
    """Lead from a citation such as 13-RTN-45 to the document that stands there."""
    place = read_citation(citation)
    notice = find_cited(*place) if place else None
    if notice is None:
        raise Missing("Nothing in the register stands at this citation.")
    return redirect(url_for("front.notice", number=notice.number))


@bp.get("/themes/<code>")
@public_page(lambda code: version_of())  # noqa: ARG005  # The whole ledger is its version.
def theme(code: str) -> ResponseReturnValue:
    """Show everything on a theme, across all negotiations, and whom to ask about it."""
    found = get_theme(code)
    page = page_of(select_dockets(theme=found.code), Docket.opened_on, descending=True, turn=turn())
    return render_template(
        "register/theme.html",
        theme=found,
        group=find_group(found),
        contacts=contacts_for(found, on=clock.legal_day(clock.now())),
        page=page,
        turned=turned,
    )
