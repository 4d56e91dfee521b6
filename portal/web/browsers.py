"""A secret of the browser's own, in its signed cookie, and what is bound to it.

So the key of a form, or a file that waits for one, is of no use in another browser, and
nothing of it stands in an address.
"""

import hashlib
import secrets

from flask import session

OWN = "filer"


def own_mark() -> str:
    """Return by what things of this browser are known; give it its secret where it has none."""
    secret = session.get(OWN)
    if secret is None:
        secret = session[OWN] = secrets.token_urlsafe(18)
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


def know_browser() -> None:
    """Give the browser its secret, with the form and so before anything can be sent twice."""
    own_mark()


def bound(key: str) -> str:
    """Return the idempotency key of a form that this browser was given."""
    return f"{own_mark()}:{key}"


def is_bound(key: str) -> bool:
    """Say whether it is the key of a form that this browser sent."""
    return OWN in session and key.startswith(f"{own_mark()}:")
