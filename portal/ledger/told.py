"""How an entry is told to people: its sentence, and the page that it is about."""

import re
from datetime import date
from typing import Any

from portal.kernel.events import Event, kinds
from portal.ledger.models import Entry
from portal.web.locale import _, day
from portal.web.urls import absolute_url, url_for

A_DAY = re.compile(r"\d{4}-\d\d-\d\d")

PAGES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("concern", "responses.concern", {"number": "docket", "concern": "concern"}),
    ("batch", "responses.answers", {"number": "docket"}),
    ("commitment", "responses.answers", {"number": "docket"}),
    ("comment", "comments.comment", {"number": "comment"}),
    ("notice", "front.notice", {"number": "notice"}),
    ("meeting", "meetings.meeting", {"number": "meeting"}),
    ("docket", "front.docket", {"number": "docket"}),
    ("page", "outreach.page", {"slug": "page"}),
    ("request", "outreach.public_answer", {"number": "request"}),
    ("committee", "committees.committee", {"code": "committee"}),
    ("negotiation", "negotiations.negotiation", {"code": "negotiation"}),
    ("theme", "register.theme", {"code": "theme"}),
    ("plan", "register.planned", {}),
)
"""Which page an entry is about, by the most telling fact that it has."""


def sentence(entry: Entry) -> str:
    """Return what happened, in the language spoken now."""
    facts = {name: _shown(value) for name, value in entry.facts.items()}
    return _(_kind(entry.kind).sentence, **{"docket": entry.docket or "", **facts})


def _kind(name: str) -> type[Event]:
    if name not in _kinds:
        _kinds.update(kinds())
    return _kinds[name]


_kinds: dict[str, type[Event]] = {}
"""The kinds of events by name, as far as they were looked for."""


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
