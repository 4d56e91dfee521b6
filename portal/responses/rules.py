"""Dispositions, reasons, and the way of an answer to publication. Pure rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from portal.kernel.calendar import working_days_between
from portal.kernel.errors import RuleBroken
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_, Localized


class Disposition(StrEnum):
    """What became of a concern."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    NOT_ACCEPTED = "not_accepted"
    ALREADY_COVERED = "already_covered"
    NOTED = "noted"
    DEFERRED = "deferred"
    OUT_OF_SCOPE = "out_of_scope"


TAKEN_UP = (Disposition.ACCEPTED, Disposition.ACCEPTED_IN_PART)
"""Dispositions by which the position changes; the share of them is the accepted share."""

NEEDS_REASON = (
    Disposition.NOT_ACCEPTED,
    Disposition.DEFERRED,
    Disposition.OUT_OF_SCOPE,
)
"""Dispositions that carry a coded reason beside the answer."""

MAY_HAVE_REASON = (*NEEDS_REASON, Disposition.ACCEPTED_IN_PART)


class ReasonCode(StrEnum):
    """Why something was not accepted, or not now."""

    LEGAL_LIMIT = "legal_limit"
    PARTNER_REFUSED = "partner_refused"
    CONFLICTS_WITH_OTHER_SECTOR = "conflicts_with_other_sector"
    FISCAL_COST = "fiscal_cost"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    POLICY_CHOICE = "policy_choice"
    AWAITS_OTHER_DECISION = "awaits_other_decision"
    OTHER_BODY_DECIDES = "other_body_decides"


class BatchState(StrEnum):
    """How far a batch of answers has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"


BATCH_LIFE = Lifecycle(
    {
        BatchState.DRAFT: (BatchState.SUBMITTED,),
        BatchState.RETURNED: (BatchState.SUBMITTED,),
        BatchState.SUBMITTED: (BatchState.RETURNED, BatchState.PUBLISHED),
    },
    refusal=N_("The answers are not at a point where this can be done."),
)

OPEN_TO_CHANGE = frozenset({BatchState.DRAFT, BatchState.RETURNED})
"""States in which the answers of a batch may still be rewritten."""


class CommitmentState(StrEnum):
    """How far a promise has come. Whether it is overdue, the calendar says."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED_WITH_REASON = "cancelled_with_reason"


OWED = (CommitmentState.OPEN, CommitmentState.IN_PROGRESS)
"""States in which a promise is still to be kept."""

COMMITMENT_LIFE = Lifecycle(
    dict.fromkeys(OWED, (CommitmentState.DONE, CommitmentState.CANCELLED_WITH_REASON)),
    refusal=N_("This promise is settled already."),
)


class ReminderStep(StrEnum):
    """When those who owe a promise are reminded of it, counted from its day."""

    SOON = "soon"
    DUE = "due"
    LATE = "late"
    LONG_LATE = "long_late"


REMINDED_AFTER = {
    ReminderStep.SOON: timedelta(days=-3),
    ReminderStep.DUE: timedelta(days=0),
    ReminderStep.LATE: timedelta(days=1),
    ReminderStep.LONG_LATE: timedelta(days=10),
}
"""How long after the promise's day each step is reached, in the order in which they are."""


def step_reached(due_on: date, *, today: date) -> ReminderStep | None:
    """Return the last step that the calendar has reached; nothing while the day is far off.

    An earlier step that nobody was reminded at is not made up for: the later says more.
    """
    reached = [step for step, after in REMINDED_AFTER.items() if due_on + after <= today]
    return reached[-1] if reached else None


LONGEST_STATEMENT = 400
LONGEST_ANSWER = 4_000
LONGEST_PROMISE = 300
"""Characters in one language."""

MOST_POINTS_AT_ONCE = 200


def check_statement(statement: Localized | None) -> Localized:
    """Return what a concern says, or refuse where it says nothing."""
    if not statement:
        raise RuleBroken(N_("Say in one sentence what these points ask."), field="statement")
    return statement


def check_answer(
    disposition: Disposition,
    *,
    answer: Localized | None,
    reason_code: ReasonCode | None,
    deferred_until: date | None,
    today: date,
) -> Localized:
    """Return the words of an answer, or refuse an answer that does not give account.

    A refusal, a deferral and a redirection name a reason; a deferral also names the day
    on which the matter returns.
    """
    if disposition in NEEDS_REASON and reason_code is None:
        raise RuleBroken(N_("Choose the reason. Who is refused is told why."), field="reason_code")
    if reason_code is not None and disposition not in MAY_HAVE_REASON:
        raise RuleBroken(
            N_("An answer of this kind carries no reason for a refusal."), field="reason_code"
        )
    if disposition is Disposition.DEFERRED and deferred_until is None:
        raise RuleBroken(
            N_("Give the day on which the matter will be taken up again."), field="deferred_until"
        )
    if deferred_until is not None and disposition is not Disposition.DEFERRED:
        raise RuleBroken(N_("Only what is deferred has such a day."), field="deferred_until")
    if deferred_until is not None and deferred_until <= today:
        raise RuleBroken(N_("The day must lie ahead."), field="deferred_until")
    if not answer:
        raise RuleBroken(N_("Write the answer."), field="answer")
    return answer


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A commitment as it is drafted: what, by whom, until when."""

    text: Localized | None
    agency_id: int | None
    due_on: date | None


def check_promise(promise: Promise, *, today: date) -> tuple[Localized, int, date]:
    """Return text, owner and day of a promise, or refuse one that lacks any of them (R61)."""
    if not promise.text:
        raise RuleBroken(N_("Say what is promised."), field="text")
    if promise.agency_id is None:
        raise RuleBroken(N_("A promise has one body that owes it."), field="agency_id")
    if promise.due_on is None:
        raise RuleBroken(N_("A promise has a day until which it is kept."), field="due_on")
    if promise.due_on <= today:
        raise RuleBroken(N_("The day must lie ahead."), field="due_on")
    return promise.text, promise.agency_id, promise.due_on


@dataclass(frozen=True)
class Coverage:
    """How much of what was said in a docket has been grouped and answered."""

    points: int = 0
    """Points of comments that everyone may read."""
    grouped: int = 0
    concerns: int = 0
    """Concerns that hold at least one point."""
    answered: int = 0
    """Concerns whose answer is published."""
    points_answered: int = 0
    """Points of such concerns."""

    @property
    def ungrouped(self) -> int:
        """How many points nobody has grouped yet."""
        return max(0, self.points - self.grouped)

    @property
    def unanswered(self) -> int:
        """How many concerns have no published answer."""
        return self.concerns - self.answered

    @property
    def is_complete(self) -> bool:
        """Say whether something was said, and all of it is answered."""
        return self.points > 0 and not self.ungrouped and not self.unanswered


def days_to_answer(closed_on: date, published: Sequence[tuple[date, int]]) -> int | None:
    """Return the median of working days from the close of comments to the answers.

    `published` holds, for each batch, its day and how many concerns it answered. An
    answer that came before the close counts as 0 days. Nothing published: None.
    """
    days = [working_days_between(closed_on, day) for day, count in published for _ in range(count)]
    return round(median(days)) if days else None
