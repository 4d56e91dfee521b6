"""The pages of answers: those for everyone, and the desk of those who answer."""

from portal.responses.views import approval, desk, own, promises, public
from portal.responses.views.blueprint import bp

__all__ = ["approval", "bp", "desk", "own", "promises", "public"]
