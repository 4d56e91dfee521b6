"""What changed between two texts, word by word: for a page that shows both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\S+\s*|\s+")

MOST_WORDS = 1_500
"""Of a stretch that is compared word by word; a longer one is shown as replaced whole."""


class Change(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and what became of it."""

    change: Change
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Return both texts as one row of stretches: kept, dropped from the first, added by the second.

    The stretches that are not added make up the first text, those not dropped the second.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.KEPT, "".join(old[a:b])))
        else:
            pieces += _words("".join(old[a:b]), "".join(new[c:d]))
    return list(_joined(pieces))


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        yield Piece(Change.DROPPED, before)
        yield Piece(Change.ADDED, after)
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Piece(Change.KEPT, "".join(old[a:b]))
        else:
            yield Piece(Change.DROPPED, "".join(old[a:b]))
            yield Piece(Change.ADDED, "".join(new[c:d]))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Put stretches of one kind together, and leave empty ones out."""
    waiting: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if waiting and waiting.change is piece.change:
            waiting = Piece(piece.change, waiting.text + piece.text)
        else:
            if waiting:
                yield waiting
            waiting = piece
    if waiting:
        yield waiting
