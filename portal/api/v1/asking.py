"""What an address asks for, in the manner of Rails: `conditions[agencies][]=mebp`.

Callers of many languages write the same thing in several ways: a list with `[]`, with
`[0]`, or as one value without brackets. Whatever is out of range means the default, as
it always has there; only an unknown field or condition is an error.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.kernel.text import LOCALES

Nested = dict[str, Any]
"""Names and what stands under them: text, a list of texts, or more names."""

NAME = re.compile(r"(\w{1,60})((?:\[[^\[\]]{0,60}\]){0,3})")
KEY = re.compile(r"\[([^\[\]]*)\]")
CALLBACK = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")

PER_PAGE = 20
MOST_PER_PAGE = 2000
LAST_PAGE = 50
DEEPEST = 10_000
"""How far pages reach: the number of a page times its length."""

ORDERS = frozenset({"relevance", "newest", "oldest", "executive_order_number", "id"})


@dataclass(frozen=True)
class Asked:
    """What is asked for, whatever the address is."""

    conditions: Nested
    fields: tuple[str, ...] = ()
    """Empty: those that this address answers with by itself."""
    order: str = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    metadata_only: bool = False
    callback: str | None = None
    language: str = "en"
    facet: str = ""
    wrong: str | None = None
    """A condition that is none."""

    @property
    def term(self) -> str:
        """The words that are looked for."""
        return " ".join(texts(self.conditions.get("term"))).strip()

    def all_of(self, **changed: Any) -> "Asked":
        """Return the same, changed."""
        return replace(self, **changed)


def read(pairs: Iterable[tuple[str, str]]) -> Asked:
    """Read the query of an address."""
    told = nested(pairs)
    conditions = told.get("conditions") or {}
    per_page = _number(told, "per_page")
    per_page = per_page if 1 < per_page <= MOST_PER_PAGE else PER_PAGE
    page = _number(told, "page")
    order = _text(told, "order").lower()
    language, callback = _text(told, "lang"), _text(told, "callback")
    return Asked(
        conditions=conditions if isinstance(conditions, dict) else {},
        fields=tuple(dict.fromkeys(texts(told.get("fields")))),
        order=order if order in ORDERS else "relevance",
        page=page if 1 <= page <= LAST_PAGE and page * per_page <= DEEPEST else 1,
        per_page=per_page,
        metadata_only=_text(told, "metadata_only") == "1",
        callback=callback if CALLBACK.fullmatch(callback) else None,
        language=language if language in LOCALES else "en",
        wrong=None if isinstance(conditions, dict) else "conditions",
    )


def nested(pairs: Iterable[tuple[str, str]]) -> Nested:
    """Return names and values as the brackets of the names arrange them."""
    found: Nested = {}
    for name, value in pairs:
        if parts := NAME.fullmatch(name):
            _put(found, [parts[1], *KEY.findall(parts[2])], value)
    return found


def _put(held: Nested, path: list[str], value: str) -> None:
    name, *rest = path
    if not rest:
        held[name] = value
    elif not rest[0] or rest[0].isdecimal():
        if not isinstance(held.get(name), list):
            held[name] = []
        if len(rest) == 1:
            held[name].append(value)
    else:
        if not isinstance(held.get(name), dict):
            held[name] = {}
        _put(held[name], rest, value)


def texts(value: Any) -> list[str]:
    """Return what was given for a list: several values, or one without brackets."""
    many = value if isinstance(value, list) else [value]
    return [text.strip() for text in many if isinstance(text, str) and text.strip()]


def _text(told: Mapping[str, Any], name: str) -> str:
    return next(iter(texts(told.get(name))), "")


def _number(told: Mapping[str, Any], name: str) -> int:
    """Return the number that a text begins with, as Ruby reads it; 0 where it begins with none."""
    found = re.match(r"[0-9]{1,9}", _text(told, name))
    return int(found[0]) if found else 0
