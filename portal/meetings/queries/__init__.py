"""Reading meetings. `get_` raises Missing; plurals return lists; `select_` is paged over."""

from portal.meetings.queries.activity import Activity, activity_of, meetings_by_quarter
from portal.meetings.queries.briefings import (
    briefings_of,
    find_report,
    get_question,
    questions_about,
)
from portal.meetings.queries.calendars import (
    feed_of,
    find_owner,
    meetings_of_committee,
    meetings_of_person,
)
from portal.meetings.queries.contacts import contacts_of, get_contact, select_contacts
from portal.meetings.queries.hearings import (
    find_hearing,
    find_request,
    get_request,
    requests_at,
    speakers_at,
)
from portal.meetings.queries.meetings import (
    Shelf,
    committees,
    get_decision,
    get_item,
    get_meeting,
    seats_at,
    select_meetings,
)
from portal.meetings.queries.places import (
    Places,
    find_registration,
    participants,
    places_of,
    registered,
)
from portal.meetings.queries.waiting import (
    actions_of,
    demands_of,
    offered_to,
    owed_actions,
    unanswered_demands,
    without_minutes,
)

__all__ = [
    "Activity",
    "Places",
    "Shelf",
    "actions_of",
    "activity_of",
    "briefings_of",
    "committees",
    "contacts_of",
    "demands_of",
    "feed_of",
    "find_hearing",
    "find_owner",
    "find_registration",
    "find_report",
    "find_request",
    "get_contact",
    "get_decision",
    "get_item",
    "get_meeting",
    "get_question",
    "get_request",
    "meetings_by_quarter",
    "meetings_of_committee",
    "meetings_of_person",
    "offered_to",
    "owed_actions",
    "participants",
    "places_of",
    "questions_about",
    "registered",
    "requests_at",
    "seats_at",
    "select_contacts",
    "select_meetings",
    "speakers_at",
    "unanswered_demands",
    "without_minutes",
]
