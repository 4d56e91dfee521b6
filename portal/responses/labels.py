"""What people call the kinds and states of answers and promises."""

from portal.responses.rules import BatchState, CommitmentState, Disposition, ReasonCode
from portal.web.locale import _l

DISPOSITIONS = {
    Disposition.ACCEPTED: _l("Accepted"),
    Disposition.ACCEPTED_IN_PART: _l("Accepted in part"),
    Disposition.NOT_ACCEPTED: _l("Not accepted"),
    Disposition.ALREADY_COVERED: _l("Already covered"),
    Disposition.NOTED: _l("Noted"),
    Disposition.DEFERRED: _l("Deferred"),
    Disposition.OUT_OF_SCOPE: _l("Out of scope"),
}

DISPOSITION_MARKS = {
    Disposition.ACCEPTED: "accepted",
    Disposition.ACCEPTED_IN_PART: "part",
    Disposition.NOT_ACCEPTED: "not_accepted",
    Disposition.ALREADY_COVERED: "covered",
    Disposition.NOTED: "noted",
    Disposition.DEFERRED: "deferred",
    Disposition.OUT_OF_SCOPE: "out_of_scope",
}
"""The kind of badge for each."""

EXPLAINED = {
    Disposition.ACCEPTED: _l("Accepted: the position changes as was asked"),
    Disposition.ACCEPTED_IN_PART: _l("Accepted in part: something of it changes the position"),
    Disposition.NOT_ACCEPTED: _l("Not accepted: nothing changes; give the reason"),
    Disposition.ALREADY_COVERED: _l("Already covered: it was done or planned before"),
    Disposition.NOTED: _l("Noted: nothing was asked that could be accepted or refused"),
    Disposition.DEFERRED: _l("Deferred: it returns on a day; give the reason and the day"),
    Disposition.OUT_OF_SCOPE: _l("Out of scope: say who it was passed to; give the reason"),
}
"""The same for those who choose."""

REASONS = {
    ReasonCode.LEGAL_LIMIT: _l("The law does not allow it"),
    ReasonCode.PARTNER_REFUSED: _l("The partner refused"),
    ReasonCode.CONFLICTS_WITH_OTHER_SECTOR: _l("It would harm another sector more"),
    ReasonCode.FISCAL_COST: _l("The cost to the budget"),
    ReasonCode.INSUFFICIENT_EVIDENCE: _l("Not enough evidence yet"),
    ReasonCode.POLICY_CHOICE: _l("A choice of policy"),
    ReasonCode.AWAITS_OTHER_DECISION: _l("Another decision comes first"),
    ReasonCode.OTHER_BODY_DECIDES: _l("Another body decides it"),
}

BATCHES = {
    BatchState.DRAFT: _l("Being drafted"),
    BatchState.SUBMITTED: _l("Waiting for approval"),
    BatchState.RETURNED: _l("Returned with a remark"),
    BatchState.PUBLISHED: _l("Published"),
}

COMMITMENTS = {
    CommitmentState.OPEN: _l("Promised"),
    CommitmentState.IN_PROGRESS: _l("In progress"),
    CommitmentState.DONE: _l("Kept"),
    CommitmentState.CANCELLED_WITH_REASON: _l("Cancelled, with a reason"),
}

COMMITMENT_MARKS = {
    CommitmentState.OPEN: "promised",
    CommitmentState.IN_PROGRESS: "promised",
    CommitmentState.DONE: "done",
    CommitmentState.CANCELLED_WITH_REASON: "plain",
}
