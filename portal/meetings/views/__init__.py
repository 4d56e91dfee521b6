"""The pages of meetings: the register, one meeting, calendars, and the work of committees."""

from portal.meetings.views import (
    agenda,
    briefings,
    calendars,
    calling,
    contacts,
    hearings,
    minutes,
    places,
    public,
)
from portal.meetings.views.room import bp

__all__ = [
    "agenda",
    "bp",
    "briefings",
    "calendars",
    "calling",
    "contacts",
    "hearings",
    "minutes",
    "places",
    "public",
]
