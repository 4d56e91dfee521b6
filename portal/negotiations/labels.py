"""What people read for the stages and kinds of negotiations."""

from babel import Locale

from portal.negotiations.rules import ConsultationKind, Stage
from portal.web.locale import _l, current_locale

STAGES = {
    Stage.PRE_NEGOTIATION: _l("Before negotiations"),
    Stage.DURING: _l("During negotiations"),
    Stage.PRE_OUTCOME: _l("Before the outcome"),
    Stage.REVIEW: _l("Review of the outcome"),
    Stage.RATIFICATION: _l("Ratification"),
    Stage.IMPLEMENTATION: _l("In application"),
}

LIVES = {
    "exploratory": _l("Being explored"),
    "preparation": _l("In preparation"),
    "mandate": _l("Mandate being drawn up"),
    "negotiation": _l("Under negotiation"),
    "suspended": _l("Suspended"),
    "conclusion": _l("Being concluded"),
    "legal_review": _l("In legal review"),
    "signature": _l("Being signed"),
    "ratification": _l("Being ratified"),
    "in_force": _l("In force"),
    "implementation": _l("In force and applied"),
    "closed": _l("Closed"),
}

KINDS = {
    "multilateral_accession": _l("Accession to an organisation"),
    "regional_integration": _l("Regional integration"),
    "fta": _l("Free trade agreement"),
    "pta": _l("Preferential trade agreement"),
}

CONSULTATIONS = {
    ConsultationKind.NOTICE: _l("Notice"),
    ConsultationKind.HEARING: _l("Hearing"),
    ConsultationKind.MEETING: _l("Meeting"),
    ConsultationKind.BRIEFING: _l("Briefing"),
}


def country(code: str) -> str:
    """Return what a country is called in the language spoken now."""
    return str(Locale(current_locale()).territories.get(code, code))
