"""The register of organisations and the regions, for everyone."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.committees.labels import SEATS
from portal.kernel import clock
from portal.kernel.paging import PAGE, Turn, page_of
from portal.organisations.forms import NarrowingForm
from portal.organisations.policy import membership_role
from portal.organisations.queries import (
    accreditation_on,
    accredited_among,
    active_among,
    chamber_of,
    chapters,
    counts_by_region,
    find_kind,
    get_organisation,
    get_region,
    kinds,
    place_of,
    regions,
    seats_of,
    sectors,
    select_organisations,
    version,
)
from portal.organisations.queries.register import NAMES, Narrowing
from portal.organisations.views.room import WORDS, bp
from portal.web.caching import public_page
from portal.web.locale import current_locale
from portal.web.urls import address_here, key_in

CHAMBER = "chamber_regional"


@bp.get("/organisations")
@public_page(version)
def register() -> ResponseReturnValue:
    """List the organisations, by name."""
    form = NarrowingForm(request.args)
    form.offer(regions(), chapters(), sectors())
    sought = Narrowing(
        q=(form.q.data or "")[:100],
        group=form.chosen_group,
        region=_chosen(form.region),
        chapter=_chosen(form.chapter),
        sector=_chosen(form.sector),
        accredited=bool(form.accredited.data),
        active=bool(form.active.data),
    )
    today = clock.legal_day(clock.now())
    page = page_of(
        select_organisations(sought, today=today),
        NAMES[current_locale()],
        descending=False,
        turn=_turn(),
        size=PAGE,
    )
    return render_template(
        "organisations/register.html",
        form=form,
        sought=sought,
        page=page,
        kinds=kinds(),
        accredited=accredited_among(page.rows, today=today),
        active=active_among(page.rows, today=today),
        turned=_turned,
        **WORDS,
    )


def _chosen(field: object) -> str:
    data = getattr(field, "data", "") or ""
    offered = {choice.value for choice in getattr(field, "choices", ())}
    return data if data in offered else ""


def _turn() -> Turn | None:
    back = key_in("before")
    return place_of(back or key_in("after"), current_locale(), back=bool(back))


def _turned(direction: str, key: tuple[str, int] | None) -> str | None:
    if key is None:
        return None
    return address_here(without=("before", "after"), **{direction: str(key[1])})


def _version_of_page(organisation: str) -> str:
    return version() if organisation else ""


@bp.get("/organisations/<organisation>")
@public_page(_version_of_page)
def organisation(organisation: str) -> ResponseReturnValue:
    """Show an organisation: what it is, for whom it speaks, where it sits."""
    found = get_organisation(organisation)
    today = clock.legal_day(clock.now())
    return render_template(
        "organisations/organisation.html",
        organisation=found,
        kind=find_kind(found.kind),
        accreditation=accreditation_on(found, today),
        seats=seats_of(found, on=today),
        seat_names=SEATS,
        is_active=bool(active_among([found], today=today)),
        own_role=membership_role(current_user, found.id),
        **WORDS,
    )


@bp.get("/regions")
@public_page(version)
def all_regions() -> ResponseReturnValue:
    """List the regions of the country."""
    return render_template(
        "organisations/regions.html", regions=regions(), counts=counts_by_region()
    )


def _version_of_region(code: str) -> str:
    return version() if code else ""


@bp.get("/regions/<code>")
@public_page(_version_of_region)
def region(code: str) -> ResponseReturnValue:
    """Show a region: its chamber and its organisations."""
    found = get_region(code)
    today = clock.legal_day(clock.now())
    page = page_of(
        select_organisations(Narrowing(region=found.code), today=today),
        NAMES[current_locale()],
        descending=False,
        turn=_turn(),
        size=PAGE,
    )
    return render_template(
        "organisations/region.html",
        region=found,
        chamber=chamber_of(found),
        page=page,
        kinds=kinds(),
        accredited=accredited_among(page.rows, today=today),
        active=active_among(page.rows, today=today),
        turned=_turned,
        **WORDS,
    )
