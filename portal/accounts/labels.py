"""What roles are called in the reader's language."""

from portal.accounts.rules import (
    Adoption,
    Loss,
    MemberRole,
    OrganisationGroup,
    OrganisationSize,
    Role,
)
from portal.web.locale import _l

ROLES = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.AUTHOR: _l("Author of notices"),
    Role.APPROVER: _l("Approver"),
    Role.SENIOR_APPROVER: _l("Senior approver"),
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

SIZES = {
    OrganisationSize.MICRO: _l("Micro: up to 15 employees"),
    OrganisationSize.SMALL: _l("Small: 16 to 100 employees"),
    OrganisationSize.MEDIUM: _l("Medium: 101 to 250 employees"),
    OrganisationSize.LARGE: _l("Large: more than 250 employees"),
}
"""The limits of the Entrepreneurial Code, by the yearly average number of employees."""

ADOPTIONS = {
    Adoption.BOARD: _l("positions adopted by the board"),
    Adoption.SURVEY: _l("positions adopted by a survey of the members"),
    Adoption.ASSEMBLY: _l("positions adopted by the assembly of the members"),
    Adoption.SECRETARIAT: _l("positions adopted by the secretariat"),
}
