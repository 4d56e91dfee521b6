"""Themes and negotiations as everyone reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_skeleton
from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.models import Agency
from portal.accounts.queries import agencies
from portal.kernel import clock
from portal.kernel.text import Localized
from portal.ledger.queries import version_of
from portal.negotiations.labels import CONSULTATIONS, KINDS, LIVES, STAGES
from portal.negotiations.models import Consultation, Move, Negotiation
from portal.negotiations.queries import (
    consultations_of,
    continuity_of_groups,
    get_negotiation,
    groups,
    groups_in,
    heard_per_stage,
    moves_of,
    negotiations,
    themes,
)
from portal.negotiations.rules import (
    ConsultationKind,
    Stage,
    Step,
    place_of,
    stage_of,
    step_between,
)
from portal.negotiations.views.blueprint import bp
from portal.web.caching import public_page
from portal.web.locale import _, current_locale, day
from portal.web.navigation import is_page
from portal.web.urls import url_for

YEAR, MONTH = len("2014"), len("2014-03")

SHOWN = 60
"""How many consultations of a negotiation its page names; older ones are counted."""

WHERE_HELD = {ConsultationKind.NOTICE: ("front.notice", "number")}
"""The page that tells of a consultation, by its kind, and what the page calls its number."""


@bp.get("/themes", endpoint="themes")
@public_page(version_of)
def every_theme() -> ResponseReturnValue:
    """Show every theme with the group that negotiates it, and every negotiation."""
    return render_template(
        "negotiations/themes.html",
        themes=themes(),
        groups=groups(),
        negotiations=negotiations(),
        lives=LIVES,
    )


@dataclass
class Branch:
    """A body, the negotiations that it leads itself, and the bodies below it that lead any."""

    agency: Agency
    led: list[Negotiation] = field(default_factory=list)
    below: list["Branch"] = field(default_factory=list)


@bp.get("/negotiations", endpoint="organogram")
@public_page(version_of)
def who_leads() -> ResponseReturnValue:
    """Show which unit and which person lead each negotiation, from the ministries down."""
    return render_template(
        "negotiations/organogram.html",
        branches=_branches(negotiations(), agencies()),
        lives=LIVES,
        steady=continuity_of_groups(on=clock.legal_day(clock.now())),
    )


def _branches(talks: Iterable[Negotiation], bodies: Iterable[Agency]) -> list[Branch]:
    """Return the bodies that lead something, each below the one that it belongs to."""
    known = {body.id: body for body in bodies}
    grown: dict[int, Branch] = {}
    tops: list[Branch] = []

    def grow(body: Agency) -> Branch:
        if body.id in grown:
            return grown[body.id]
        branch = grown[body.id] = Branch(body)
        above = known.get(body.parent_id or 0)
        (grow(above).below if above else tops).append(branch)
        return branch

    for negotiation in talks:
        grow(negotiation.lead).led.append(negotiation)
    return tops


@dataclass
class StageShown:
    """One of the six stages, and how those concerned were heard there, or why not."""

    stage: Stage
    label: Any
    state: str
    held: list[tuple[str, str | None, date]] = field(default_factory=list)
    """What was held, its page if it has one, and when."""
    count: int = 0
    notes: list[tuple[str, Localized, date]] = field(default_factory=list)
    """What was published instead or besides: what kind of reason, its words, and when."""


@bp.get("/negotiations/<code>")
@public_page(lambda code: version_of())  # noqa: ARG005  # The whole ledger is its version.
def negotiation(code: str) -> ResponseReturnValue:
    """Show where a negotiation stands, who leads it, and how those concerned are heard."""
    found = get_negotiation(code)
    above = {body.id: body for body in agencies()}
    return render_template(
        "negotiations/negotiation.html",
        negotiation=found,
        above=above.get(found.lead.parent_id or 0),
        groups=groups_in(found),
        history=[
            {"when": None, "text": step.text, "note": _reached(step.reached)}
            for step in found.milestones
        ],
        stages=list(STAGES.items()),
        heard=_heard(
            found,
            moves_of(found),
            consultations_of(found, limit=SHOWN),
            heard_per_stage(found),
        ),
        life=LIVES[found.stage],
        kind=KINDS[found.kind],
        today=clock.legal_day(clock.now()),
    )


def _heard(
    negotiation: Negotiation,
    moves: Iterable[Move],
    held: Iterable[Consultation],
    counts: Mapping[Stage, int],
) -> list[StageShown]:
    now = place_of(negotiation.consultation_stage)
    shown = {}
    for stage, label in STAGES.items():
        place = place_of(stage)
        state = "now" if place == now else ("done" if place < now else "todo")
        shown[stage] = StageShown(stage, label, state, count=counts.get(stage, 0))
    for one in held:
        told = f"{CONSULTATIONS[one.kind]} {one.reference}"
        shown[one.stage].held.append((told, _page_of(one), clock.legal_day(one.at)))
    for move in moves:
        _note(move, shown)
    return list(shown.values())


def _page_of(one: Consultation) -> str | None:
    endpoint, name = WHERE_HELD.get(one.kind, ("", ""))
    return url_for(endpoint, **{name: one.reference}) if is_page(endpoint) else None


def _note(move: Move, shown: Mapping[Stage, StageShown]) -> None:
    """Write the published reasons of a move beside the stages that they are about."""
    left, on = stage_of(move.before), clock.legal_day(move.at)
    if move.waiver:
        shown[left].notes.append((_("Nobody was consulted, because:"), move.waiver, on))
    if not move.reason:
        return
    step = step_between(move.before, move.after)
    if step is Step.SKIPPING:
        between = range(place_of(left) + 1, place_of(stage_of(move.after)))
        for stage, told in shown.items():
            if place_of(stage) in between:
                told.notes.append((_("Passed over, because:"), move.reason, on))
    elif step is Step.BACK:
        shown[left].notes.append((_("The talks went back, because:"), move.reason, on))
    else:
        shown[left].notes.append((_("Remark:"), move.reason, on))


def _reached(text: str) -> str:
    """Write out a day, a month or a year, as exactly as it is known."""
    if len(text) == YEAR:
        return text
    if len(text) == MONTH:
        month = date.fromisoformat(f"{text}-01")
        return str(format_skeleton("yMMMM", month, locale=current_locale()))
    return day(date.fromisoformat(text))
