"""What changed between two texts, word by word: for a page that shows both."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

HEADING = re.compile(r"#{1,6}\s+(?=\S|$)")
"""What begins a heading in a text with marks."""

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


@dataclass(frozen=True)
class Line:
    """A line of what changed; of a heading, without the marks that made it one."""

    pieces: tuple[Piece, ...]
    is_heading: bool = False


def in_lines(pieces: Iterable[Piece]) -> Iterator[Line]:
    """Part stretches at the ends of their lines.

    Marks of headings go, except where they are themselves what changed.
    """
    line: list[Piece] = []
    for piece in pieces:
        for text in piece.text.splitlines(keepends=True):
            line.append(Piece(piece.change, text))
            if text.endswith("\n"):
                yield _line(line)
                line = []
    if line:
        yield _line(line)


def _line(pieces: list[Piece]) -> Line:
    begun: set[Change] = set()
    shown, is_heading = [], False
    for piece in pieces:
        marks = HEADING.match(piece.text)
        begins = not begun & {Change.KEPT, piece.change}
        begun.add(piece.change)
        if begins and marks and (piece.change is Change.KEPT or marks.end() < len(piece.text)):
            is_heading = True
            shown.append(Piece(piece.change, piece.text[marks.end() :]))
        else:
            shown.append(piece)
    return Line(tuple(piece for piece in shown if piece.text), is_heading)


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
