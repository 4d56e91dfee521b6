"""Which roles hold a permission whatever it is about: read from the policies themselves."""

from collections.abc import Callable
from typing import Any

from portal.accounts.models import Actor, Duty, Guest, Person
from portal.accounts.rules import Role


def holders_of(permission: Callable[[Any, Any], bool]) -> tuple[bool, tuple[Role, ...]] | None:
    """Return whether anyone with an account holds it, and which roles do, by office alone.

    Nothing where it depends on what it is about: whose agency, which committee, whose hand.
    """
    try:
        anyone = _holds(permission, Person(duties=[], memberships=[]))
        roles = tuple(role for role in Role if _holds(permission, _somebody(role)))
        if _holds(permission, Guest()):
            return None
    except (AttributeError, TypeError):
        return None
    return (anyone, roles) if anyone or roles else None


def _holds(permission: Callable[[Any, Any], bool], actor: Actor) -> bool:
    return permission(actor, None)


def _somebody(role: Role) -> Person:
    return Person(duties=[Duty(role=role)], memberships=[])
