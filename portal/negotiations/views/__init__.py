"""The pages of themes, negotiations, groups and focal points."""

from portal.negotiations.views import desk, people, public
from portal.negotiations.views.blueprint import bp

__all__ = ["bp", "desk", "people", "public"]
