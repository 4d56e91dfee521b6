"""The pages of the register: those for everyone, and the desk of those who write it."""

from portal.register.views import deciding, desk, drafts, files, planning, public, reading, requests
from portal.register.views.blueprint import bp

__all__ = ["bp", "deciding", "desk", "drafts", "files", "planning", "public", "reading", "requests"]
