"""When a meeting may be called, who has a place, what minutes and decisions owe. Pure rules."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from statistics import median

from portal.kernel.calendar import Span
from portal.kernel.clock import LEGAL_TIME, legal_day
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized


class MeetingKind(StrEnum):
    """Who meets."""

    COMMITTEE = "committee"
    HEARING = "hearing"
    """Anybody who asked in time speaks to officials, in public."""


class MeetingState(StrEnum):
    """What people decided about a meeting. Whether it was held, the calendar says."""

    CALLED = "called"
    CANCELLED = "cancelled"


class ItemKind(StrEnum):
    """What is done under an item of an agenda."""

    FORMAL = "formal"
    DECISION = "decision"
    INFORMATION = "information"
    DISCUSSION = "discussion"
    DELIBERATION = "deliberation"


class Nature(StrEnum):
    """Whether an item looks ahead or answers what has come up (policy note, par. 45)."""

    STRATEGIC = "strategic"
    REACTIVE = "reactive"


class TestimonyState(StrEnum):
    """What became of a request to testify."""

    REQUESTED = "requested"
    SCHEDULED = "scheduled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ContactKind(StrEnum):
    """How officials and others were in touch outside the portal."""

    MEETING = "meeting"
    LETTER = "letter"
    CALL = "call"


class Presence(StrEnum):
    """How a seat was filled at a meeting."""

    HOLDER = "holder"
    ALTERNATE = "alternate"
    ABSENT = "absent"


PRESENT = (Presence.HOLDER, Presence.ALTERNATE)

MINUTES_WITHIN = Span(10, working=True)
"""After the meeting, until its minutes are published (`timing_defaults.yaml`, minutes_within)."""

HEARING_NOTICE = Span(20, working=True)
"""From the notice of a hearing to its day, at least (`hearing.notice_days`)."""
REQUESTS_END = timedelta(days=14)
"""Before the hearing (`hearing.request_deadline_before`)."""
SLOT = timedelta(minutes=5)
"""For one speaker (`hearing.slot_minutes`)."""
AFTER_HEARING = Span(7)
"""For comments after the hearing (`post_hearing_days`)."""
CONTACT_WITHIN = Span(5, working=True)
"""After a contact outside the portal, until it is recorded (`contact_log_within`)."""

REPORT_WITHIN = Span(10, working=True)
"""After the last day of a round, until its report (`round_report_within`)."""

LONGEST_NOTE = 8_000
LONGEST_QUESTION = 2_000
LONGEST_NAME = 200
LONGEST_SUMMARY = 3_000
LONGEST_TITLE = 200
LONGEST_PLACE = 300
LONGEST_LINK = 500
LONGEST_MINUTES = 60_000
LONGEST_DECISION = 600
LONGEST_REASON = 1_000
"""Characters in one language."""
LARGEST_CAPACITY = 5_000
MOST_ITEMS = 40

BEFORE_CLOSED = 100
"""Closed items are numbered from 101: no gap among the others tells that they are there."""


def meeting_time(
    on: date | None, starts: time | None, ends: time | None, *, now: datetime
) -> tuple[datetime, datetime]:
    """Return beginning and end of a meeting in legal time, or refuse what is none ahead."""
    if on is None:
        raise RuleBroken(N_("Choose the day."), field="on")
    if starts is None:
        raise RuleBroken(N_("Say when it begins."), field="starts")
    if ends is None:
        raise RuleBroken(N_("Say when it ends."), field="ends")
    if ends <= starts:
        raise RuleBroken(N_("A meeting ends after it begins, on the same day."), field="ends")
    first, last = (datetime.combine(on, at, LEGAL_TIME) for at in (starts, ends))
    if first <= now:
        raise RuleBroken(N_("The meeting must lie ahead."), field="on")
    return first, last


def check_where(place: Localized | None, link: str) -> None:
    """Refuse a meeting that is nowhere, and an address that opens no meeting."""
    if not place and not link:
        raise RuleBroken(N_("Name a place, a link, or both."), field="place")
    if link and not link.startswith("https://"):
        raise RuleBroken(N_("The link must begin with https://."), field="link")


def check_capacity(capacity: int | None) -> None:
    """Refuse a number of places that is none."""
    if capacity is not None and not 1 <= capacity <= LARGEST_CAPACITY:
        raise RuleBroken(
            N_("Give a number of places from 1 to %(most)s."),
            field="capacity",
            most=LARGEST_CAPACITY,
        )


def check_item(
    kind: ItemKind, nature: Nature | None, at: datetime | None, *, starts: datetime, ends: datetime
) -> None:
    """Refuse an item without its nature (R35), or outside the hours of its meeting."""
    if kind is ItemKind.FORMAL and nature is not None:
        raise RuleBroken(N_("A formal item is neither strategic nor reactive."), field="nature")
    if kind is not ItemKind.FORMAL and nature is None:
        raise RuleBroken(
            N_("Say whether the item looks ahead or answers what has come up."), field="nature"
        )
    if at is not None and not starts <= at < ends:
        raise RuleBroken(N_("The item must lie within the hours of the meeting."), field="starts")


def strategic_share(items: Iterable[tuple[ItemKind, Nature | None]]) -> tuple[int, int]:
    """Return how many items look ahead, and how many there are beside the formal ones (R35)."""
    natures = [nature for kind, nature in items if kind is not ItemKind.FORMAL]
    return natures.count(Nature.STRATEGIC), len(natures)


def minutes_due(ends_at: datetime) -> date:
    """Return the last day for publishing the minutes of a meeting."""
    return MINUTES_WITHIN.last_day(legal_day(ends_at))


def check_change(state: MeetingState, starts_at: datetime, *, now: datetime) -> None:
    """Refuse to move or cancel what is cancelled or has begun."""
    if state is MeetingState.CANCELLED:
        raise RuleBroken(N_("This meeting was cancelled."))
    if starts_at <= now:
        raise RuleBroken(N_("This meeting has begun already."))


def check_held(state: MeetingState, ends_at: datetime, *, now: datetime) -> None:
    """Refuse to record what has not taken place."""
    if state is MeetingState.CANCELLED:
        raise RuleBroken(N_("This meeting was cancelled."))
    if now < ends_at:
        raise RuleBroken(N_("This can be recorded once the meeting is over."))


def check_decision(
    text: Localized | None,
    *,
    owners: Sequence[object | None],
    due_on: date | None,
    held_on: date,
) -> Localized:
    """Return the words of a decision; what is to be done has one owner and a day."""
    if not text:
        raise RuleBroken(N_("Say what was decided."), field="text")
    named = [owner for owner in owners if owner is not None]
    if len(named) > 1:
        raise RuleBroken(
            N_("An action has one owner: an organisation or an agency."), field="agency_id"
        )
    if named and due_on is None:
        raise RuleBroken(N_("Give the day by which it is to be done."), field="due_on")
    if due_on is not None and not named:
        raise RuleBroken(N_("Say who is to do it."), field="agency_id")
    if due_on is not None and due_on < held_on:
        raise RuleBroken(N_("The day must not lie before the meeting."), field="due_on")
    return text


class ActionState(StrEnum):
    """How an action that a meeting decided on stands."""

    NONE = "none"
    """The decision asks nobody to do anything."""
    OPEN = "open"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"


def action_state(due_on: date | None, done_on: date | None, *, today: date) -> ActionState:
    """Return how an action stands on the day."""
    if due_on is None:
        return ActionState.NONE
    if done_on is not None:
        return ActionState.DONE if done_on <= due_on else ActionState.DONE_LATE
    return ActionState.OPEN if today <= due_on else ActionState.LATE


def places_to_give(capacity: int, *, placed: int, waiting: int) -> int:
    """Return how many of those who wait move up."""
    return max(0, min(waiting, capacity - placed))


def quarter_of(day: date) -> tuple[int, int]:
    """Return year and quarter of the day: 2026, 2."""
    return day.year, (day.month + 2) // 3


def quarters_until(day: date, count: int) -> list[tuple[int, int]]:
    """Return the last quarters, that of the day at the end."""
    year, quarter = quarter_of(day)
    last = year * 4 + quarter - 1
    return [(n // 4, n % 4 + 1) for n in range(last - count + 1, last + 1)]


IN_DIGITS = "%d.%m.%Y"
"""A day as every language of the portal reads it inside a sentence."""


def check_hearing_day(on: date, published_on: date) -> None:
    """Refuse a hearing of which the public hears too late (R42): 20 working days are the least."""
    earliest = HEARING_NOTICE.last_day(published_on)
    if on < earliest:
        raise RuleBroken(
            N_("The notice must be out 20 working days: the earliest day is %(earliest)s."),
            field="on",
            earliest=earliest.strftime(IN_DIGITS),
        )


def requests_end(on: date, wanted: date | None = None) -> date:
    """Return the last day for requests to testify: 14 days before, or a wanted earlier one."""
    latest = on - REQUESTS_END
    return min(wanted, latest) if wanted else latest


def check_request(until: date, *, today: date) -> None:
    """Refuse a request to testify that comes too late (R42)."""
    if today > until:
        raise RuleBroken(
            N_("Requests to testify were taken until %(until)s. Comments are still welcome."),
            until=until.strftime(IN_DIGITS),
        )


def slots_in(starts: datetime, ends: datetime) -> int:
    """Return how many speakers the hours of a hearing hold, one after the other."""
    return (ends - starts) // SLOT


def slot_begins(starts: datetime, slot: int) -> datetime:
    """Return when a slot begins: 1 with the hearing, each next one as the last ends."""
    return starts + (slot - 1) * SLOT


def check_slot(slot: int | None, *, starts: datetime, ends: datetime) -> int:
    """Return the slot, or refuse one outside the hours of the hearing."""
    if slot is None or not 1 <= slot <= slots_in(starts, ends):
        raise RuleBroken(
            N_("Choose a slot from 1 to %(most)s."), field="slot", most=slots_in(starts, ends)
        )
    return slot


def comments_after(on: date) -> date:
    """Return the last day for comments on what was said at a hearing."""
    return AFTER_HEARING.last_day(on)


def check_contact(
    on: date | None,
    *,
    party: str,
    organisation_id: int | None,
    subject: Localized | None,
    today: date,
) -> tuple[date, Localized]:
    """Return day and subject of a contact, or refuse one that does not give account (R69)."""
    if on is None:
        raise RuleBroken(N_("Choose the day."), field="on")
    if on > today:
        raise RuleBroken(N_("Only what has taken place is recorded."), field="on")
    if organisation_id is None and not party:
        raise RuleBroken(N_("Say with whom: choose an organisation, or name it."), field="party")
    if not subject:
        raise RuleBroken(N_("Say what it was about."), field="subject")
    return on, subject


def contact_due(on: date) -> date:
    """Return the last day for recording a contact of that day."""
    return CONTACT_WITHIN.last_day(on)


def check_briefing_day(on: date | None, first: date, last: date) -> date:
    """Return the day of a briefing, or refuse one on which the round is not held."""
    if on is None or not first <= on <= last:
        raise RuleBroken(N_("Choose a day of the round."), field="on")
    return on


def report_due(last_day: date) -> date:
    """Return the last day for the report on a round that ended on that day (R19)."""
    return REPORT_WITHIN.last_day(last_day)


def minutes_to_answer(times: Iterable[tuple[datetime, datetime | None]]) -> int | None:
    """Return the median of minutes from question to answer; nothing answered: nothing."""
    waits = [(answered - asked).total_seconds() / 60 for asked, answered in times if answered]
    return round(median(waits)) if waits else None
