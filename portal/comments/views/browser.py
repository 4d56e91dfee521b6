"""What ties a filing to the browser that made it: the key of its form, its files, its receipt.

The browser holds one secret of its own in the signed cookie. Keys and files are bound to
it, so that none is of use in another browser, and nothing of it is in an address.
"""

import hashlib
import secrets
from dataclasses import asdict

from flask import current_app, session
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.attachments.rules import Kept
from portal.comments.models import Comment

OWN = "filer"
CONFIRMED = "confirmed"
MOST_CONFIRMED = 10
FILES_LAST = 7 * 24 * 60 * 60
"""Seconds for which a file waits for its comment to be filed."""


def _own_mark() -> str:
    secret = session.get(OWN)
    if secret is None:
        secret = session[OWN] = secrets.token_urlsafe(18)
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


def know_browser() -> None:
    """Give the browser its secret, with the form and so before anything can be sent twice."""
    _own_mark()


def bound(key: str) -> str:
    """Return the idempotency key of a form that this browser was given."""
    return f"{_own_mark()}:{key}"


def filed_here(comment: Comment) -> bool:
    """Say whether this browser filed the comment, or confirmed it."""
    if comment.number in session.get(CONFIRMED, ()):
        return True
    return OWN in session and comment.idempotency_key.startswith(f"{_own_mark()}:")


def remember_confirmed(comment: Comment) -> None:
    """Let this browser read the receipt of a comment whose address it confirmed."""
    session[CONFIRMED] = [*session.get(CONFIRMED, ()), comment.number][-MOST_CONFIRMED:]


def pack(kept: Kept) -> str:
    """Return a signed note of a file in the store, for a hidden field of this browser's form."""
    return _serializer().dumps({**asdict(kept), "by": _own_mark()})


def unpack(notes: list[str]) -> dict[str, Kept]:
    """Return the files of those notes that are this browser's own and not too old."""
    files = {}
    for note in notes:
        try:
            facts = _serializer().loads(note, max_age=FILES_LAST)
        except BadData:
            continue
        if facts.pop("by") == _own_mark():
            files[note] = Kept(**facts)
    return files


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="file of a comment")
