"""Signed notes of files in the store, for the hidden fields of a form that is shown again.

A note is good in the browser that it was written for, and for a week.
"""

from collections.abc import Iterable
from dataclasses import asdict

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.attachments.rules import Kept
from portal.web.browsers import own_mark

FILES_LAST = 7 * 24 * 60 * 60
"""Seconds for which a file waits for its form to be sent."""


def pack(kept: Kept) -> str:
    """Return a signed note of a file in the store, for a hidden field of this browser's form."""
    return _serializer().dumps({**asdict(kept), "by": own_mark()})


def unpack(notes: Iterable[str]) -> dict[str, Kept]:
    """Return the files of those notes that are this browser's own and not too old."""
    files = {}
    for note in notes:
        try:
            facts = _serializer().loads(note, max_age=FILES_LAST)
        except BadData:
            continue
        if facts.pop("by") == own_mark():
            files[note] = Kept(**facts)
    return files


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="file of a form")
