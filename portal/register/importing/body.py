"""The text of a document, from its XML to the Markdown of a notice."""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from portal.register.importing.inline import Reader, page_of, words
from portal.register.importing.tables import table

CAPTIONED = {"AGY", "ACT", "SUM", "DATES", "EFFDATE", "ADD", "FURINF", "SUPLINF", "PREAMHD"}
"""What begins with a caption of the preamble."""

HEADED = {"PART": 3, "SUBPART": 3, "CHAPTER": 3, "APPENDIX": 2, "LSTSUB": 2}
"""What begins with a heading, and of which level."""

RUN_IN = {"AUTH", "NOTE"}
"""What begins with a word that stands in the line: `Authority: 5 U.S.C. 552.`"""

CONTAINERS = {"PREAMB", "REGTEXT", "EXTRACT", "PRIACT", "CONTENTS"}
"""What only holds other things."""

ELSEWHERE = {"AGENCY", "SUBAGY", "SUBJECT"}
"""What stands in the head of the page, and is not repeated in the preamble's text."""

LEVELS = {"HED": 1, "HD1": 2, "HD2": 3, "HD3": 4}
STARS = r"\* \* \* \* \*"
ONLY_A_DOCKET = re.compile(
    r"\[?(?:docket (?:no|number|id)[.:]*\s*)?[A-Z][\w–-]*[–-]\d+[\w–-]*\]?", re.IGNORECASE
)
BULLET = re.compile(r"^[•●▪○]\s*")


class Body:
    """Turns the elements of one document into blocks of Markdown."""

    def __init__(self, document: Element) -> None:
        self.document = document
        self.reader = Reader()
        self._footnotes: dict[Element, str] = {}
        for parent in list(document.iter()):
            _part_footnotes(parent)
        self._match_footnotes()
        self._over: list[int] = []
        """The levels, as the printer sets them, of the headings that stand over this place."""
        self._captioned = False
        self._written_notes: list[str] = []
        self._by_tag: dict[str, Callable[[Element], Iterator[str]]] = {
            "HD": self._heading,
            "P": self._paragraph,
            "GPOTABLE": lambda element: iter(table(element, self.reader)),
            "FTNT": self._footnote,
            "SIG": self._signature,
            "SECTION": self._section,
            "GPH": self._graphic,
            "PRTPAGE": self._page,
            "STARS": lambda _: iter([STARS]),
            "DEPDOC": self._docket_line,
        }
        self._by_tag |= dict.fromkeys(
            ("FP", "AMDPAR", "CFR", "RIN", "DATE", "SECHD"), self._paragraph
        )
        self._by_tag |= dict.fromkeys(("FRDOC", "BILCOD"), self._paragraph)
        self._by_tag |= dict.fromkeys(CAPTIONED, self._under_a_caption)
        self._by_tag |= dict.fromkeys(HEADED, self._under_a_heading)
        self._by_tag |= dict.fromkeys(RUN_IN, self._run_in)
        self._by_tag |= dict.fromkeys(CONTAINERS, self._all)
        self._by_tag |= dict.fromkeys(ELSEWHERE, self._head_of_the_page)

    def markdown(self) -> str:
        """Return the whole text."""
        blocks = [block for block in self._all(self.document) if block.strip()]
        return "\n\n".join([*blocks, *self._written_notes]) + "\n"

    def _all(self, element: Element) -> Iterator[str]:
        children = list(element)
        place = 0
        while place < len(children):
            child = children[place]
            following = children[place + 1] if place + 1 < len(children) else None
            if child.tag == "SECTNO":
                pair = (
                    [child]
                    if following is None or following.tag != "SUBJECT"
                    else children[place : place + 2]
                )
                yield "- " + " ".join(self.reader.markdown(part) for part in pair)
                place += len(pair)
                continue
            yield from self._block(child)
            place += 1

    def _block(self, element: Element) -> Iterator[str]:
        if known := self._by_tag.get(element.tag):
            yield from known(element)
        elif len(element):
            self.reader.unknown[element.tag] += 1
            if (element.text or "").strip():
                yield from self._paragraph(element)
            else:
                yield from self._all(element)
        else:
            self.reader.unknown[element.tag] += 1
            yield from self._paragraph(element)

    def _paragraph(self, element: Element) -> Iterator[str]:
        text = self.reader.markdown(element)
        yield BULLET.sub("- ", text)

    def _docket_line(self, element: Element) -> Iterator[str]:
        """Leave out what says no more than the docket number, which the page shows in its head."""
        if not ONLY_A_DOCKET.fullmatch(words(element)):
            yield from self._paragraph(element)

    def _page(self, element: Element) -> Iterator[str]:
        if page := page_of(element):
            yield f"[[page {page}]]"

    def _head_of_the_page(self, element: Element) -> Iterator[str]:
        """Leave out what the page shows in its head, save the page marks within it."""
        for mark in element.iter("PRTPAGE"):
            yield from self._page(mark)

    def _headline(self, element: Element, level: int) -> str:
        text = self.reader.markdown(element)
        if not text:
            return ""
        return f"{'#' * self._depth(level)} {text}"

    def _depth(self, level: int) -> int:
        """Return how deep a heading stands in the text, in which no level is left out."""
        while self._over and self._over[-1] >= level:
            self._over.pop()
        self._over.append(level)
        return len(self._over) + self._captioned

    def _heading(self, element: Element) -> Iterator[str]:
        source = element.get("SOURCE", "")
        if source not in LEVELS:
            self.reader.unknown[f"HD SOURCE={source}"] += 1
        yield self._headline(element, max(LEVELS.get(source, 3), 2))

    def _under_a_caption(self, element: Element) -> Iterator[str]:
        caption = element.find("HD")
        if caption is not None and (name := words(caption).rstrip(": ")):
            self._captioned = True
            self._over.clear()
            yield f"# {name}"
        yield from self._rest(element, caption)

    def _under_a_heading(self, element: Element) -> Iterator[str]:
        heading = element.find("HD")
        if heading is not None:
            yield self._headline(heading, HEADED[element.tag])
        yield from self._rest(element, heading)

    def _run_in(self, element: Element) -> Iterator[str]:
        heading = element.find("HD")
        if heading is None:
            yield from self._all(element)
            return
        blocks = [block for block in self._rest(element, heading) if block.strip()]
        title = f"**{self.reader.markdown(heading, flat=True)}**"
        if blocks and not blocks[0].startswith(("|", "-", "#", "[")):
            blocks[0] = f"{title} {blocks[0]}"
        else:
            blocks.insert(0, title)
        yield from blocks

    def _rest(self, element: Element, heading: Element | None) -> Iterator[str]:
        rest = Element(element.tag)
        rest.extend(child for child in element if child is not heading)
        yield from self._all(rest)

    def _section(self, element: Element) -> Iterator[str]:
        number, subject = element.find("SECTNO"), element.find("SUBJECT")
        named = [part for part in (number, subject) if part is not None]
        title = " ".join(self.reader.markdown(part) for part in named)
        if title:
            yield f"{'#' * self._depth(4)} {title}"
        rest = Element(element.tag)
        rest.extend(child for child in element if child not in named)
        yield from self._all(rest)

    def _signature(self, element: Element) -> Iterator[str]:
        signed: list[str] = []
        for child in element:
            if child.tag in {"NAME", "TITLE"}:
                text = self.reader.markdown(child, flat=True)
                signed.append(f"**{text}**" if child.tag == "NAME" else text)
                continue
            if signed:
                yield "\\\n".join(signed)
                signed = []
            if child.tag == "DATED":
                yield from self._paragraph(child)
            else:
                yield from self._block(child)
        if signed:
            yield "\\\n".join(signed)

    def _graphic(self, element: Element) -> Iterator[str]:
        for child in element:
            if child.tag == "PRTPAGE":
                yield from self._page(child)
            elif child.tag == "GID":
                yield rf"*\[Graphic {self.reader.markdown(child)} is in the printed edition\]*"
            else:
                yield from self._block(child)

    def _match_footnotes(self) -> None:
        """Find for each mark in the text the footnote that follows it under its number."""
        order = list(self.document.iter())
        place = {element: number for number, element in enumerate(order)}
        waiting = [element for element in order if element.tag == "FTNT"]
        calls: dict[Element, list[str]] = {}
        closed = {
            mark
            for e in order
            if e.tag == "FTNT" or (e.tag == "GPOTABLE" and e.find("TNOTE") is not None)
            for mark in e.iter("SU")
        }
        """Raised numbers that belong to a note or to the notes of a table."""
        for parent in order:
            for before, mark in zip(parent, list(parent)[1:], strict=False):
                if mark.tag != "FTREF":
                    continue
                for number in re.findall(r"\d+", words_of_mark(before)):
                    note = next(
                        (n for n in waiting if place[n] > place[mark] and _printed(n) == number),
                        None,
                    )
                    if note is None:
                        continue
                    waiting.remove(note)
                    calls.setdefault(mark, []).append(self._labelled(note, number))
        for note in waiting:
            # Some marks are raised numbers only, before the note or just after it.
            raised = sorted(
                (place[e] > place[note], abs(place[e] - place[note]), place[e])
                for e in order
                if e.tag == "SU" and e not in closed and words_of_mark(e).strip() == _printed(note)
            )
            if raised:
                calls[order[raised[0][2]]] = [self._labelled(note, _printed(note))]
        self.reader.notes = calls

    def _labelled(self, note: Element, number: str) -> str:
        again = sum(label.partition("-")[0] == number for label in self._footnotes.values())
        self._footnotes[note] = f"{number}-{again + 1}" if again else number
        return self._footnotes[note]

    def _footnote(self, element: Element) -> Iterator[str]:
        label = self._footnotes.get(element)
        if label is None:
            self.reader.unknown["FTNT without a mark"] += 1
            yield from self._all(element)
            return
        blocks: list[str] = []
        for place, child in enumerate(element):
            text = child if place else without_number(child)
            blocks += [block for block in self._block(text) if block.strip()]
        indented = "\n\n".join(blocks).replace("\n", "\n    ")
        self._written_notes.append(f"[^{label}]: {indented}")


def _part_footnotes(parent: Element) -> None:
    """Make an element of each footnote, where several stand in one."""
    if parent.find("FTNT") is None:
        return
    parted: list[Element] = []
    for child in list(parent):
        if child.tag != "FTNT" or not len(child):
            parted.append(child)
            continue
        note = child
        for place, paragraph in enumerate(list(child)):
            if place and without_number(paragraph) is not paragraph:
                note = Element("FTNT")
            if not place or not len(note):
                parted.append(note)
            if note is not child:
                child.remove(paragraph)
                note.append(paragraph)
    parent[:] = parted


def words_of_mark(element: Element) -> str:
    """Return the raised number before a footnote mark."""
    return "".join(element.itertext()) if element.tag in {"SU", "E"} else ""


def _printed(note: Element) -> str:
    number = note.find("P/SU")
    return "".join(number.itertext()).strip() if number is not None else ""


def without_number(paragraph: Element) -> Element:
    """Return the first paragraph of a footnote without the number that it begins with."""
    first = paragraph.find("SU")
    if first is None or (paragraph.text or "").strip():
        return paragraph
    rest = Element(paragraph.tag, paragraph.attrib)
    rest.text = (paragraph.text or "").rstrip(" ") + (first.tail or "").lstrip()
    rest.extend(child for child in paragraph if child is not first)
    return rest
