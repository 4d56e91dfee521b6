"""What the room keeps: meetings and all that hangs on them, briefings during rounds."""

from portal.meetings.models.briefings import Briefing, BriefingQuestion, RoundReport
from portal.meetings.models.meetings import (
    AgendaItem,
    Attendance,
    CalendarFeed,
    Contact,
    Decision,
    Demand,
    Hearing,
    ItemRecusal,
    Meeting,
    MeetingCommittee,
    Minutes,
    Registration,
    Testimony,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "Briefing",
    "BriefingQuestion",
    "CalendarFeed",
    "Contact",
    "Decision",
    "Demand",
    "Hearing",
    "ItemRecusal",
    "Meeting",
    "MeetingCommittee",
    "Minutes",
    "Registration",
    "RoundReport",
    "Testimony",
]
