"""Stages at which business is to be heard (policy note, Box 7), rounds, and who is reached how."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES, N_, Localized
from portal.outbox.rules import address

FOREIGN_MINISTRY = "MFA"
"""The body that is told of every new docket (R57)."""


class Stage(StrEnum):
    """Where a negotiation, or the docket about it, stands."""

    PRE_NEGOTIATION = "pre_negotiation"
    DURING = "during"
    PRE_OUTCOME = "pre_outcome"
    REVIEW = "review"
    RATIFICATION = "ratification"
    IMPLEMENTATION = "implementation"


STAGE_IN_LIFE = {
    "exploratory": Stage.PRE_NEGOTIATION,
    "preparation": Stage.PRE_NEGOTIATION,
    "mandate": Stage.PRE_NEGOTIATION,
    "negotiation": Stage.DURING,
    "suspended": Stage.DURING,
    "conclusion": Stage.PRE_OUTCOME,
    "legal_review": Stage.REVIEW,
    "signature": Stage.REVIEW,
    "ratification": Stage.RATIFICATION,
    "in_force": Stage.IMPLEMENTATION,
    "implementation": Stage.IMPLEMENTATION,
    "closed": Stage.IMPLEMENTATION,
}
"""The stage of consultation for each station in a negotiation's own life."""


def stage_of(life: str) -> Stage:
    """Return the stage of consultation of a negotiation that stands at this station."""
    return STAGE_IN_LIFE[life]


def place_of(stage: Stage) -> int:
    """Return which of the six a stage is: 1 to 6."""
    return tuple(Stage).index(stage) + 1


class ConsultationKind(StrEnum):
    """How those concerned were heard."""

    NOTICE = "notice"
    """A notice that takes comments."""
    HEARING = "hearing"
    MEETING = "meeting"
    BRIEFING = "briefing"


class Step(StrEnum):
    """What a move is, seen from the six stages."""

    WITHIN = "within"
    ONWARD = "onward"
    SKIPPING = "skipping"
    BACK = "back"


def step_between(before: str, after: str) -> Step:
    """Return what a move from one station to another is."""
    far = place_of(stage_of(after)) - place_of(stage_of(before))
    if far < 0:
        return Step.BACK
    return (Step.WITHIN, Step.ONWARD)[far] if far <= 1 else Step.SKIPPING


def check_move(
    before: str,
    after: str,
    *,
    held: bool,
    waiver: Localized | None,
    reason: Localized | None,
) -> Step:
    """Return what a move is, or refuse it (R13). `held`: somebody was heard at the stage left.

    A stage is left onward only after a consultation in it, or with a published `waiver`
    that says why there was none. Going back, as suspended talks do, and passing over a
    stage need a published `reason`; a stage that talks go back from is not over, so
    nothing else is owed for it yet. Raises RuleBroken.
    """
    if before == after:
        raise RuleBroken(N_("The negotiation stands there already."), field="station")
    step = step_between(before, after)
    if step is Step.BACK and not reason:
        raise RuleBroken(
            N_("This goes back to an earlier stage. Say why; everyone reads it."), field="reason"
        )
    if step is Step.SKIPPING and not reason:
        raise RuleBroken(
            N_("This passes over a stage. Say why; everyone reads it."), field="reason"
        )
    if step in {Step.ONWARD, Step.SKIPPING} and not held and not waiver:
        raise RuleBroken(
            N_("Nobody was consulted at this stage. Hold a consultation first, or say why not."),
            field="waiver",
        )
    return step


@dataclass(frozen=True)
class Days:
    """A stretch of days, both ends included; without an end it goes on."""

    first: date
    last: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether the day is one of them."""
        return self.first <= on and (self.last is None or on <= self.last)

    def meets(self, other: "Days") -> bool:
        """Say whether both have a day in common."""
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )


LONGEST_ROUND = 60
"""Days. A longer round is a slip of the pen in a year."""


def check_round(days: Days, others: Iterable[tuple[int, Days]]) -> None:
    """Refuse days that no round has, or that another round of the talks has. Raises RuleBroken.

    `others` are the numbers and days of the other rounds. A round in the past may be
    recorded as well as one to come.
    """
    last = days.last or days.first
    if last < days.first:
        raise RuleBroken(N_("A round cannot end before it begins."), field="ends_on")
    if (last - days.first).days >= LONGEST_ROUND:
        raise RuleBroken(
            N_("A round lasts at most %(most)s days. Look at the year again."),
            field="ends_on",
            most=LONGEST_ROUND,
        )
    for number, taken in others:
        if days.meets(taken):
            raise RuleBroken(
                N_("Round %(number)s is held on some of these days."),
                field="starts_on",
                number=number,
            )


CONTACT_LASTS = timedelta(days=365)
"""For how long a contact is offered as good unless somebody says otherwise."""

CONTACT_REMINDER = timedelta(days=14)
"""How long before a contact runs out those who keep it are asked to look."""


def is_expired(valid_until: date | None, today: date) -> bool:
    """Say whether a contact has not been confirmed for too long; its last day still counts."""
    return valid_until is not None and valid_until < today


@dataclass(frozen=True)
class Reach:
    """How a role is reached, whoever holds it. Made by `reach`."""

    mailbox: str
    languages: str
    """Codes with spaces between, in the order of the portal."""


def reach(mailbox: str, languages: Iterable[str]) -> Reach:
    """Return how a role is reached. Raises RuleBroken, on `mailbox` or `languages`."""
    try:
        kept = address(mailbox)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="mailbox") from broken
    spoken = set(languages)
    if not spoken:
        raise RuleBroken(N_("Choose at least one language."), field="languages")
    return Reach(kept, " ".join(code for code in LOCALES if code in spoken))


def check_post(days: Days, others: Iterable[Days]) -> None:
    """Refuse a post that somebody else holds on some of the days. Raises RuleBroken."""
    if any(days.meets(taken) for taken in others):
        raise RuleBroken(
            N_("Somebody holds this post on that day. Let them hand it over first."),
            field="starts_on",
        )


def continuity(before: set[tuple[int, int]], now: set[tuple[int, int]]) -> tuple[int, int] | None:
    """Return how many of those in the groups a year ago still are, and of how many (R56).

    Each pair is a group and a person. Nothing where no group is so old.
    """
    return (len(before & now), len(before)) if before else None
