"""The name under which the pages of this room are known, and the words they show."""

from typing import Any

from flask import Blueprint

from portal.outreach.labels import (
    CHANNELS,
    FORMATS,
    GROUNDS,
    REQUEST_MARKS,
    REQUEST_STATES,
    STEPS,
)

bp = Blueprint("outreach", __name__)

WORDS: dict[str, Any] = {
    "CHANNELS": CHANNELS,
    "FORMATS": FORMATS,
    "GROUNDS": GROUNDS,
    "STATES": REQUEST_STATES,
    "MARKS": REQUEST_MARKS,
    "STEPS": STEPS,
}
