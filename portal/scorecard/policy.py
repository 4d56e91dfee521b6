"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor
from portal.accounts.rules import Role


def may_raise_with_ministry(actor: Actor, _subject: object = None) -> bool:
    """Only the secretariat of the National Chamber raises what is late with a ministry."""
    return actor.has(Role.CHAMBER)
