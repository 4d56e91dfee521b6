"""What people call the standings of a docket."""

from portal.scorecard.rules import Standing
from portal.web.locale import _l

STANDINGS = {
    Standing.NOTHING_ASKED: _l("No answer is owed"),
    Standing.OPEN: _l("Open for comments"),
    Standing.DUE: _l("Answers are due"),
    Standing.LATE: _l("Late"),
    Standing.ANSWERED_IN_TIME: _l("Answered in time"),
    Standing.ANSWERED_LATE: _l("Answered late"),
}

STANDING_MARKS = {
    Standing.NOTHING_ASKED: "plain",
    Standing.OPEN: "open",
    Standing.DUE: "promised",
    Standing.LATE: "late",
    Standing.ANSWERED_IN_TIME: "done",
    Standing.ANSWERED_LATE: "part",
}
"""The kind of badge for each."""
