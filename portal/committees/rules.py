"""Kinds of forum and kinds of seat."""

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
