"""Builders of letters."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from portal.kernel.database import db
from portal.outbox.models import Letter

_next = count(1)


def a_letter(**facts: Any) -> Letter:
    """A letter that is due."""
    number = next(_next)
    now = datetime.now(UTC)
    facts = {
        "key": f"letter {number}",
        "message_id": f"<{number}.letter@portal.example>",
        "recipient": f"reader{number}@example.org",
        "locale": "kk",
        "subject": f"Хабарлама № {number}",
        "text": f"Құрметті оқырман!\n.нүкте\n№ {number}\n",
        "html": f"<p>Құрметті оқырман! № {number}</p>",
        "written_at": now,
        "next_try_at": now,
    } | facts
    letter = Letter(**facts)
    db.session.add(letter)
    db.session.commit()
    return letter
