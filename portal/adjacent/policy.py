"""Who may do what here. The docstring of each permission is what a refused person reads.

Who may enter a room is not asked here: to whoever may not, there is no such room
(`queries.get_place`).
"""

from portal.accounts.models import Actor, Person
from portal.accounts.rules import Role
from portal.adjacent.place import Place
from portal.committees.rules import VOTING, SeatRole


def may_see_own_rooms(actor: Actor, _subject: object = None) -> bool:
    """Only someone with an account has rooms to enter. Please sign in."""
    return isinstance(actor, Person)


def may_open_room(actor: Actor, _subject: object = None) -> bool:
    """Only negotiators and the secretariat of the Chamber put a committee within call."""
    return actor.has(Role.NEGOTIATOR, Role.CHAMBER)


def may_ask_next_door(_actor: Actor, place: Place) -> bool:
    """Only those at the table ask."""
    return place.at_table


def may_answer_table(_actor: Actor, place: Place) -> bool:
    """Only members of the committee with a vote, and those who stand in for them, answer."""
    return place.standing is not None and place.standing.role in VOTING


def may_keep_roster(_actor: Actor, place: Place) -> bool:
    """Only the chair, the deputy and the secretary of the committee say who is on call."""
    standing = place.standing
    return standing is not None and (
        standing.is_secretary or standing.role in {SeatRole.CHAIR, SeatRole.DEPUTY_CHAIR}
    )
