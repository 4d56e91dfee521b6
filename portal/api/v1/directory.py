"""Agencies and themes as this interface names them: by slug, with those above them.

A slug is the code in small letters. Themes are its topics, and those that stand under no
other are its sections.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Agency
from portal.api.v1.addresses import Addresses
from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.negotiations.models import Theme


@dataclass(frozen=True)
class Named:
    """An agency or a theme: what is read of its row, and no more."""

    id: int
    code: str
    parent_id: int | None
    name: Localized
    short: Localized | None = None

    @property
    def slug(self) -> str:
        """What addresses call it."""
        return self.code.lower()


class Directory:
    """All agencies, or all themes."""

    def __init__(self, named: Iterable[Named]) -> None:
        self.by_id = {one.id: one for one in named}
        self.by_slug = {one.slug: one for one in self.by_id.values()}
        self._under: dict[int | None, list[Named]] = {}
        for one in self.by_id.values():
            self._under.setdefault(one.parent_id, []).append(one)

    def under(self, key: int | None) -> list[Named]:
        """Return those that stand directly under one; under none, those at the top."""
        return self._under.get(key, [])

    def line_of(self, key: int) -> list[Named]:
        """Return one with those above it, the highest first."""
        line: list[Named] = []
        above: int | None = key
        while above is not None and (one := self.by_id.get(above)) and one not in line:
            line.insert(0, one)
            above = one.parent_id
        return line

    def with_all_under(self, keys: Iterable[int]) -> set[int]:
        """Return the keys with those of all that stand under them, however deep."""
        found: set[int] = set()
        todo = list(keys)
        while todo:
            key = todo.pop()
            if key not in found:
                found.add(key)
                todo += [one.id for one in self.under(key)]
        return found


_AGENCIES = select(Agency.id, Agency.code, Agency.parent_id, Agency.name, Agency.abbreviation)
_THEMES = select(Theme.id, Theme.code, Theme.parent_id, Theme.name).order_by(Theme.rank)


def all_agencies() -> Directory:
    """Return every agency. 1 statement."""
    return Directory(Named(*row) for row in db.session.execute(_AGENCIES.order_by(Agency.code)))


def all_themes() -> Directory:
    """Return every theme, in the order of lists. 1 statement."""
    return Directory(Named(*row) for row in db.session.execute(_THEMES))


AGENCY_FIELDS = (
    "agency_url",
    "child_ids",
    "child_slugs",
    "description",
    "id",
    "logo",
    "name",
    "parent_id",
    "recent_articles_url",
    "short_name",
    "slug",
    "url",
)


def agency_told(agency: Named, agencies: Directory, addresses: Addresses) -> dict[str, Any]:
    """Return an agency as a document of this interface."""
    below = agencies.under(agency.id)
    language = addresses.language
    return {
        "agency_url": None,
        "child_ids": [one.id for one in below],
        "child_slugs": [one.slug for one in below],
        "description": None,
        "id": agency.id,
        "logo": None,
        "name": agency.name.tell(language).text,
        "parent_id": agency.parent_id,
        "recent_articles_url": addresses.documents_of(agency.id),
        "short_name": agency.short.tell(language).text if agency.short else None,
        "slug": agency.slug,
        "url": addresses.agency(agency.code),
    }


def topic_told(theme: Named, addresses: Addresses) -> dict[str, Any]:
    """Return a theme as a topic of this interface."""
    return {
        "name": theme.name.tell(addresses.language).text,
        "slug": theme.slug,
        "url": addresses.theme(theme.code),
    }


def approximately(term: str, named: Iterable[Named], *, most: int) -> list[Named]:
    """Return those whose name or code holds the words, in any language."""
    words = term.lower().split()
    found = [one for one in named if words and _holds(one, words)]
    return found[:most]


def _holds(one: Named, words: list[str]) -> bool:
    told = [one.code, *one.name.texts.values(), *(one.short.texts.values() if one.short else ())]
    text = "\n".join(told).lower()
    return all(word in text for word in words)
