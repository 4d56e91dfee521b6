"""Kinds of forum and kinds of seat."""

from datetime import date
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


def sits(established_on: date, ends_on: date | None, on: date) -> bool:
    """Say whether a committee with these days is there on the day; the last day counts."""
    return established_on <= on and (ends_on is None or on <= ends_on)
