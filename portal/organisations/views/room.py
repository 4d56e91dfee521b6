"""What the pages of this room are registered on, and what several of them say."""

from flask import Blueprint
from flask_login import current_user

from portal.accounts.labels import ADOPTIONS, GROUPS, MEMBER_ROLES, SIZES
from portal.organisations.labels import CHECKS, REASONS, SCOPES, STATES, WHAT_ROLES_DO
from portal.web.limits import source

bp = Blueprint("organisations", __name__)

HOUR = 60 * 60


def asker() -> str:
    """Return for whom tries are counted: the account, and the address of whoever has none."""
    return f"person {current_user.id}" if current_user.id else source()


WORDS = {
    "adoptions": ADOPTIONS,
    "checks": CHECKS,
    "groups": GROUPS,
    "member_roles": MEMBER_ROLES,
    "reasons": REASONS,
    "scopes": SCOPES,
    "sizes": SIZES,
    "states": STATES,
    "what_roles_do": WHAT_ROLES_DO,
}
