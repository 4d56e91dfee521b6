"""Kinds of outreach page, and what a page about an agreement must hold. Pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile

from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized


class PageKind(StrEnum):
    """What a page is for."""

    AGREEMENT = "goals_obligations_benefits"
    """What an agreement is for, asks, brings and costs."""
    HOW_TO = "how_to"
    EXPLAINER = "explainer"
    GLOSSARY = "glossary"


@dataclass(frozen=True)
class Wording:
    """What a page says."""

    title: Localized
    summary: Localized
    texts: Mapping[str, str]
    """Markdown by language."""
    source: str
    """The language that it was written in first."""


BLOCKS = {
    "en": ("Goals", "Obligations", "Benefits", "Costs"),
    "ru": ("Цели", "Обязательства", "Выгоды", "Издержки"),
    "kk": ("Мақсаттар", "Міндеттемелер", "Пайдасы", "Шығындар"),
}
"""With what words the headings of the four blocks begin (requirement R75)."""


def check_blocks(kind: PageKind, texts: Mapping[str, str]) -> None:
    """Refuse a page about an agreement that leaves one of the four blocks out.

    `texts` is Markdown by language. Raises RuleBroken on `markdown`.
    """
    if kind is not PageKind.AGREEMENT:
        return
    for locale, markdown in texts.items():
        missing = missing_blocks(markdown, locale)
        if missing:
            raise RuleBroken(
                N_("A page about an agreement needs these headings as well: %(missing)s."),
                field="markdown",
                missing=", ".join(missing),
            )


def missing_blocks(markdown: str, locale: str) -> list[str]:
    """Return the blocks that have no heading, or none with a word under it."""
    filled = [heading for heading, words in _sections(markdown) if words.strip()]
    return [
        block
        for block in BLOCKS[locale]
        if not any(heading.startswith(block) for heading in filled)
    ]


def _sections(markdown: str) -> list[tuple[str, str]]:
    lines = dropwhile(lambda line: not line.startswith("# "), markdown.splitlines())
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("# "):
            found.append((line[2:].strip(), []))
        else:
            found[-1][1].append(line)
    return [(heading, "\n".join(words)) for heading, words in found]
