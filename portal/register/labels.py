"""What people call the kinds and states of the register."""

from portal.register.queries import Pile, Shelf
from portal.register.rules import DecisionStatus, NoticeKind, NoticeState, PeriodState
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
    NoticeKind.FOREIGN: _l("Document of another register"),
}

STATES = {
    NoticeState.DRAFT: _l("Draft"),
    NoticeState.SUBMITTED: _l("Waiting for approval"),
    NoticeState.RETURNED: _l("Returned with remarks"),
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
    Pile.PUBLISHED: _l("Published"),
}
