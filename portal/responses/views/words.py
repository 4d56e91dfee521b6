"""The words and marks that every page of the room shows."""

from typing import Any

from portal.comments.labels import STANCE_BADGES, STANCES
from portal.responses.labels import (
    BATCHES,
    COMMITMENT_MARKS,
    COMMITMENTS,
    DISPOSITION_MARKS,
    DISPOSITIONS,
    REASONS,
)
from portal.responses.rules import OWED

WORDS: dict[str, Any] = {
    "DISPOSITIONS": DISPOSITIONS,
    "DISPOSITION_MARKS": DISPOSITION_MARKS,
    "REASONS": REASONS,
    "BATCHES": BATCHES,
    "COMMITMENTS": COMMITMENTS,
    "COMMITMENT_MARKS": COMMITMENT_MARKS,
    "STANCES": STANCES,
    "STANCE_BADGES": STANCE_BADGES,
    "OWED": OWED,
}
"""What their templates call them."""
