"""The words and marks that every page of the room shows."""

from typing import Any

from portal.comments.labels import STANCES
from portal.comments.rules import Stance
from portal.responses.labels import (
    BATCHES,
    COMMITMENT_MARKS,
    COMMITMENTS,
    DISPOSITION_MARKS,
    DISPOSITIONS,
    REASONS,
)
from portal.responses.rules import OWED

STANCE_MARKS = {
    Stance.SUPPORT: "support",
    Stance.SUPPORT_WITH_CHANGES: "changes",
    Stance.OPPOSE: "oppose",
    Stance.NEUTRAL_INFORMATION: "neutral",
    Stance.MIXED: "mixed",
}

WORDS: dict[str, Any] = {
    "DISPOSITIONS": DISPOSITIONS,
    "DISPOSITION_MARKS": DISPOSITION_MARKS,
    "REASONS": REASONS,
    "BATCHES": BATCHES,
    "COMMITMENTS": COMMITMENTS,
    "COMMITMENT_MARKS": COMMITMENT_MARKS,
    "STANCES": STANCES,
    "STANCE_MARKS": STANCE_MARKS,
    "OWED": OWED,
}
"""What their templates call them."""
