"""The stages of a negotiation, at each of which business is to be heard (policy note, Box 7)."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a negotiation, or the docket about it, stands."""

    PRE_NEGOTIATION = "pre_negotiation"
    DURING = "during"
    PRE_OUTCOME = "pre_outcome"
    REVIEW = "review"
    RATIFICATION = "ratification"
    IMPLEMENTATION = "implementation"


STAGE_IN_LIFE = {
    "exploratory": Stage.PRE_NEGOTIATION,
    "preparation": Stage.PRE_NEGOTIATION,
    "mandate": Stage.PRE_NEGOTIATION,
    "negotiation": Stage.DURING,
    "suspended": Stage.DURING,
    "conclusion": Stage.PRE_OUTCOME,
    "legal_review": Stage.REVIEW,
    "signature": Stage.REVIEW,
    "ratification": Stage.RATIFICATION,
    "in_force": Stage.IMPLEMENTATION,
    "implementation": Stage.IMPLEMENTATION,
    "closed": Stage.IMPLEMENTATION,
}
"""The stage of consultation for each station in a negotiation's own life."""


def stage_of(life: str) -> Stage:
    """Return the stage of consultation of a negotiation that stands at this station."""
    return STAGE_IN_LIFE[life]
