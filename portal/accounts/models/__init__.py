"""The tables of this room: people and whom they act for, their factors, addresses that wait."""

from portal.accounts.models.factors import CodeApp, Passkey, RecoveryCode
from portal.accounts.models.joining import Move, SignUp
from portal.accounts.models.people import (
    Actor,
    Agency,
    Duty,
    Guest,
    HsChapter,
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    Region,
    Sector,
    SignIn,
    folded,
)

__all__ = [
    "Actor",
    "Agency",
    "CodeApp",
    "Duty",
    "Guest",
    "HsChapter",
    "Invitation",
    "Membership",
    "Move",
    "Organisation",
    "OrganisationKind",
    "Passkey",
    "Person",
    "RecoveryCode",
    "Region",
    "Sector",
    "SignIn",
    "SignUp",
    "folded",
]
