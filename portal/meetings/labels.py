"""What people call the kinds and states of meetings."""

from portal.meetings.queries import Shelf
from portal.meetings.rules import (
    ActionState,
    ContactKind,
    ItemKind,
    MeetingKind,
    Nature,
    Presence,
    TestimonyState,
)
from portal.web.locale import _l

KINDS = {
    MeetingKind.COMMITTEE: _l("Committee meeting"),
    MeetingKind.HEARING: _l("Public hearing"),
}

SHELVES = {
    Shelf.COMING: _l("Coming"),
    Shelf.PAST: _l("Past"),
}

ITEMS = {
    ItemKind.FORMAL: _l("Formal"),
    ItemKind.DECISION: _l("Decision"),
    ItemKind.INFORMATION: _l("Information"),
    ItemKind.DISCUSSION: _l("Discussion"),
    ItemKind.DELIBERATION: _l("Deliberation"),
}

NATURES = {
    Nature.STRATEGIC: _l("Strategic"),
    Nature.REACTIVE: _l("Reactive"),
}

PRESENCES = {
    Presence.HOLDER: _l("Present"),
    Presence.ALTERNATE: _l("Present, by the alternate"),
    Presence.ABSENT: _l("Absent"),
}

TESTIMONIES = {
    TestimonyState.REQUESTED: _l("Asked for"),
    TestimonyState.SCHEDULED: _l("Has a slot"),
    TestimonyState.REFUSED: _l("No slot"),
    TestimonyState.WITHDRAWN: _l("Withdrawn"),
}

CONTACTS = {
    ContactKind.MEETING: _l("Meeting"),
    ContactKind.LETTER: _l("Letter"),
    ContactKind.CALL: _l("Call"),
}

ACTIONS = {
    ActionState.OPEN: _l("To be done"),
    ActionState.LATE: _l("Overdue"),
    ActionState.DONE: _l("Done"),
    ActionState.DONE_LATE: _l("Done late"),
}

ACTION_MARKS = {
    ActionState.OPEN: "promised",
    ActionState.LATE: "late",
    ActionState.DONE: "done",
    ActionState.DONE_LATE: "part",
}
"""The kind of badge for each."""
