"""The pages of meetings: the register, one meeting, calendars, and the work of committees."""

from portal.meetings.views import (
    agenda,
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
    "calendars",
    "calling",
    "contacts",
    "hearings",
    "minutes",
    "places",
    "public",
]
