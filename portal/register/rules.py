"""Kinds of notice, their way to publication, and the comment period. Pure rules."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.kernel.calendar import Span
from portal.kernel.clock import end_of, legal_day
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_


class NoticeKind(StrEnum):
    """What a notice does. The words are those of the vocabulary of the policy note's team."""

    INTENT_TO_LAUNCH = "intent_to_launch"
    REQUEST_FOR_COMMENTS = "request_for_comments"
    TARIFF_OFFER = "tariff_offer"
    PUBLIC_HEARING = "public_hearing"
    EXTENSION = "extension"
    REOPENING = "reopening"
    CORRECTION = "correction"
    POSITION_CHANGE = "position_change"
    IMPACT_ANALYSIS = "impact_analysis"
    ROUND_REPORT = "round_report"
    OUTCOME = "outcome"
    RATIFICATION = "ratification"
    MEMBERSHIP_CALL = "membership_call"
    WITHDRAWAL = "withdrawal"
    FOREIGN = "foreign"
    """A document of another register, shown in the same form."""


class NoticeState(StrEnum):
    """How far a notice has come on its way into the register."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """Waits for a second official."""
    RETURNED = "returned"
    """Came back with remarks."""
    PUBLISHED = "published"


NOTICE_LIFE = Lifecycle(
    {
        NoticeState.DRAFT: (NoticeState.SUBMITTED,),
        NoticeState.RETURNED: (NoticeState.SUBMITTED,),
        NoticeState.SUBMITTED: (NoticeState.RETURNED, NoticeState.PUBLISHED),
    },
    refusal=N_("The notice is not at a point where this can be done."),
)


class DecisionStatus(StrEnum):
    """What is still open when business is asked (policy note, par. 40)."""

    OPEN = "open"
    OPTIONS_NARROWED = "options_narrowed"
    DECIDED = "decided"


class PeriodState(StrEnum):
    """Where a comment period stands, which only the calendar decides."""

    NONE = "none"
    """The notice asks for no comments."""
    OPEN = "open"
    CLOSING = "closing"
    """Open, and in its last days."""
    CLOSED = "closed"


CLOSING_DAYS = 3
"""A period in its last 72 hours is said to be closing."""


@dataclass(frozen=True)
class CommentPeriod:
    """The legal days on which anyone may comment, first and last included."""

    opens: date
    closes: date

    @property
    def deadline(self) -> datetime:
        """The first instant at which a comment is late, in UTC."""
        return end_of(self.closes)

    def is_open(self, now: datetime) -> bool:
        """Say whether comments are taken in time at this moment."""
        return self.opens <= legal_day(now) and now < self.deadline

    def days_left(self, now: datetime) -> int:
        """Return how many legal days are left, today included; 0 once it has closed."""
        return max(0, (self.closes - legal_day(now)).days + 1)

    def state(self, now: datetime) -> PeriodState:
        """Return where the period stands."""
        if not self.is_open(now):
            return PeriodState.CLOSED
        return PeriodState.CLOSING if self.days_left(now) <= CLOSING_DAYS else PeriodState.OPEN


@dataclass(frozen=True)
class Window:
    """How long the public is to have: what is usual, and what is the least."""

    usual: Span
    least: Span


WINDOWS = {
    NoticeKind.INTENT_TO_LAUNCH: Window(Span(45), Span(30)),
    NoticeKind.REQUEST_FOR_COMMENTS: Window(Span(30), Span(20)),
    NoticeKind.TARIFF_OFFER: Window(Span(30), Span(20)),
    NoticeKind.POSITION_CHANGE: Window(Span(15, working=True), Span(10, working=True)),
    NoticeKind.RATIFICATION: Window(Span(30), Span(20)),
}
"""Periods by kind of notice (`timing_defaults.yaml`); a kind that is not here asks nothing."""

FIRST_VOLUME_YEAR = 2014
"""The year of volume 1 of the Register of Trade Negotiations."""

CAPTIONS = (
    "AGENCY",
    "ACTION",
    "SUMMARY",
    "DATES",
    "ADDRESSES",
    "FOR FURTHER INFORMATION CONTACT",
    "SUPPLEMENTARY INFORMATION",
)
"""The parts of a notice, in the order of the Federal Register (1 CFR 18.12)."""
