"""The words of a notice as the elements of a Word file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, register_namespace

from portal.register.exporting.marks import clean
from portal.register.exporting.word.styles import R, W
from portal.register.markup import WORDS
from portal.register.markup.manuscript import (
    Block,
    Break,
    Cell,
    Heading,
    Line,
    Note,
    NoteMark,
    PageMark,
    Paragraph,
    Run,
    Table,
    headings_in_steps,
)

register_namespace("w", W)
register_namespace("r", R)

DEEPEST = 6
LEVELS = 8
"""The last level that a list of Word has, from 0."""
OUTWARD = ("http://", "https://", "mailto:")
INDENT = 425
"""Twentieths of a point by which an item of a list stands in."""


def put(parent: Element, tag: str, **attributes: str) -> Element:
    """Put an element of the word processor at the end of another, and return it."""
    return SubElement(
        parent, f"{{{W}}}{tag}", {f"{{{W}}}{name}": value for name, value in attributes.items()}
    )


def paragraph(parent: Element, style: str) -> Element:
    """Begin a paragraph in the style, and return it."""
    element = put(parent, "p")
    put(put(element, "pPr"), "pStyle", val=style)
    return element


def say(parent: Element, words: str, **faces: bool) -> None:
    """Write words into a paragraph; `faces` are properties of a run: `b`, `i`."""
    run = put(parent, "r")
    chosen = [name for name, is_so in faces.items() if is_so]
    if chosen:
        properties = put(run, "rPr")
        for name in chosen:
            put(properties, name)
    _text(run, words)


def _text(run: Element, words: str) -> None:
    element = put(run, "t")
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element.text = clean(words)


@dataclass
class Writer:
    """Writes blocks, and gathers the footnotes and addresses that they refer to."""

    notes: Sequence[Note]
    locale: str
    links: dict[str, str] = field(default_factory=dict)
    """The relation of each address outside."""
    called: list[int] = field(default_factory=list)
    """The footnotes that were called, in their order."""

    def write(self, parent: Element, blocks: Iterable[Block], style: str = "Normal") -> None:
        """Write all blocks."""
        for block in headings_in_steps(blocks):
            if isinstance(block, Heading):
                level = min(block.level, DEEPEST)
                self.line(paragraph(parent, f"Heading{level}"), block.line)
            elif isinstance(block, Paragraph):
                self._paragraph(parent, block, style)
            elif isinstance(block, Table):
                self._table(parent, block)
            else:
                border = put(put(put(parent, "p"), "pPr"), "pBdr")
                put(border, "bottom", val="single", sz="6", space="1", color="999999")

    def _paragraph(self, parent: Element, block: Paragraph, style: str) -> None:
        name = "Code" if block.code else "Quote" if block.quoted else "Item" if block.depth else ""
        element = paragraph(parent, name or style)
        properties = element[0]
        if block.sign == "•":
            numbers = put(properties, "numPr")
            put(numbers, "ilvl", val=str(min(block.depth - 1, LEVELS)))
            put(numbers, "numId", val="1")
        elif block.depth:
            left = str(INDENT * min(block.depth, LEVELS + 1))
            put(properties, "ind", left=left, hanging=str(INDENT) if block.sign else "0")
            if block.sign:
                run = put(element, "r")
                _text(run, block.sign)
                put(run, "tab")
        self.line(element, block.line)

    def line(self, element: Element, line: Line, *, bold: bool = False) -> None:
        """Write a line into a paragraph."""
        for part in line:
            if isinstance(part, Run):
                self._run(element, part, bold=bold)
            elif isinstance(part, NoteMark):
                self._call(element, part)
            elif isinstance(part, PageMark):
                run = put(element, "r")
                put(put(run, "rPr"), "rStyle", val="PageMark")
                _text(run, f"[{WORDS[self.locale]['page'].format(part.page)}]")
            elif isinstance(part, Break):
                put(put(element, "r"), "br")

    def _run(self, element: Element, part: Run, *, bold: bool) -> None:
        is_link = part.link.lower().startswith(OUTWARD)
        if is_link:
            element = put(element, "hyperlink")
            relation = self.links.setdefault(part.link, f"link{len(self.links) + 1}")
            element.set(f"{{{R}}}id", relation)
        run = put(element, "r")
        properties = put(run, "rPr")
        if is_link:
            put(properties, "rStyle", val="Hyperlink")
        if part.code:
            face = dict.fromkeys(("ascii", "hAnsi", "cs"), "Courier New")
            put(properties, "rFonts", **face)
        if part.bold or bold:
            put(properties, "b")
        if part.italic:
            put(properties, "i")
        if part.raised or part.lowered:
            put(properties, "vertAlign", val="superscript" if part.raised else "subscript")
        _text(run, part.text)

    def _call(self, element: Element, mark: NoteMark) -> None:
        run = put(element, "r")
        put(put(run, "rPr"), "rStyle", val="FootnoteReference")
        if mark.key not in self.called:
            self.called.append(mark.key)
            # Under its own number: the printer's numbers do not always begin with 1.
            put(run, "footnoteReference", customMarkFollows="1", id=str(mark.key + 1))
        _text(run, mark.number)

    def footnotes(self) -> Element:
        """Return all footnotes that were called, with the two lines that Word wants."""
        root = Element(f"{{{W}}}footnotes")
        for number, kind in (("-1", "separator"), ("0", "continuationSeparator")):
            put(put(put(put(root, "footnote", type=kind, id=number), "p"), "r"), kind)
        for key in self.called:
            note = self.notes[key]
            element = put(root, "footnote", id=str(key + 1))
            blocks = [block for block in note.blocks if not isinstance(block, Table)]
            self.write(element, blocks, "FootnoteText")
            first = element.find(f"{{{W}}}p")
            if first is None:
                first = paragraph(element, "FootnoteText")
            run = Element(f"{{{W}}}r")
            put(put(run, "rPr"), "rStyle", val="FootnoteReference")
            _text(run, f"{note.number} ")
            first.insert(1, run)
            for table in note.blocks:
                if isinstance(table, Table):
                    self._table(element, table)
                    put(element, "p")
        return root

    def _table(self, parent: Element, table: Table) -> None:
        element = put(parent, "tbl")
        properties = put(element, "tblPr")
        put(properties, "tblW", w="5000", type="pct")
        borders = put(properties, "tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            put(borders, side, val="single", sz="4", space="0", color="777777")
        put(properties, "tblLook", firstRow="1", noHBand="1", noVBand="1")
        grid = put(element, "tblGrid")
        for _column in range(table.width):
            put(grid, "gridCol", w=str(9638 // table.width))
        held: dict[int, tuple[int, int]] = {}
        for row in table.head:
            self._row(element, row, table.width, held, is_head=True)
        for row in table.body:
            self._row(element, row, table.width, {}, is_head=False)
        # Two tables that touch would become one, and a cell may not end with one.
        put(put(put(parent, "p"), "pPr"), "spacing", after="60")

    def _row(
        self,
        table: Element,
        row: Sequence[Cell],
        width: int,
        held: dict[int, tuple[int, int]],
        *,
        is_head: bool,
    ) -> None:
        """Write a row; `held` says which columns a cell above still reaches down over."""
        element = put(table, "tr")
        rules = put(element, "trPr")
        put(rules, "cantSplit")
        if is_head:
            put(rules, "tblHeader")
        waiting = list(row)
        column = 0
        while column < width:
            if column in held:
                columns, rows = held.pop(column)
                self._cell(element, None, columns, merge="continue")
                if rows > 1:
                    held[column + width] = (columns, rows - 1)
                column += columns
                continue
            cell = waiting.pop(0) if waiting else Cell(())
            merge = "restart" if cell.rows > 1 else ""
            self._cell(element, cell, cell.columns, merge=merge)
            if cell.rows > 1:
                held[column + width] = (cell.columns, cell.rows - 1)
            column += cell.columns
        for place in [place for place in held if place >= width]:
            held[place - width] = held.pop(place)

    def _cell(self, row: Element, cell: Cell | None, columns: int, *, merge: str) -> None:
        element = put(row, "tc")
        properties = put(element, "tcPr")
        if columns > 1:
            put(properties, "gridSpan", val=str(columns))
        if merge:
            put(properties, "vMerge", val=merge)
        inside = paragraph(element, "Cell")
        if cell is None:
            return
        if cell.number:
            put(inside[0], "jc", val="right")
        self.line(inside, cell.line, bold=cell.head)
