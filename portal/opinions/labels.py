"""What people call the kinds and stages of opinions."""

from portal.opinions.rules import Choice, Joining, Kind, ReportState, Stage
from portal.web.locale import _l

KINDS = {
    Kind.OPINION: _l("Opinion"),
    Kind.ISSUE_PAPER: _l("Issue paper"),
    Kind.FINAL_REPORT: _l("Final report"),
}

EXPLAINED = {
    Kind.OPINION: _l("Opinion, or joint position: what you ask, point by point"),
    Kind.ISSUE_PAPER: _l(
        "Issue paper: problem, options, evidence, who gains and loses, recommendation"
    ),
    Kind.FINAL_REPORT: _l("Final report: what you think of a concluded agreement"),
}
"""The same for those who choose."""

STAGES = {
    Stage.DRAFTING: _l("Being drafted"),
    Stage.VOTING: _l("Put to the vote"),
    Stage.NOT_ADOPTED: _l("Not adopted"),
    Stage.ADOPTED: _l("Adopted, to be filed"),
    Stage.FILED: _l("Filed in the docket"),
    Stage.WITHDRAWN: _l("Withdrawn"),
}

STAGE_BADGES = {
    Stage.DRAFTING: "draft",
    Stage.VOTING: "closing",
    Stage.NOT_ADOPTED: "oppose",
    Stage.ADOPTED: "accepted",
    Stage.FILED: "done",
    Stage.WITHDRAWN: "closed",
}
"""The kind of badge for each."""

JOININGS = {
    Joining.INVITED: _l("invited, has not answered yet"),
    Joining.JOINED: _l("takes part"),
    Joining.DECLINED: _l("declined"),
    Joining.TAKEN_BACK: _l("invitation taken back"),
}

CHOICES = {
    Choice.FOR: _l("For"),
    Choice.AGAINST: _l("Against"),
    Choice.ABSTAIN: _l("Abstain"),
}

REPORTS = {
    ReportState.AWAITED: _l("Awaited"),
    ReportState.OVERDUE: _l("Overdue"),
    ReportState.FILED: _l("Filed in time"),
    ReportState.FILED_LATE: _l("Filed late"),
}

REPORT_BADGES = {
    ReportState.AWAITED: "announced",
    ReportState.OVERDUE: "late",
    ReportState.FILED: "done",
    ReportState.FILED_LATE: "part",
}
"""The kind of badge for each."""
