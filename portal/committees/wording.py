"""The text of the undertaking: what people read, and by which its signature is known."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent.parent / "reference" / "undertaking.yaml"


@dataclass(frozen=True)
class Wording:
    """One version of the undertaking, in every language."""

    version: str
    clauses: dict[str, tuple[str, ...]]
    """By language, in order."""

    def digest(self, locale: str) -> str:
        """Return the SHA-256 of the text in a language, one clause a line, in hexadecimal."""
        text = "\n".join([self.version, *self.clauses[locale]])
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def wording() -> Wording:
    """Return the text that is signed now."""
    kept = yaml.safe_load(FILE.read_text("utf-8"))
    clauses = {locale: tuple(text) for locale, text in kept["clauses"].items()}
    return Wording(str(kept["version"]), clauses)
