"""What people read for verdicts and for how far a question has come."""

from portal.adjacent.rules import QuestionState, Verdict
from portal.web.locale import _l

VERDICTS = {
    Verdict.YES: _l("Yes"),
    Verdict.NO: _l("No"),
    Verdict.CONDITIONS: _l("Yes, on conditions"),
}

STATES = {
    QuestionState.WAITING: _l("waits for an answer"),
    QuestionState.DRAFTED: _l("waits for a second member"),
    QuestionState.OVERDUE: _l("overdue"),
    QuestionState.ANSWERED: _l("answered"),
    QuestionState.WITHDRAWN: _l("withdrawn"),
}
"""In the middle of a line, after the number of the question."""

BADGES = {
    QuestionState.WAITING: "promised",
    QuestionState.DRAFTED: "promised",
    QuestionState.OVERDUE: "late",
    QuestionState.ANSWERED: "done",
    QuestionState.WITHDRAWN: "draft",
}
"""The kind of badge that a state wears."""

VERDICT_BADGES = {
    Verdict.YES: "accepted",
    Verdict.NO: "not_accepted",
    Verdict.CONDITIONS: "part",
}
