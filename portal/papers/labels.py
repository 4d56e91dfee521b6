"""What people read for the kinds of papers, and for how they were read."""

from portal.committees.rules import Clearance
from portal.papers.rules import Manner, PaperKind
from portal.web.locale import _l

PAPERS = {
    PaperKind.STUDY: _l("Study"),
    PaperKind.NEGOTIATING_TEXT: _l("Text under negotiation"),
    PaperKind.BRIEFING_NOTE: _l("Briefing note"),
}

READERS = {
    Clearance.COMMITTEE_CONFIDENTIAL: _l("Members of these committees who signed the undertaking"),
    Clearance.CLEARED_ADVISER: _l("Cleared advisers in these committees"),
}

MANNERS = {
    Manner.SCREEN: _l("on the screen"),
    Manner.COPY: _l("as a marked copy"),
}
