"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Person


def may_see_own_subscriptions(actor: Actor, _subject: object = None) -> bool:
    """Sign in to see what you follow, or use the link at the foot of any letter."""
    return isinstance(actor, Person)
