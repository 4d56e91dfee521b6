"""A line of text with its marks, from the XML to Markdown.

The files are indented for reading, which puts line breaks and blanks into the text where
the printer had none. They are taken out again first, so that "(25 U.S.C. 4101 et seq.)"
gets no blank before its bracket.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from xml.etree.ElementTree import Element


class Mark(Enum):
    """How a stretch of text is set."""

    PLAIN = auto()
    ITALIC = auto()
    BOLD = auto()
    RAISED = auto()
    LOWERED = auto()
    READY = auto()
    """Markdown already."""


FACES = {
    "01": Mark.PLAIN,
    "02": Mark.BOLD,
    "03": Mark.ITALIC,
    "04": Mark.BOLD,
    "34": Mark.PLAIN,
    "51": Mark.RAISED,
    "52": Mark.LOWERED,
    "0132": Mark.LOWERED,
    "0332": Mark.LOWERED,
    "0735": Mark.LOWERED,
}
"""What the typesetting codes of E mean; others are set plain and counted."""

BREAK = "[[br]]"
"""A line that ends within a cell of a table."""

_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%#:;,@~+!$'()*-]*[\w/=]", re.ASCII)
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_SPECIAL = re.compile(r"([\\`*\[^~<|]|&(?=#?\w+;)|(?<!\w)_|_(?!\w))")
_AT_START = re.compile(r"(\d{0,9})(#{1,6}(?= |$)|[>+=-]|(?<=\d)[.)](?= |$))")
_BLANKS = re.compile(r"[ \t\r\n]+")
_OF_THE_INDENT = re.compile(r"\n[ \t]*$")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is set in one way."""

    mark: Mark
    text: str


@dataclass
class Reader:
    """Reads lines of one document, and remembers what it did not understand."""

    notes: Mapping[Element, list[str]] = field(default_factory=dict)
    """For each footnote mark (FTREF or SU), the labels of the footnotes that it calls."""
    unknown: Counter[str] = field(default_factory=Counter)

    def markdown(self, element: Element, *, flat: bool = False) -> str:
        """Return the text of an element as one line of Markdown; `flat`: without emphasis."""
        pieces = self._pieces(element, Mark.PLAIN)
        if flat:
            set_plain = {Mark.ITALIC: Mark.PLAIN, Mark.BOLD: Mark.PLAIN}
            pieces = (Piece(set_plain.get(p.mark, p.mark), p.text) for p in pieces)
        return written(pieces)

    def _pieces(self, element: Element, mark: Mark) -> Iterator[Piece]:
        for chunk in chunks(element):
            if isinstance(chunk, str):
                yield Piece(mark, chunk)
            else:
                yield from self._piece(chunk, element, mark)

    def _piece(self, child: Element, parent: Element, mark: Mark) -> Iterator[Piece]:
        if child.tag in {"SU", "E"} and _calls_notes(child, parent, self.notes):
            return
        if child in self.notes:
            yield from (Piece(Mark.READY, f"[^{label}]") for label in self.notes[child])
        elif child.tag == "PRTPAGE":
            if page := page_of(child):
                yield Piece(Mark.READY, f" [[page {page}]] ")
        elif child.tag == "STARS":
            yield Piece(Mark.PLAIN, " * * * * * ")
        else:
            if child.tag == "LI":
                yield Piece(Mark.READY, BREAK)
            yield from self._pieces(child, self._set_in(child, mark))

    def _set_in(self, child: Element, mark: Mark) -> Mark:
        """Return how the text of a child is set, and note what is not known."""
        if child.tag == "E":
            face = child.get("T", "")
            if face not in FACES:
                self.unknown[f"E T={face}"] += 1
            inner = FACES.get(face, mark)
            return mark if inner is Mark.PLAIN else inner
        if child.tag == "SU":
            return Mark.RAISED
        if child.tag not in {"LI", "FR", "FTREF"}:
            self.unknown[child.tag] += 1
        return mark


def page_of(element: Element) -> str:
    """Return the number that a PRTPAGE carries; empty inside footnotes, where it has none."""
    page = element.get("P", "")
    return page if re.fullmatch(r"[0-9A-Za-z]{1,12}", page) else ""


def chunks(element: Element) -> Iterator[str | Element]:
    """Return the text and the children of an element in turn, without the file's indentation."""
    indent = ""
    if len(element) and (found := _OF_THE_INDENT.search(element.text or "")):
        indent = found[0]
    elif not len(element) and (element.text or "").startswith("\n"):
        yield _BLANKS.sub(" ", (element.text or "").strip())
        return
    yield _unindented(element.text, indent)
    for child in element:
        yield child
        yield _unindented(child.tail, indent)


def _unindented(text: str | None, indent: str) -> str:
    text = text or ""
    if indent:
        text = _OF_THE_INDENT.sub("", text.removeprefix(indent))
    return _BLANKS.sub(" ", text)


def words(element: Element) -> str:
    """Return the words of an element alone: no marks, pages, notes or typesetting."""
    return " ".join("".join(_all_words(element)).split())


def _all_words(element: Element) -> Iterator[str]:
    for chunk in chunks(element):
        if isinstance(chunk, str):
            yield chunk
        elif chunk.tag == "LI":
            yield " "
            yield from _all_words(chunk)
        elif chunk.tag == "PRTPAGE":
            yield " "
        elif chunk.tag not in {"FTREF", "SU"}:
            yield from _all_words(chunk)


def _calls_notes(child: Element, parent: Element, notes: Mapping[Element, list[str]]) -> bool:
    """Say whether a raised number is the printed half of the footnote mark that follows it."""
    siblings = list(parent)
    following = siblings.index(child) + 1
    return (
        following < len(siblings)
        and siblings[following].tag == "FTREF"
        and bool(notes.get(siblings[following]))
        and not (child.tail or "").strip()
    )


def written(pieces: Iterator[Piece]) -> str:
    """Return pieces of text as a line of Markdown."""
    line = _merged(pieces)
    told = []
    for place, piece in enumerate(line):
        before = line[place - 1].text[-1:] if place else ""
        after = line[place + 1].text[:1] if place + 1 < len(line) else ""
        told.append(_told(piece, before, after))
    text = _BLANKS.sub(" ", "".join(told)).strip()
    text = text.replace(f" {BREAK}", BREAK).replace(f"{BREAK} ", BREAK)
    start = _AT_START.match(text)
    return (
        f"{start[1]}\\{text[start.start(2) :]}"
        if start and (start[1] == "" or start[2] in ".)")
        else text
    )


def _merged(pieces: Iterator[Piece]) -> list[Piece]:
    line: list[Piece] = []
    for piece in pieces:
        if line and line[-1].mark is piece.mark:
            line[-1] = Piece(piece.mark, line[-1].text + piece.text)
        elif piece.text:
            line.append(piece)
    return line


def _told(piece: Piece, before: str, after: str) -> str:
    if piece.mark is Mark.READY:
        return piece.text
    if piece.mark is Mark.PLAIN or not piece.text.strip():
        return _linked(piece.text)
    core = piece.text.strip()
    opening = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    closing = piece.text[len(piece.text.rstrip()) :]
    if piece.mark in {Mark.RAISED, Mark.LOWERED}:
        sign = "^" if piece.mark is Mark.RAISED else "~"
        raised = escaped(core).replace(" ", "\\ ")
        return f"{opening}{sign}{raised}{sign}{closing}"
    core, opening, closing = _inside(core, opening, closing, before, after)
    if not core:
        return _linked(piece.text)
    sign = "*" if piece.mark is Mark.ITALIC else "**"
    return f"{escaped(opening)}{sign}{_linked(core)}{sign}{escaped(closing)}"


def _inside(core: str, opening: str, closing: str, before: str, after: str) -> tuple[str, str, str]:
    """Move punctuation out of an emphasis where Markdown would not see its marks beside it."""
    if _ADDRESS.match(core) or _MAILBOX.match(core):
        while core and core[-1] in ".,;:)":
            core, closing = core[:-1], core[-1] + closing
    while core and _is_mark(core[0]) and not opening and before and _is_word(before):
        opening, core = core[0], core[1:]
    while core and _is_mark(core[-1]) and not closing and after and _is_word(after):
        core, closing = core[:-1], core[-1]
    stripped = core.strip()
    if stripped != core:
        opening += core[: len(core) - len(core.lstrip())]
        closing = core[len(core.rstrip()) :] + closing
    return stripped, opening, closing


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _is_word(letter: str) -> bool:
    return not letter.isspace() and not _is_mark(letter)


def _linked(text: str) -> str:
    told, place = [], 0
    for found in sorted(
        [*_ADDRESS.finditer(text), *_MAILBOX.finditer(text)], key=lambda match: match.start()
    ):
        if found.start() < place:
            continue
        told.append(escaped(text[place : found.start()]))
        told.append(_link(found[0]))
        place = found.end()
    return "".join(told) + escaped(text[place:])


def _link(address: str) -> str:
    if address.startswith("www."):
        return f"[{escaped(address)}](<https://{address}>)"
    return f"<{address}>"


def escaped(text: str) -> str:
    """Return words such that Markdown reads them as words."""
    return _SPECIAL.sub(r"\\\1", text)
