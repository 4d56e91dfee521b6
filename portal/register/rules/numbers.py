"""Volumes, pages, issues, citations, and the words that a search looks through."""

import re
from datetime import date

from portal.kernel.text import LOCALES, Localized

FIRST_VOLUME_YEAR = 2014
"""The year of volume 1 of the Register of Trade Negotiations."""

SERIES = "RTN"

WORDS_PER_PAGE = 700
"""Words of a notice that fill one printed page of the register."""


def volume_of(day: date) -> int:
    """Return the volume in which what is published on the day stands."""
    return day.year - FIRST_VOLUME_YEAR + 1


def pages_of(text: str) -> int:
    """Return how many printed pages a text fills: at least one."""
    return max(1, -(-len(text.split()) // WORDS_PER_PAGE))


CITATION = re.compile(r"(\d{1,6})[\s.-]*([A-Za-z]{1,10})[\s.-]*(\d{1,9})")


def read_citation(text: str) -> tuple[int, str, int] | None:
    """Return volume, series and page of `13 RTN 45`, `13-RTN-45` or `89 fr 9743`."""
    found = CITATION.fullmatch(text.strip())
    return (int(found[1]), found[2].upper(), int(found[3])) if found else None


def searchable(number: str | None, *texts: Localized | None) -> str:
    """Return what a search looks through: every wording, in lower case in any alphabet."""
    words = [number or ""]
    words += [text.texts[locale] for text in texts if text for locale in LOCALES]
    return "\n".join(word for word in words if word).lower()
