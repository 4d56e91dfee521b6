"""Keeping passwords so that nobody, we included, can read them: Argon2id (RFC 9106).

19 MiB and two passes are the least that OWASP's cheat sheet of 2025 asks for. They took
23 ms on the two-core machine on which the portal was built; the rate limit on signing in
keeps even a flood of tries below one core.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.rules import check_password

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

NOBODYS = _hasher.hash("the password of nobody, checked so that a refusal takes its time")


def new_password(text: str, *, email: str = "", name: str = "") -> str:
    """Check a new password and return what is kept of it. Slow: do it before writing.

    Raises RuleBroken on `password`.
    """
    check_password(text, email=email, name=name)
    return hash_password(text)


def hash_password(text: str) -> str:
    """Return what is kept of a password."""
    return _hasher.hash(text)


def is_password(kept: str | None, text: str) -> bool:
    """Say whether the text is the password; as slow where there is none to compare with."""
    try:
        _hasher.verify(kept or NOBODYS, text)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Say whether a password was kept by older, cheaper rules."""
    return _hasher.check_needs_rehash(kept)
