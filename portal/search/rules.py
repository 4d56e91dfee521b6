"""What can be found, what of it counts how much, and how far a search looks."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.kernel.text import Localized

ANALYSIS = 1
"""The edition of the analysis. An index of another edition is to be built anew."""

MOST = 1000
"""Documents, the newest that match, among which a search puts the best first and counts."""

MOST_IN_ORDER = 2000
"""The same where the order of words matters, before it is looked at."""

PAGE = 20
"""Documents on one page of results."""


class Kind(StrEnum):
    """What is found."""

    NOTICE = "notice"
    DOCKET = "docket"


class Part(StrEnum):
    """What of a document a text is."""

    TITLE = "title"
    NUMBERS = "numbers"
    """Its number and citation, and the codes of goods that it names as facts."""
    SUMMARY = "summary"
    QUESTIONS = "questions"
    NAMES = "names"
    """Of its agency, themes and negotiation."""
    BODY = "body"


WEIGHTS = {
    Part.TITLE: 6.0,
    Part.NUMBERS: 6.0,
    Part.SUMMARY: 3.0,
    Part.QUESTIONS: 2.0,
    Part.NAMES: 1.0,
    Part.BODY: 1.0,
}

TOLD = frozenset({Part.SUMMARY, Part.QUESTIONS, Part.BODY})
"""Parts from which a piece is shown under a result; the others are shown anyway."""

KNOWN = frozenset(Part) - {Part.BODY, Part.NUMBERS}
"""Parts whose words are offered to whoever is typing, or has mistyped."""


class Period(StrEnum):
    """Whether a document takes comments today, for those that ever did."""

    OPEN = "open"
    CLOSED = "closed"


class Order(StrEnum):
    """Which results come first."""

    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True)
class Filter:
    """What narrows a search; empty: no matter."""

    kind: str = ""
    """A kind of notice, or `docket`."""
    agency: str = ""
    theme: str = ""
    negotiation: str = ""
    period: str = ""
    year: str = ""

    def __bool__(self) -> bool:
        return any(vars(self).values())


YEARS = ("1900", "2999")

FACETS = tuple(Filter.__dataclass_fields__)
"""What results are counted by, in the order in which they are shown."""


@dataclass(frozen=True)
class Passages:
    """A stretch of text in one language, for the index."""

    part: Part
    locale: str
    text: str


@dataclass(frozen=True)
class Document:
    """What the index is told of something that is published."""

    kind: Kind
    number: str
    paper: str
    """The kind of notice, or `docket`."""
    title: Localized
    summary: Localized | None
    agency: str
    negotiation: str | None
    themes: tuple[str, ...]
    day: date
    opens: date | None
    closes: date | None
    goods: tuple[str, ...]
    """Codes of goods, digits only, that it names as facts."""
    texts: tuple[Passages, ...]


def period_of(opens: date | None, closes: date | None, today: date) -> Period | None:
    """Return whether a document takes comments; nothing where it never did, or not yet."""
    if opens is None or closes is None or opens > today:
        return None
    return Period.OPEN if closes >= today else Period.CLOSED


def is_year(text: str) -> bool:
    """Say whether a text is a year that a document may be of."""
    return (
        text.isascii()
        and text.isdecimal()
        and len(text) == len(YEARS[0])
        and YEARS[0] <= text <= YEARS[1]
    )


SATURATION = 1.2
BY_LENGTH = 0.75
USUAL_LENGTH = 500
"""Words of a body that is neither long nor short. Pinned, as BM25 would have it counted: what
was written into the index yesterday need not be written anew for what is published today."""


def impact(counted: dict[Part, int], lengths: dict[Part, int]) -> int:
    """Return what the occurrences of a term are worth in a text, from 0 to 2200 (BM25F)."""
    worth = 0.0
    for part, count in counted.items():
        spread = 1.0
        if part is Part.BODY:
            spread = max(1.0, 1 - BY_LENGTH + BY_LENGTH * lengths[part] / USUAL_LENGTH)
        worth += WEIGHTS[part] * count / spread
    return round(1000 * worth * (SATURATION + 1) / (worth + SATURATION))


def weight(found: int) -> int:
    """Return how much a term tells that is found in so many documents, counted up to MOST.

    A whole number, as `impact` is: sums of them are the same on every machine.
    """
    return round(100 * math.log2((MOST + 1) / max(found, 1))) or 1
