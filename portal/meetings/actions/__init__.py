"""What can be done with meetings. Each action is one decision by one person."""

from portal.meetings.actions.agenda import NewItem, add_item, drop_item, note_recusal
from portal.meetings.actions.briefing import (
    Sitting,
    answer_question,
    ask_about_round,
    give_briefing,
    report_round,
)
from portal.meetings.actions.calendars import close_calendar, open_calendar
from portal.meetings.actions.calling import (
    Call,
    call_meeting,
    cancel_meeting,
    change_meeting,
    demand_meeting,
)
from portal.meetings.actions.contacting import Encounter, record_contact
from portal.meetings.actions.hearing import (
    call_hearing,
    give_slot,
    refuse_testimony,
    request_testimony,
    withdraw_testimony,
)
from portal.meetings.actions.minuting import (
    draft_minutes,
    drop_decision,
    finish_action,
    publish_minutes,
    record_attendance,
    record_decision,
)
from portal.meetings.actions.registering import give_up_place, take_place

__all__ = [
    "Call",
    "Encounter",
    "NewItem",
    "Sitting",
    "add_item",
    "answer_question",
    "ask_about_round",
    "call_hearing",
    "call_meeting",
    "cancel_meeting",
    "change_meeting",
    "close_calendar",
    "demand_meeting",
    "draft_minutes",
    "drop_decision",
    "drop_item",
    "finish_action",
    "give_briefing",
    "give_slot",
    "give_up_place",
    "note_recusal",
    "open_calendar",
    "publish_minutes",
    "record_attendance",
    "record_contact",
    "record_decision",
    "refuse_testimony",
    "report_round",
    "request_testimony",
    "take_place",
    "withdraw_testimony",
]
