"""Kinds of forum and of seat, how large a committee is, and when it has fallen asleep."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

from portal.committees.rules.seats import months_after
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized


class ForumKind(StrEnum):
    """How formal a committee is, and for how long it is there."""

    PERMANENT_FORMAL = "permanent_formal"
    ADHOC_FORMAL = "adhoc_formal"
    INFORMAL_NETWORK = "informal_network"


class SeatRole(StrEnum):
    """What the holder of a seat does in the committee."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    MEMBER = "member"
    LIAISON_NONVOTING = "liaison_nonvoting"
    OBSERVER = "observer"


VOTING = (SeatRole.CHAIR, SeatRole.DEPUTY_CHAIR, SeatRole.MEMBER)
"""Seats that count for a quorum."""


class SeatCategory(StrEnum):
    """Whose voice a seat is kept for."""

    ASSOCIATION = "association"
    LARGE_FIRM = "large_firm"
    SME = "sme"
    ACADEMIA = "academia"
    LABOUR = "labour"
    CONSUMER = "consumer"
    ENVIRONMENT = "environment"
    REGIONAL_CHAMBER = "regional_chamber"


@dataclass(frozen=True)
class Sizes:
    """How large a committee is, and how many of it can decide or call a meeting."""

    fewest: int = 4
    """Seats with a vote: Mexico's COECE worked in groups of 4 to 15 (policy note, Box 7)."""
    most: int = 15
    quorum: Fraction = Fraction(2, 3)
    """Share of the votes that must be present: Entrepreneurial Code, art. 64(7)."""
    asking: int = 1
    """How many members can force a meeting: Entrepreneurial Code, art. 64(7)."""

    def quorum_of(self, voting: int) -> int:
        """Return how many of so many votes must be present for a decision."""
        return ceil(voting * self.quorum)

    def lacking(self, voting: int) -> int:
        """Return how many seats with a vote a committee still lacks to be complete."""
        return max(0, self.fewest - voting)


SIZES = Sizes()

IDLE_AFTER_MONTHS = 6
"""A committee that did nothing for so long is shown as asleep (R11)."""

EXPECTED = {
    "ENV": (SeatCategory.LABOUR, SeatCategory.CONSUMER, SeatCategory.ENVIRONMENT),
    "SPS": (SeatCategory.LABOUR, SeatCategory.CONSUMER, SeatCategory.ENVIRONMENT),
    "IPR": (SeatCategory.LABOUR, SeatCategory.CONSUMER, SeatCategory.ENVIRONMENT),
}
"""Voices that the committees of some themes are to have (policy note, Box A3)."""


class ActivityKind(StrEnum):
    """What a committee does that shows it is awake."""

    MEETING = "meeting"
    OPINION = "opinion"
    ANSWER = "answer"
    """An answer to a question from the negotiating table."""


def sits(first: date, last: date | None, on: date) -> bool:
    """Say whether something that lasts from the first day to the last is there on the day."""
    return first <= on and (last is None or on <= last)


def has_votes(kind: ForumKind) -> bool:
    """Say whether the forum decides by vote; an informal network only keeps a log."""
    return kind is not ForumKind.INFORMAL_NETWORK


@dataclass(frozen=True, kw_only=True)
class Charter:
    """What a committee is there for, and for how long."""

    kind: ForumKind
    mandate: Localized | None = None
    plan: Localized | None = None
    established_on: date
    ends_on: date | None = None

    def check(self) -> None:
        """Refuse a forum that lacks what its kind lives by (R34). Raises RuleBroken.

        A standing committee has a work plan and no end; one for a time a mandate and an end.
        """
        for_a_time = self.kind is ForumKind.ADHOC_FORMAL
        if for_a_time and not self.mandate:
            raise RuleBroken(N_("Say what the committee is to do: its mandate."), field="mandate")
        if for_a_time and self.ends_on is None:
            raise RuleBroken(N_("A committee for a time has a last day. Give it."), field="ends_on")
        if self.kind is ForumKind.PERMANENT_FORMAL and not self.plan:
            raise RuleBroken(N_("Say what the committee plans for the year."), field="plan")
        if not for_a_time and self.ends_on is not None:
            raise RuleBroken(N_("Only a committee for a time has a last day."), field="ends_on")
        if self.ends_on is not None and self.ends_on <= self.established_on:
            raise RuleBroken(N_("The last day comes after the first."), field="ends_on")


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How to reach a committee."""

    mailbox: str
    languages: str
    """Codes with spaces between: `kk ru en`."""
    secretary_id: int | None = None


def missing_voices(theme: str, present: Collection[SeatCategory]) -> list[SeatCategory]:
    """Return the categories that a committee of the theme should have and has not (R33, R90).

    Academia belongs into every committee.
    """
    wanted = (SeatCategory.ACADEMIA, *EXPECTED.get(theme, ()))
    return [category for category in wanted if category not in present]


def is_idle(established_on: date, last_active_on: date | None, on: date) -> bool:
    """Say whether nothing has happened in a committee for half a year (R11)."""
    since = last_active_on or established_on
    return months_after(since, IDLE_AFTER_MONTHS) < on
