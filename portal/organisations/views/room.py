"""What the pages of this room are registered on, and what several of them say."""

from flask import Blueprint

from portal.accounts.labels import ADOPTIONS, GROUPS, MEMBER_ROLES, SIZES
from portal.organisations.labels import CHECKS, REASONS, SCOPES, STATES, WHAT_ROLES_DO

bp = Blueprint("organisations", __name__)

HOUR = 60 * 60


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
