"""The pages of the room: joining, signing in, one's own account and factors, the desk, people."""

from portal.accounts.views import account, factors, joining, people, proving, signing_in
from portal.accounts.views.room import bp

__all__ = ["account", "bp", "factors", "joining", "people", "proving", "signing_in"]
