"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Person
from portal.accounts.rules import Role


def may_use_account(actor: Actor, _subject: object = None) -> bool:
    """Only someone with an account can do this. Please sign in."""
    return isinstance(actor, Person)


def may_manage_people(actor: Actor, _subject: object = None) -> bool:
    """Only an administrator of the portal opens and closes accounts."""
    return actor.has(Role.ADMINISTRATOR)
