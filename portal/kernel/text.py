"""Text in three languages, and public numbers that people can read aloud."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

LOCALES = ("kk", "ru", "en")
"""The languages of the portal, the language of the state first."""

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U, which are misread or misheard."""


class Translation(StrEnum):
    """How the text that is shown stands to the one that was written."""

    SOURCE = "source"
    TRANSLATED = "translated"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True)
class Told:
    """What a reader of one language is shown: the text, its language, and its standing."""

    text: str
    locale: str
    standing: Translation


@dataclass(frozen=True)
class Localized:
    """A published text: written in one language, translated or not into the others."""

    source: str
    kk: str = ""
    ru: str = ""
    en: str = ""
    stale: frozenset[str] = field(default_factory=frozenset)
    """Languages whose translation is older than the source."""

    def __post_init__(self) -> None:
        if self.source not in LOCALES:
            raise ValueError(self.source)

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def __str__(self) -> str:
        return self.tell(self.source).text

    @property
    def texts(self) -> dict[str, str]:
        """The text by language, empty where there is none."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}

    @property
    def missing(self) -> list[str]:
        """The languages in which there is no text."""
        return [locale for locale, text in self.texts.items() if not text.strip()]

    def tell(self, locale: str) -> Told:
        """Return the text for a reader of the language; the source where it is not translated."""
        text = self.texts.get(locale, "")
        if text:
            if locale == self.source:
                return Told(text, locale, Translation.SOURCE)
            stale = locale in self.stale
            return Told(text, locale, Translation.STALE if stale else Translation.TRANSLATED)
        for fallback in (self.source, *LOCALES):
            if self.texts[fallback]:
                return Told(self.texts[fallback], fallback, Translation.MISSING)
        return Told("", self.source, Translation.MISSING)

    def revised(self, **texts: str) -> Self:
        """Return the text with new wording; a changed source makes untouched translations stale."""
        merged = self.texts | texts
        changed = {locale for locale in LOCALES if merged[locale] != self.texts[locale]}
        stale = self.stale - changed
        if self.source in changed:
            stale |= {x for x in LOCALES if x not in {*changed, self.source} and merged[x]}
        return replace(self, stale=frozenset(stale), **merged)

    def to_json(self) -> dict[str, Any]:
        """Return the form in which the database keeps it."""
        kept: dict[str, Any] = {"source": self.source}
        kept |= {locale: text for locale, text in self.texts.items() if text}
        if self.stale:
            kept["stale"] = sorted(self.stale)
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read it back from the database."""
        texts = {locale: kept.get(locale, "") for locale in LOCALES}
        return cls(source=kept["source"], stale=frozenset(kept.get("stale", ())), **texts)

    @classmethod
    def of(cls, texts: Mapping[str, str], *, source: str | None = None) -> Self:
        """Make one of a mapping by language; the first language given is the source."""
        known = {locale: text for locale, text in texts.items() if locale in LOCALES and text}
        return cls.from_json({"source": source or next(iter(known)), **known})


def random_number(prefix: str, groups: int = 2) -> str:
    """Return a public number such as `C-7Q4M-9TXK`: 20 random bits a group, never a count."""
    return "-".join([prefix, *("".join(_letters(4)) for _ in range(groups))])


def _letters(count: int) -> Iterator[str]:
    return (secrets.choice(CROCKFORD) for _ in range(count))


def N_(sentence: str) -> str:  # noqa: N802  # The name by which catalogues know it.
    """Mark a sentence for the catalogues where it cannot be looked up yet."""
    return sentence
