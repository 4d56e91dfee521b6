"""The pages of themes and negotiations."""

from datetime import date

from babel.dates import format_skeleton
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.ledger.queries import version_of
from portal.negotiations.labels import KINDS, LIVES, STAGES
from portal.negotiations.queries import (
    get_negotiation,
    groups,
    negotiations,
    themes,
)
from portal.negotiations.rules import stage_of
from portal.web.caching import public_page
from portal.web.locale import current_locale, day

bp = Blueprint("negotiations", __name__)

YEAR, MONTH = len("2014"), len("2014-03")


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


@bp.get("/negotiations/<code>")
@public_page(lambda code: version_of())  # noqa: ARG005  # The whole ledger is its version.
def negotiation(code: str) -> ResponseReturnValue:
    """Show where a negotiation stands and how it came there."""
    found = get_negotiation(code)
    return render_template(
        "negotiations/negotiation.html",
        negotiation=found,
        history=[
            {"when": None, "text": step.text, "note": _reached(step.reached)}
            for step in found.milestones
        ],
        stages=list(STAGES.items()),
        stage=stage_of(found.stage),
        life=LIVES[found.stage],
        kind=KINDS[found.kind],
    )


def _reached(text: str) -> str:
    """Write out a day, a month or a year, as exactly as it is known."""
    if len(text) == YEAR:
        return text
    if len(text) == MONTH:
        month = date.fromisoformat(f"{text}-01")
        return str(format_skeleton("yMMMM", month, locale=current_locale()))
    return day(date.fromisoformat(text))
