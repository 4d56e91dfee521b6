"""The captions of a notice, and what stands under them."""

import re
from datetime import date

from babel.dates import format_date

CAPTIONS = (
    "AGENCY",
    "ACTION",
    "SUMMARY",
    "DATES",
    "ADDRESSES",
    "FOR FURTHER INFORMATION CONTACT",
    "SUPPLEMENTARY INFORMATION",
)
"""The parts of a notice, in the order of the Federal Register (1 CFR 18.12)."""

CAPTIONS_IN = {
    "en": CAPTIONS,
    "ru": (
        "ВЕДОМСТВО",
        "ДЕЙСТВИЕ",
        "КРАТКОЕ СОДЕРЖАНИЕ",
        "СРОКИ",
        "АДРЕСА",
        "КОНТАКТЫ ДЛЯ СПРАВОК",
        "ДОПОЛНИТЕЛЬНАЯ ИНФОРМАЦИЯ",
    ),
    "kk": (
        "ВЕДОМСТВО",
        "ӘРЕКЕТ",
        "ҚЫСҚАША МАЗМҰНЫ",
        "МЕРЗІМДЕР",
        "МЕКЕНЖАЙЛАР",
        "АНЫҚТАМА АЛУ ҮШІН",
        "ҚОСЫМША АҚПАРАТ",
    ),
}
"""The captions as texts in each language print them, in the same order."""

_MEANT = {
    printed: caption
    for captions in CAPTIONS_IN.values()
    for printed, caption in zip(captions, CAPTIONS, strict=True)
}


def caption_of(heading: str) -> str | None:
    """Return the caption that a heading is, in whatever language and case it stands."""
    return _MEANT.get(heading.strip().rstrip(":").upper())


HEADING = re.compile(r"^#[ \t]+(.+?):?[ \t]*#*$", re.MULTILINE)


def captions_in(markdown: str) -> set[str]:
    """Return the captions of a text that have words under them."""
    pieces = HEADING.split(markdown.replace("\r\n", "\n"))
    found = {
        caption_of(heading)
        for heading, words in zip(pieces[1::2], pieces[2::2], strict=True)
        if words.strip()
    }
    return {caption for caption in found if caption}


LAST_DAY = "[[last day]]"
"""Stands in a draft for the last day for comments, which only publication decides."""

DAYS_IN = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}
"""How a day is written out inside a sentence, with no full stop of its own."""


def filled_in(markdown: str, *, closes: date | None, locale: str) -> str:
    """Return the text with the last day for comments written where its place was kept."""
    if closes is None:
        return markdown
    return markdown.replace(LAST_DAY, format_date(closes, DAYS_IN[locale], locale=locale))
