"""The pages of the room: signing in, one's own account, the desk, and people."""

from portal.accounts.views import account, people, signing_in
from portal.accounts.views.room import bp

__all__ = ["account", "bp", "people", "signing_in"]
