"""How an entry is told to people: its sentence, and the page that it is about."""

import re
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext

from portal.kernel.events import kinds
from portal.ledger.models import Entry
from portal.web.locale import day
from portal.web.urls import absolute_url

A_DAY = re.compile(r"\d{4}-\d\d-\d\d")

PAGES = (
    ("concern", "responses.concern", {"number": "docket", "concern": "concern"}),
    ("batch", "responses.answers", {"number": "docket"}),
    ("commitment", "responses.answers", {"number": "docket"}),
    ("comment", "comments.comment", {"number": "comment"}),
    ("notice", "front.notice", {"number": "notice"}),
    ("docket", "front.docket", {"number": "docket"}),
)
"""Which page an entry is about, by the most telling fact that it has."""


def sentence(entry: Entry) -> str:
    """Return what happened, in the language spoken now."""
    kind = kinds()[entry.kind]
    facts = {name: _shown(value) for name, value in entry.facts.items()}
    return str(gettext(kind.sentence, **{"docket": entry.docket or "", **facts}))


def address(entry: Entry, *, locale: str | None = None) -> str | None:
    """Return the page that the entry is about; with a locale, its full address for a letter."""
    facts = {"docket": entry.docket, **entry.facts}
    for fact, endpoint, values in PAGES:
        if facts.get(fact) is not None:
            named = {name: facts[source] for name, source in values.items()}
            if locale is None:
                return url_for(endpoint, **named)
            return absolute_url(endpoint, locale=locale, **named)
    return None


def _shown(value: Any) -> Any:
    if isinstance(value, str) and A_DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    return value
