"""What a reader types that is no word: numbers of documents, citations, codes of goods."""

import re
from collections.abc import Iterator

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

NUMBER = re.compile(r"[^\W_]{1,20}(?:-[^\W_]{1,20}){1,6}")
"""`TN-2014-07`, `MEBP-2014-0002`, `2024-02839`."""

_APART = re.compile(r"\b([A-Za-z]{2,8}) (\d{4}-\d{1,6})\b")
"""`TN 2014-07`, as a letter may write it."""

_CITATION = re.compile(r"\b\d{1,4}\s+(?:RTN|FR)\s+\d{1,7}\b", re.IGNORECASE)

_GOODS = re.compile(
    r"(?<![\w.,-])"
    r"(?:\d{4}[ .\u00a0]\d{2}(?:[ .\u00a0]?\d{2,3}(?:[ .\u00a0]?\d{1,2})?)?|\d{6}(?:\d{2}){0,2})"
    r"(?![\w-]|[.,]\d)"
)
"""`0402.10`, `0402 10 190 0`, `04021019`: at least six digits of the Harmonised System."""

_ALONE = re.compile(r"\d{2}|\d{4}|" + _GOODS.pattern)
_LEVELS = (2, 4, 6, 8, 10)
_CHAPTERS = range(1, 98)


def bound(text: str) -> str:
    """Return a query in which what belongs together stands in quotation marks."""
    text = _APART.sub(r"\1-\2", text)
    return _GOODS.sub(r'"\g<0>"', _CITATION.sub(r'"\g<0>"', text))


def numbers_in(text: str) -> list[str]:
    """Return what may be the number of a document, in capitals, each once."""
    found = (match[0].upper() for match in NUMBER.finditer(text))
    return list(dict.fromkeys(x for x in found if any(sign.isdigit() for sign in x)))


def citation_in(text: str) -> str | None:
    """Return the citation in a query."""
    found = _CITATION.search(text)
    return " ".join(found[0].split()) if found else None


def goods(text: str) -> str | None:
    """Return the digits of a text that is a code of goods and nothing else."""
    text = text.strip()
    if not _ALONE.fullmatch(text):
        return None
    return _in_a_chapter(re.sub(r"\D", "", text))


def goods_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield where codes of goods stand in a text, and their digits."""
    for found in _GOODS.finditer(text):
        if digits := _in_a_chapter(re.sub(r"\D", "", found[0])):
            yield found.start(), digits


def goods_terms(digits: str) -> list[str]:
    """Return the terms of a code: its own, and those of what it is a part of."""
    over = [f"h{digits[:level]}" for level in _LEVELS[1:] if level < len(digits)]
    return [*over, f"h{digits}"]


def spelled(digits: str) -> str:
    """Return a code as it is printed: `0402.10.19`."""
    return ".".join(
        [digits[:4], *(digits[place : place + 2] for place in range(4, len(digits), 2))]
    )


def _in_a_chapter(digits: str) -> str | None:
    return digits if int(digits[:2]) in _CHAPTERS else None
