"""What people read for the kinds of forum and of seat."""

from portal.committees.rules import ForumKind, SeatRole
from portal.web.locale import _l

FORUMS = {
    ForumKind.PERMANENT_FORMAL: _l("Standing committee"),
    ForumKind.ADHOC_FORMAL: _l("Committee for a time"),
    ForumKind.INFORMAL_NETWORK: _l("Informal network"),
}

SEATS = {
    SeatRole.CHAIR: _l("Chair"),
    SeatRole.DEPUTY_CHAIR: _l("Deputy chair"),
    SeatRole.MEMBER: _l("Committee member"),
    SeatRole.LIAISON_NONVOTING: _l("Liaison, without vote"),
    SeatRole.OBSERVER: _l("Observer"),
}
