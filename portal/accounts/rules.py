"""Roles, capacities, and what a password must be."""

from enum import StrEnum


class Role(StrEnum):
    """What an official or an officer of the Chamber is there to do."""

    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    """Drafts notices of the agency."""
    APPROVER = "approver"
    """Approves what others drafted."""
    NEGOTIATOR = "negotiator"
    ANALYST = "analyst"
    """Groups points into concerns and drafts answers."""
    MODERATOR = "moderator"
    CHAMBER = "chamber"
    """Secretariat of the National Chamber of Entrepreneurs."""


class MemberRole(StrEnum):
    """What a person may do for an organisation."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    MEMBER = "member"


class OrganisationGroup(StrEnum):
    """The kinds of organisation that figures are shown by."""

    ASSOCIATION = "association"
    CHAMBER = "chamber"
    FIRM = "firm"
    ACADEMIA = "academia"
    LABOUR = "labour"
    NGO = "ngo"
    STATE = "state"
    OTHER = "other"
