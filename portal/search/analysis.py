"""What the index keeps of a document: terms with their places, and pieces to show.

The places of a document are numbered through. A piece is STEP of them, so the place of a
word says in which piece it stands; each text begins with a piece of its own, one place
further on, so that nothing follows anything across two texts.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from portal.kernel.text import LOCALES
from portal.search.codes import goods_in, goods_terms
from portal.search.language import terms_of, tidied, words
from portal.search.rules import KNOWN, TOLD, Document, Part, Passages, impact

STEP = 40
"""Words in a piece."""

MOST_PIECES = 50_000
"""Nobody reads further than two million words."""

SHORTEST_KNOWN = 3


@dataclass(frozen=True)
class Stretch:
    """Pieces that belong to one text: the first, and what they are."""

    first: int
    part: Part
    locale: str


@dataclass
class Analysed:
    """A document as the index keeps it."""

    impacts: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    pieces: dict[int, str] = field(default_factory=dict)
    """Text by the number of the piece."""
    stretches: list[Stretch] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """Words that are offered to whoever is typing."""


def analyse(document: Document) -> Analysed:
    """Return what the index keeps of a document."""
    analysed = Analysed()
    piece = 0
    for locale in LOCALES:
        counted: dict[str, dict[Part, int]] = defaultdict(lambda: defaultdict(int))
        lengths: dict[Part, int] = defaultdict(int)
        for text in document.texts:
            if text.locale != locale or not text.text or piece >= MOST_PIECES:
                continue
            analysed.stretches.append(Stretch(piece, text.part, locale))
            read = _read(text, piece * STEP, analysed)
            for term in read.terms:
                counted[term][text.part] += 1
            lengths[text.part] += read.length
            piece += read.length // STEP + 1
        for term, parts in counted.items():
            worth = impact(parts, lengths)
            analysed.impacts[term] = max(analysed.impacts.get(term, 0), worth)
    for digits in document.goods:
        for term in goods_terms(digits):
            worth = impact({Part.NUMBERS: 1}, {})
            analysed.impacts[term] = max(analysed.impacts.get(term, 0), worth)
            analysed.places[term] += []
    return analysed


@dataclass
class _Read:
    terms: list[str]
    length: int


def _read(given: Passages, first: int, analysed: Analysed) -> _Read:
    """Take down a text whose first word stands at that place."""
    text = tidied(given.text)
    found: list[str] = []
    begins: list[int] = []
    for place, word in enumerate(words(text), start=first):
        begins.append(word.start)
        for term in terms_of(word.said, given.locale):
            found.append(term)
            analysed.places[term].append(place)
        if given.part in KNOWN and len(word.said) >= SHORTEST_KNOWN and word.said.isalpha():
            analysed.known.add(word.said)
    place_of = {begin: place for place, begin in enumerate(begins, start=first)}
    for begin, digits in goods_in(text):
        for term in goods_terms(digits):
            found.append(term)
            analysed.places[term].append(place_of[begin])
    if given.part in TOLD:
        _cut(text, begins, first // STEP, analysed)
    return _Read(found, len(begins))


def _cut(text: str, begins: list[int], first: int, analysed: Analysed) -> None:
    edges = [*begins[::STEP], len(text)]
    edges[0] = 0
    for number, (begin, end) in enumerate(pairwise(edges), start=first):
        analysed.pieces[number] = " ".join(text[begin:end].split())


def packed(places: Iterable[int]) -> bytes:
    """Return places as the index keeps them."""
    kept = sorted(set(places))
    return struct.pack(f"<{len(kept)}I", *kept)


def unpacked(kept: bytes) -> tuple[int, ...]:
    """Return the places that were kept."""
    return struct.unpack(f"<{len(kept) // 4}I", kept)
