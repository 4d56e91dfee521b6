"""Kinds of forum, of seat and of clearance, and when they hold. Pure rules."""

from datetime import date, timedelta
from enum import StrEnum


class ForumKind(StrEnum):
    """How formal a committee is, and for how long it is there."""

    PERMANENT_FORMAL = "permanent_formal"
    ADHOC_FORMAL = "adhoc_formal"
    INFORMAL_NETWORK = "informal_network"


class SeatRole(StrEnum):
    """What the holder of a seat does in the committee."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    MEMBER = "member"
    LIAISON_NONVOTING = "liaison_nonvoting"
    OBSERVER = "observer"


VOTING = (SeatRole.CHAIR, SeatRole.DEPUTY_CHAIR, SeatRole.MEMBER)
"""Seats that count for a quorum."""


class SeatCategory(StrEnum):
    """Whose voice a seat is kept for."""

    ASSOCIATION = "association"
    LARGE_FIRM = "large_firm"
    SME = "sme"
    ACADEMIA = "academia"
    LABOUR = "labour"
    CONSUMER = "consumer"
    ENVIRONMENT = "environment"
    REGIONAL_CHAMBER = "regional_chamber"


class Clearance(StrEnum):
    """What a person may read who has signed an undertaking of confidentiality."""

    COMMITTEE_CONFIDENTIAL = "committee_confidential"
    """What committees keep among themselves."""
    CLEARED_ADVISER = "cleared_adviser"
    """Texts under negotiation as well."""


DECLARATION_LASTS = timedelta(days=365)
"""A declaration of interests older than this opens nothing any more."""


def sits(first: date, last: date | None, on: date) -> bool:
    """Say whether what runs between these days is there on the day; the last day counts."""
    return first <= on and (last is None or on <= last)
