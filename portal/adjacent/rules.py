"""Questions from the table, when they are to be answered, and by how many hands. Pure rules."""

from datetime import datetime, timedelta
from enum import StrEnum

from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_

USUAL_TIME = timedelta(hours=4)
"""For an answer (`timing_defaults.yaml`, adjacent_room.urgent_answer)."""

LEAST_TIME = timedelta(minutes=10)
MOST_TIME = timedelta(hours=48)

LONGEST_QUESTION = 2_000
LONGEST_ANSWER = 4_000
LONGEST_SHIFT = timedelta(hours=24)


class Verdict(StrEnum):
    """What business says to a question."""

    YES = "yes"
    NO = "no"
    CONDITIONS = "conditions"
    """Yes, provided that; the words say what."""


class QuestionState(StrEnum):
    """How far a question has come; read from its moments and the clock."""

    WAITING = "waiting"
    DRAFTED = "drafted"
    """Somebody has written an answer that a second person is to release."""
    OVERDUE = "overdue"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


def state_of(
    *,
    due_at: datetime,
    drafted_at: datetime | None,
    released_at: datetime | None,
    withdrawn_at: datetime | None,
    now: datetime,
) -> QuestionState:
    """Return how far a question has come at this moment. Due at 16:40, it is late at 16:40."""
    if released_at is not None:
        return QuestionState.ANSWERED
    if withdrawn_at is not None:
        return QuestionState.WITHDRAWN
    if now >= due_at:
        return QuestionState.OVERDUE
    return QuestionState.WAITING if drafted_at is None else QuestionState.DRAFTED


def check_question(text: str, *, due_at: datetime, now: datetime) -> str:
    """Return the words of a question that can be put. Raises RuleBroken on `text` or `due_at`."""
    text = text.strip()
    if not text:
        raise RuleBroken(N_("Write what the table wants to know."), field="text")
    if len(text) > LONGEST_QUESTION:
        raise RuleBroken(
            N_("Use at most %(most)s characters."), field="text", most=LONGEST_QUESTION
        )
    if due_at < now + LEAST_TIME:
        raise RuleBroken(
            N_("Leave at least %(minutes)s minutes for an answer."),
            field="due_at",
            minutes=int(LEAST_TIME.total_seconds() // 60),
        )
    if due_at > now + MOST_TIME:
        raise RuleBroken(
            N_("A question from the table is for today or tomorrow. Ask for later in a notice."),
            field="due_at",
        )
    return text


def check_answer(verdict: Verdict, text: str) -> str:
    """Return the words of an answer. Conditions and refusals say why. Raises RuleBroken."""
    text = text.strip()
    if len(text) > LONGEST_ANSWER:
        raise RuleBroken(N_("Use at most %(most)s characters."), field="text", most=LONGEST_ANSWER)
    if verdict is Verdict.CONDITIONS and not text:
        raise RuleBroken(N_("Write under which conditions."), field="text")
    if verdict is Verdict.NO and not text:
        raise RuleBroken(N_("Write in a sentence why not."), field="text")
    return text


def check_release(*, drafted_by: int | None, by: int) -> None:
    """Refuse an answer that one person alone would give. Raises RuleBroken."""
    if drafted_by is None:
        raise RuleBroken(N_("There is no answer to release yet."))
    if drafted_by == by:
        raise RuleBroken(
            N_("Whoever wrote the answer cannot release it. Ask a second member to read it.")
        )


def check_shift(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse hours on call that run backwards or around the clock. Raises RuleBroken."""
    if ends_at <= starts_at:
        raise RuleBroken(N_("The hours end before they begin."), field="ends_at")
    if ends_at - starts_at > LONGEST_SHIFT:
        raise RuleBroken(
            N_("Nobody is on call for longer than a day. Enter two shifts."), field="ends_at"
        )


def minutes_taken(asked_at: datetime, released_at: datetime) -> int:
    """Return how many whole minutes an answer took."""
    return int((released_at - asked_at).total_seconds() // 60)


def median(minutes: list[int]) -> int | None:
    """Return the middle of some minutes, rounded down; nothing of none."""
    if not minutes:
        return None
    ordered = sorted(minutes)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) // 2
