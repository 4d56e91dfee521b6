"""The mirror, a committee, and the balance of them all, as everyone reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts.labels import GROUPS
from portal.accounts.models import Region
from portal.committees.governance import bodies
from portal.committees.labels import CATEGORIES, ORIENTATIONS, SCOPES, SECTORS, SIZES_OF
from portal.committees.models import Committee
from portal.committees.queries import (
    Active,
    Place,
    activity_of,
    chair_in,
    declarations_of,
    get_committee,
    joining_figures,
    matching,
    members_in,
    places_in,
    sat_in,
    sitting,
)
from portal.committees.queries import mirror as mirrored
from portal.committees.rules import (
    LEAST_FOR_SHARES,
    SIZES,
    Member,
    SeatCategory,
    Sector,
    concentration,
    continuity,
    has_votes,
    is_idle,
    missing_voices,
    months_after,
    sits,
    spread,
)
from portal.committees.views.blueprint import bp
from portal.committees.views.words import WORDS
from portal.kernel import clock
from portal.ledger.queries import version_of
from portal.negotiations.queries import find_group
from portal.web.caching import public_page
from portal.web.locale import _, tell

LONGEST_SEARCH = 80

LINES = 40
"""Committees on one page of the balance; its figures are of all of them."""

MONTHS_IN_YEAR = 12

Axis = tuple[Any, list[tuple[Any, int]]]
"""What members are counted by, and how many there are of each."""


@bp.get("/committees")
@public_page(version_of)
def mirror() -> ResponseReturnValue:
    """Show every theme with its group of officials and its committee of business."""
    today = clock.legal_day(clock.now())
    every = mirrored(on=today)
    asked = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    pairs = matching(every, asked) if asked else every
    core = [pair for pair in every if pair.theme.core]
    return render_template(
        "committees/mirror.html",
        asked=asked,
        found=len(pairs),
        facing=[pair for pair in pairs if pair.is_there and not pair.is_gap],
        torn=[pair for pair in pairs if pair.is_there and pair.is_gap],
        bare=[pair for pair in pairs if pair.is_gap and not pair.is_there],
        further=[pair for pair in pairs if not (pair.is_there or pair.theme.core)],
        core=len(core),
        whole=sum(pair.is_whole for pair in core),
        today=today,
    )


@bp.get("/committees/<code>")
@public_page(lambda code: version_of())  # noqa: ARG005  # The whole ledger is its version.
def committee(code: str) -> ResponseReturnValue:
    """Show who sits in a committee, whom it faces, and what it does."""
    found = get_committee(code)
    today = clock.legal_day(clock.now())
    places = places_in(found, on=today)
    voting = sum(place.has_vote for place in places) if has_votes(found.kind) else 0
    members = members_in(places)
    active = activity_of([found], on=today).get(found.id, Active())
    present = sits(found.established_on, found.ends_on, today)
    return render_template(
        "committees/committee.html",
        committee=found,
        group=find_group(found.theme, negotiation_id=found.negotiation_id),
        chair=chair_in(places),
        places=places,
        declarations=declarations_of(_people(places), on=today),
        voting=voting,
        quorum=SIZES.quorum_of(voting),
        lacking=SIZES.lacking(voting) if has_votes(found.kind) else 0,
        missing=missing_voices(found.theme.code, {x.category for x in members}),
        axes=axes_of(members, _regions([found])),
        shares=len(members) >= LEAST_FOR_SHARES,
        active=active,
        idle=present and is_idle(found.established_on, active.last_on, today),
        stayed=_stayed(found, today),
        joining=joining_figures(found),
        present=present,
        **WORDS,
    )


def _people(places: Iterable[Place]) -> list[int]:
    terms = [place.term for place in places if place.term]
    held = chain.from_iterable((term.holder_id, term.alternate_id) for term in terms)
    return [key for key in held if key is not None]


def _stayed(committee: Committee, today: date) -> int | None:
    """Return the share of present members who sat a year ago too, in per cent (R56)."""
    before = months_after(today, -MONTHS_IN_YEAR)
    if before < committee.established_on:
        return None
    share = continuity(sat_in(committee, on=before), sat_in(committee, on=today))
    return None if share is None else round(100 * share)


def axes_of(members: Sequence[Member], regions: Iterable[Region]) -> list[Axis]:
    """Return members counted by category, group, size, region, sector, scope and orientation."""
    names = {region.code: tell(region.name).text for region in regions}
    counted: list[tuple[str, Mapping[Any, Any], list[Any]]] = [
        (_("Kind of seat"), CATEGORIES, [x.category for x in members]),
        (_("Kind of organisation"), GROUPS, [x.group for x in members]),
        (_("Size"), SIZES_OF, [x.size for x in members]),
        (_("Whom they speak for"), SCOPES, [x.scope for x in members]),
        (_("Width"), ORIENTATIONS, [x.orientation for x in members]),
        (_("Sector"), SECTORS, [sector for x in members for sector in x.sectors]),
        (_("Region"), names, [x.region for x in members if x.region]),
    ]
    return [
        (title, [(words.get(key, key), count) for key, count in spread(keys)])
        for title, words, keys in counted
    ]


def _regions(committees: Iterable[Committee]) -> set[Region]:
    """Return the regions from which organisations sit, or have sat, in the committees."""
    return {
        term.organisation.region
        for committee in committees
        for seat in committee.seats
        for term in seat.terms
        if term.organisation.region
    }


@dataclass(frozen=True)
class Line:
    """A committee as one line of the table of balance."""

    committee: Committee
    members: list[Member]
    voting: int
    vacant: int
    missing: list[SeatCategory]
    concentration: float
    idle: bool
    stayed: int | None

    @property
    def sectors(self) -> dict[Sector, int]:
        """How many members there are of each sector."""
        return dict(spread([sector for x in self.members for sector in x.sectors], list(Sector)))


@bp.get("/committees/balance")
@public_page(version_of)
def balance() -> ResponseReturnValue:
    """Show whose voices the committees hold, which sectors are absent, and who was refused."""
    today = clock.legal_day(clock.now())
    committees = sitting(on=today)
    active = activity_of(committees, on=today)
    rows = [_line(x, active.get(x.id, Active()), today) for x in committees]
    everyone = [member for row in rows for member in row.members]
    asked = request.args.get("after", "")
    shown = [row for row in rows if row.committee.code > asked]
    return render_template(
        "committees/balance.html",
        lines=shown[:LINES],
        more=shown[LINES - 1].committee.code if len(shown) > LINES else None,
        axes=axes_of(everyone, _regions(committees)),
        shares=len(everyone) >= LEAST_FOR_SHARES,
        seats=len(everyone),
        joining=joining_figures(),
        **WORDS,
    )


def _line(committee: Committee, active: Active, today: date) -> Line:
    places = places_in(committee, on=today)
    members = members_in(places)
    return Line(
        committee=committee,
        members=members,
        voting=sum(place.has_vote for place in places),
        vacant=sum(place.term is None for place in places),
        missing=missing_voices(committee.theme.code, {x.category for x in members}),
        concentration=concentration(count for _key, count in spread(x.group for x in members)),
        idle=is_idle(committee.established_on, active.last_on, today),
        stayed=_stayed(committee, today),
    )


@bp.get("/committees/governance")
@public_page(version_of)
def governance() -> ResponseReturnValue:
    """Show the bodies of the Chamber, with the seats of each by whom they are kept for."""
    return render_template("committees/governance.html", bodies=bodies())
