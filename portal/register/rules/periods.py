"""The comment period: how long it is, where it stands, what moves its end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.kernel.calendar import Span, is_working, next_working, working_days_between
from portal.kernel.clock import end_of, legal_day
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.register.rules.kinds import NoticeKind


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


def period_of(opens: date | None, closes: date | None) -> CommentPeriod | None:
    """Return the comment period of a notice, where it opened one."""
    return None if opens is None or closes is None else CommentPeriod(opens, closes)


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

SHORTEST = Span(5, working=True)
"""What even a published reason cannot shorten (`comment_days.absolute_floor`, min)."""


def earliest_closing(kind: NoticeKind, published: date, *, waived: bool = False) -> date | None:
    """Return the first lawful last day for comments; nothing for a kind that asks none.

    The day after publication is day 1, and the last day is a working day (R22).
    """
    if kind not in WINDOWS:
        return None
    return (SHORTEST if waived else WINDOWS[kind].least).last_day(published)


def closing_day(
    kind: NoticeKind, published: date, *, wanted: date | None = None, waived: bool = False
) -> date | None:
    """Return the last day for comments of a notice published on that day.

    The day that is wanted moves on to a working day; where none is wanted the usual
    window applies. Raises RuleBroken where the public would have too little time.
    """
    earliest = earliest_closing(kind, published, waived=waived)
    if earliest is None:
        return None
    if wanted is None:
        return WINDOWS[kind].usual.last_day(published)
    closes = next_working(wanted)
    if closes >= earliest:
        return closes
    if waived:
        raise RuleBroken(
            N_("Even with a published reason, comments close on %(earliest)s at the earliest."),
            field="wanted_closing",
            earliest=earliest.strftime(IN_DIGITS),
        )
    raise RuleBroken(
        N_("Comments may close on %(earliest)s at the earliest. A shorter time needs a reason."),
        field="wanted_closing",
        earliest=earliest.strftime(IN_DIGITS),
    )


IN_DIGITS = "%d.%m.%Y"
"""A day as every language of the portal reads it inside a sentence."""


DECIDE_WITHIN = Span(3, working=True)
"""How long a request for more time waits for its decision (`extension.decide_within`)."""

ASK_BEFORE = 5
"""Working days before the close at which to ask at the latest (`request_latest_before_close`)."""

LINK_LASTS = timedelta(days=3)
"""How long the link that confirms an address is good."""

MOST_ADDED = timedelta(days=60)
"""What extensions may add to the first closing day together (`extension.max_total_days`)."""


def moved_closing(
    kind: NoticeKind,
    period: CommentPeriod | None,
    *,
    first: date | None,
    wanted: date | None,
    published: date,
) -> date:
    """Return the last day for comments that an extension or a reopening gives an earlier notice.

    `period` is that of the earlier notice as it stands, `first` its last day as it was
    published. Raises RuleBroken, on `earlier` or `wanted_closing`.
    """
    if period is None:
        raise RuleBroken(N_("The earlier notice asks for no comments."), field="earlier")
    has_closed = published > period.closes
    if kind is NoticeKind.EXTENSION and has_closed:
        raise RuleBroken(
            N_("Its comment period has ended: reopen it instead of extending it."), field="earlier"
        )
    if kind is NoticeKind.REOPENING and not has_closed:
        raise RuleBroken(
            N_("Its comment period still runs: extend it instead of reopening it."),
            field="earlier",
        )
    if wanted is None:
        raise RuleBroken(N_("Say until when comments are taken."), field="wanted_closing")
    closes = next_working(wanted)
    if kind is NoticeKind.REOPENING:
        earliest = SHORTEST.last_day(published)
        if closes < earliest:
            raise RuleBroken(
                N_("Reopened today, comments close on %(earliest)s at the earliest."),
                field="wanted_closing",
                earliest=earliest.strftime(IN_DIGITS),
            )
        return closes
    if closes <= period.closes:
        raise RuleBroken(
            N_("Comments close on %(closes)s already: an extension gives a later day."),
            field="wanted_closing",
            closes=period.closes.strftime(IN_DIGITS),
        )
    latest = (first or period.closes) + MOST_ADDED
    if wanted > latest:
        raise RuleBroken(
            N_("All extensions together reach to %(latest)s at the latest: 60 days."),
            field="wanted_closing",
            latest=latest.strftime(IN_DIGITS),
        )
    return closes


def check_request(period: CommentPeriod | None, *, until: date, now: datetime) -> None:
    """Refuse a request for more time that comes too late or asks for none. Raises RuleBroken."""
    if period is None or not period.is_open(now):
        raise RuleBroken(N_("This notice takes no comments now, so there is nothing to extend."))
    if working_days_between(legal_day(now), period.closes) < ASK_BEFORE:
        raise RuleBroken(
            N_(
                "More time is asked for at least five working days before the close, so that the"
                " decision comes before it."
            )
        )
    if until <= period.closes:
        raise RuleBroken(
            N_("Comments are taken until %(closes)s as it is: ask for a later day."),
            field="until",
            closes=period.closes.strftime(IN_DIGITS),
        )
    if until > period.closes + MOST_ADDED:
        raise RuleBroken(
            N_("Ask for at most 60 days more."),
            field="until",
        )


def check_schedule(publish_on: date, inspect_on: date | None, *, today: date) -> None:
    """Refuse a day of publication, or of inspection before it, that cannot be kept.

    Raises RuleBroken.
    """
    if publish_on <= today:
        raise RuleBroken(
            N_("Choose a day to come; for today, publish it at once."), field="publish_on"
        )
    if publish_on > today + LONGEST_WAIT:
        raise RuleBroken(N_("A notice waits for its day three months at most."), field="publish_on")
    if not is_working(publish_on):
        raise RuleBroken(
            N_("The register does not appear on %(day)s. Choose a working day."),
            field="publish_on",
            day=publish_on.strftime(IN_DIGITS),
        )
    if inspect_on is not None and not today <= inspect_on < publish_on:
        raise RuleBroken(
            N_("Public inspection begins before the day of publication, today at the earliest."),
            field="inspect_on",
        )


LONGEST_WAIT = timedelta(days=92)
"""Between approval and publication; what was approved may be overtaken after that."""
