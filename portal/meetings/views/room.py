"""What the pages of the room hang on, and what they all need."""

from typing import Any

from flask import Blueprint
from flask_login import current_user

from portal.kernel import clock
from portal.meetings.attendee import Attendee, attendee_at
from portal.meetings.labels import (
    ACTION_MARKS,
    ACTIONS,
    CONTACTS,
    ITEMS,
    KINDS,
    NATURES,
    PRESENCES,
    SHELVES,
    TESTIMONIES,
)
from portal.meetings.models import Meeting

bp = Blueprint("meetings", __name__)

WORDS: dict[str, Any] = {
    "ACTIONS": ACTIONS,
    "ACTION_MARKS": ACTION_MARKS,
    "ITEMS": ITEMS,
    "KINDS": KINDS,
    "NATURES": NATURES,
    "PRESENCES": PRESENCES,
    "SHELVES": SHELVES,
    "CONTACTS": CONTACTS,
    "TESTIMONIES": TESTIMONIES,
}
"""What their templates call them."""


def attendee(meeting: Meeting) -> Attendee:
    """Return what whoever is looking is at the meeting today."""
    return attendee_at(meeting, current_user.id, on=clock.legal_day(clock.now()))
