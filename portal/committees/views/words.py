"""The words and marks that the pages of the room show."""

from typing import Any

from portal.committees.labels import (
    ACTIVITIES,
    APPLICATION_MARKS,
    APPLICATIONS,
    CATEGORIES,
    CLEARANCES,
    FORUMS,
    REASONS,
    SEATS,
    SECTORS,
)
from portal.committees.rules import SIZES

WORDS: dict[str, Any] = {
    "ACTIVITIES": ACTIVITIES,
    "APPLICATIONS": APPLICATIONS,
    "APPLICATION_MARKS": APPLICATION_MARKS,
    "CATEGORIES": CATEGORIES,
    "CLEARANCES": CLEARANCES,
    "FORUMS": FORUMS,
    "REASONS": REASONS,
    "SEATS": SEATS,
    "SECTORS": SECTORS,
    "SIZES": SIZES,
}
"""What their templates call them."""
