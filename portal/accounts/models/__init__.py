"""The tables of this room: people and whom they act for, their factors, addresses that wait."""

from portal.accounts.models.factors import CodeApp, Passkey, RecoveryCode
from portal.accounts.models.joining import Move, SignUp
from portal.accounts.models.people import (
    Actor,
    Agency,
    Duty,
    Guest,
    Invitation,
    Membership,
    Organisation,
    Person,
    Region,
    SignIn,
)

__all__ = [
    "Actor",
    "Agency",
    "CodeApp",
    "Duty",
    "Guest",
    "Invitation",
    "Membership",
    "Move",
    "Organisation",
    "Passkey",
    "Person",
    "RecoveryCode",
    "Region",
    "SignIn",
    "SignUp",
]
