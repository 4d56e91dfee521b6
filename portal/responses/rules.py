"""Dispositions, reasons, and the way of an answer to publication. Pure rules."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_


class Disposition(StrEnum):
    """What became of a concern."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    NOT_ACCEPTED = "not_accepted"
    ALREADY_COVERED = "already_covered"
    NOTED = "noted"
    DEFERRED = "deferred"
    OUT_OF_SCOPE = "out_of_scope"


NEEDS_REASON = (
    Disposition.NOT_ACCEPTED,
    Disposition.DEFERRED,
    Disposition.OUT_OF_SCOPE,
)
"""Dispositions that carry a coded reason beside the answer."""


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


class CommitmentState(StrEnum):
    """How far a promise has come. Whether it is overdue, the calendar says."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED_WITH_REASON = "cancelled_with_reason"
