"""What people read for the kinds of page, and for the states of what is asked."""

from portal.outreach.rules import (
    AskedBy,
    PageKind,
    RefusalGround,
    RequestState,
    StepKind,
    WantedFormat,
)
from portal.web.locale import _l

KINDS = {
    PageKind.AGREEMENT: _l("What an agreement means"),
    PageKind.HOW_TO: _l("How to do it"),
    PageKind.EXPLAINER: _l("How it works"),
    PageKind.GLOSSARY: _l("Words"),
}

REQUEST_STATES = {
    RequestState.VERIFICATION_PENDING: _l("Waiting for the address to be confirmed"),
    RequestState.RECEIVED: _l("Received"),
    RequestState.ACKNOWLEDGED: _l("An official works on it"),
    RequestState.ANSWERED: _l("Answered"),
    RequestState.PARTLY_ANSWERED: _l("Answered in part"),
    RequestState.REFUSED: _l("Refused, with the ground"),
    RequestState.REDIRECTED: _l("Redirected to another body"),
    RequestState.APPEALED: _l("Under appeal"),
    RequestState.WITHDRAWN: _l("Not asked by the owner of the address"),
}

REQUEST_MARKS = {
    RequestState.VERIFICATION_PENDING: "plain",
    RequestState.RECEIVED: "promised",
    RequestState.ACKNOWLEDGED: "promised",
    RequestState.ANSWERED: "done",
    RequestState.PARTLY_ANSWERED: "part",
    RequestState.REFUSED: "not_accepted",
    RequestState.REDIRECTED: "plain",
    RequestState.APPEALED: "promised",
    RequestState.WITHDRAWN: "plain",
}
"""The kind of badge for each."""

STEPS = {
    StepKind.ACKNOWLEDGED: _l("An official took it in hand"),
    StepKind.EXTENDED: _l("The time was extended"),
    StepKind.PASSED_ON: _l("Another agency answers it now"),
    StepKind.ANSWERED: _l("Answered"),
    StepKind.PARTLY_ANSWERED: _l("Answered in part"),
    StepKind.REFUSED: _l("Refused, with the ground"),
    StepKind.REDIRECTED: _l("Redirected to another body"),
    StepKind.APPEALED: _l("The asker appealed"),
    StepKind.APPEAL_ALLOWED: _l("The appeal was allowed; it is answered anew"),
    StepKind.APPEAL_DISMISSED: _l("The appeal was dismissed"),
}

OUTCOMES_EXPLAINED = {
    RequestState.ANSWERED: _l("Answered: everything that was asked for is told"),
    RequestState.PARTLY_ANSWERED: _l("Answered in part: something is kept back, on a ground"),
    RequestState.REFUSED: _l("Refused: everything is kept back, on a ground"),
    RequestState.REDIRECTED: _l("Redirected: another body decides on it"),
}
"""The outcomes for those who choose."""

GROUNDS = {
    RefusalGround.CONFIDENTIAL_TALKS: _l("The talks are confidential on this"),
    RefusalGround.RESTRICTED_BY_LAW: _l("The law restricts access to it"),
    RefusalGround.PERSONAL_DATA: _l("It holds personal data of other people"),
    RefusalGround.COMMERCIAL_SECRET: _l("It holds somebody's commercial secrets"),
    RefusalGround.NOT_HELD: _l("No public body has this information"),
    RefusalGround.UNCLEAR: _l("It cannot be told what is asked for"),
}

FORMATS = {
    WantedFormat.LETTER: _l("In the letter itself"),
    WantedFormat.DOCUMENT: _l("As a document (PDF, DOCX)"),
    WantedFormat.TABLE: _l("As a table (XLSX, CSV)"),
    WantedFormat.PAPER: _l("On paper, to be fetched"),
}

CHANNELS = {
    AskedBy.WEB: _l("On this portal"),
    AskedBy.EMAIL: _l("By e-mail"),
    AskedBy.PAPER_VIA_CHAMBER: _l("On paper, through a chamber"),
}
