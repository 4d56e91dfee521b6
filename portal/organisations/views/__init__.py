"""The pages of the register of organisations, and of those who act for one."""

from portal.organisations.views import (
    accrediting,
    authorities,
    joining,
    people,
    profile,
    public,
)
from portal.organisations.views.room import bp

__all__ = ["accrediting", "authorities", "bp", "joining", "people", "profile", "public"]
