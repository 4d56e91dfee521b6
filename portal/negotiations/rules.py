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
