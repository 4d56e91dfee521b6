"""What people call the kinds and states of the register."""

from portal.register.queries import Pile, Shelf
from portal.register.rules import (
    DecisionStatus,
    FileKind,
    NoticeKind,
    NoticeState,
    Part,
    PeriodState,
    QuestionForm,
    Relation,
    RequestState,
)
from portal.web.locale import _l

KINDS = {
    NoticeKind.INTENT_TO_LAUNCH: _l("Notice of intent to launch negotiations"),
    NoticeKind.REQUEST_FOR_COMMENTS: _l("Request for comments"),
    NoticeKind.TARIFF_OFFER: _l("Request for comments on tariff offers and requests"),
    NoticeKind.PUBLIC_HEARING: _l("Notice of public hearing"),
    NoticeKind.EXTENSION: _l("Extension of comment period"),
    NoticeKind.REOPENING: _l("Reopening of comment period"),
    NoticeKind.CORRECTION: _l("Correction"),
    NoticeKind.POSITION_CHANGE: _l("Notice of proposed change of negotiating position"),
    NoticeKind.IMPACT_ANALYSIS: _l("Publication of impact analysis"),
    NoticeKind.ROUND_REPORT: _l("Report on a negotiating round"),
    NoticeKind.OUTCOME: _l("Notice of outcome with response to comments"),
    NoticeKind.RATIFICATION: _l("Notice on ratification and request for views"),
    NoticeKind.MEMBERSHIP_CALL: _l("Call for nominations to committees"),
    NoticeKind.WITHDRAWAL: _l("Withdrawal of notice"),
    NoticeKind.INFORMATION: _l("Information"),
    NoticeKind.FOREIGN: _l("Document of another register"),
}

STATES = {
    NoticeState.DRAFT: _l("Draft"),
    NoticeState.SUBMITTED: _l("Waiting for approval"),
    NoticeState.RETURNED: _l("Returned with remarks"),
    NoticeState.SCHEDULED: _l("Approved, waits for its day"),
    NoticeState.PUBLISHED: _l("Published"),
}

DECISIONS = {
    DecisionStatus.OPEN: _l("Open: nothing is decided yet"),
    DecisionStatus.OPTIONS_NARROWED: _l("Narrowed: some options are already excluded"),
    DecisionStatus.DECIDED: _l("Decided: we ask how to carry it out"),
}

PERIODS = {
    PeriodState.NONE: _l("No comments asked"),
    PeriodState.OPEN: _l("Open"),
    PeriodState.CLOSING: _l("Closing soon"),
    PeriodState.CLOSED: _l("Closed"),
}

SHELVES = {
    Shelf.OPEN: _l("Open for comments"),
    Shelf.CLOSED: _l("Comment period over"),
    Shelf.ALL: _l("All documents"),
}

PILES = {
    Pile.DRAFTS: _l("Drafts"),
    Pile.WAITING: _l("Waiting for approval"),
    Pile.SCHEDULED: _l("Waiting for their day"),
    Pile.PUBLISHED: _l("Published"),
}

FORMS = {
    QuestionForm.TEXT: _l("In words"),
    QuestionForm.CHOICE: _l("A choice of answers"),
    QuestionForm.NUMBER: _l("A number"),
    QuestionForm.HS_LINE: _l("A line of the Harmonised System"),
}

PARTS = {
    Part.DECIDED: _l("What is decided"),
    Part.STILL_OPEN: _l("What is still open"),
    Part.WHY_NOW: _l("Why now"),
    Part.STRATEGY: _l("Programme and priority sector"),
    Part.ON_THE_TABLE: _l("What is on the table"),
    Part.OPTIONS: _l("Options"),
    Part.COSTS_BENEFITS: _l("Costs and benefits"),
    Part.AFFECTED: _l("Who is affected"),
    Part.TERMS: _l("Terms explained"),
    Part.TRADE_NOW: _l("Trade now"),
    Part.POTENTIAL: _l("Trade that could be"),
    Part.COMPETITORS: _l("Terms of competitors"),
    Part.SENSITIVITIES: _l("Where the market is sensitive"),
}

FILES = {
    FileKind.DOCUMENT: _l("Document"),
    FileKind.IMPACT_ANALYSIS: _l("Impact analysis"),
    FileKind.DATA: _l("Table of figures"),
}

DOES = {
    Relation.CORRECTS: _l("Corrects"),
    Relation.EXTENDS: _l("Extends the time for comments on"),
    Relation.REOPENS: _l("Reopens for comments"),
    Relation.WITHDRAWS: _l("Withdraws"),
    Relation.ANSWERS: _l("Answers the comments on"),
    Relation.FOLLOWS: _l("Follows"),
}
"""What a notice does to an earlier one."""

DONE = {
    Relation.CORRECTS: _l("Corrected by"),
    Relation.EXTENDS: _l("Time for comments extended by"),
    Relation.REOPENS: _l("Reopened for comments by"),
    Relation.WITHDRAWS: _l("Withdrawn by"),
    Relation.ANSWERS: _l("Comments answered by"),
    Relation.FOLLOWS: _l("Followed by"),
}
"""What a later notice did to this one."""

REQUESTS = {
    RequestState.WAITING: _l("Waits for a decision"),
    RequestState.GRANTED: _l("Granted"),
    RequestState.REFUSED: _l("Refused"),
}
