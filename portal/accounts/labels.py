"""What roles are called in the reader's language."""

from portal.accounts.rules import Loss, MemberRole, OrganisationGroup, Role
from portal.web.locale import _l

ROLES = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.AUTHOR: _l("Author of notices"),
    Role.APPROVER: _l("Approver"),
    Role.NEGOTIATOR: _l("Negotiator"),
    Role.FOCAL_POINT: _l("Focal point"),
    Role.ANALYST: _l("Analyst"),
    Role.MODERATOR: _l("Moderator"),
    Role.CHAMBER: _l("Secretariat of the Chamber"),
}

MEMBER_ROLES = {
    MemberRole.OWNER: _l("Owner"),
    MemberRole.REPRESENTATIVE: _l("Representative"),
    MemberRole.MEMBER: _l("Member"),
}

GROUPS = {
    OrganisationGroup.ASSOCIATION: _l("Association"),
    OrganisationGroup.CHAMBER: _l("Chamber"),
    OrganisationGroup.FIRM: _l("Firm"),
    OrganisationGroup.ACADEMIA: _l("Academia"),
    OrganisationGroup.LABOUR: _l("Trade union"),
    OrganisationGroup.NGO: _l("Non-governmental organisation"),
    OrganisationGroup.STATE: _l("Public body"),
    OrganisationGroup.OTHER: _l("Other"),
}

LOSSES = {
    Loss.LOST: _l("The phone or key is lost"),
    Loss.STOLEN: _l("The phone or key is stolen"),
    Loss.BROKEN: _l("The phone or key is broken or replaced"),
    Loss.LEFT: _l("The person no longer does this work"),
}
