"""A notice in the XML of the Federal Register's printer (GPO).

The same vocabulary as the real documents have, and no element beside it. The text is
the one that readers see; what the vocabulary has no word for is kept as words: the
address of a link stands behind it in brackets, items of lists begin with their sign.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from portal.register.exporting.edition import Edition
from portal.register.exporting.marks import add, clean, in_lines, written
from portal.register.markup.manuscript import (
    Block,
    Cell,
    Heading,
    Line,
    Note,
    NoteMark,
    PageMark,
    Paragraph,
    Part,
    Run,
    Table,
    words_of_line,
)
from portal.register.rules import CAPTIONS, SERIES

PREAMBLE = dict(zip(CAPTIONS[:-1], ("AGY", "ACT", "SUM", "DATES", "ADD", "FURINF"), strict=True))
"""The element of each caption of the preamble."""

SUPPLEMENT = CAPTIONS[-1]

RANKS = {2: "HD1", 3: "HD2"}
LOWEST_RANK = "HD3"

ITALIC, BOLD, RAISED, LOWERED = "03", "02", "51", "52"
"""The typesetting codes of E."""

ACROSS = "21"
"""What I of ENT says of a heading across a table."""

CONTAINERS = (
    *("NOTICE", "PREAMB", "SUPLINF", "PREAMHD", "EXTRACT", "SIG", "FTNT"),
    *("GPOTABLE", "BOXHD", "ROW", *PREAMBLE.values()),
)
"""What holds only other elements."""


def notice_xml(edition: Edition) -> str:
    """Return a notice of the portal as a document of the printer's XML."""
    root = Element("NOTICE")
    preamble = add(root, "PREAMB")
    if edition.notice.page:
        add(preamble, "PRTPAGE", P=str(edition.notice.page))
    add(preamble, "AGENCY", edition.agency.upper(), TYPE="S" if edition.unit else "N")
    if edition.unit:
        add(preamble, "SUBAGY", edition.unit)
    add(preamble, "DEPDOC", f"[{edition.docket_line}]")
    add(preamble, "SUBJECT", edition.title)
    body = _Body(preamble, edition.manuscript.notes)
    body.write(edition.written.blocks)
    if body.supplement is None:
        body.place = preamble
    body.write(edition.added)
    place = body.place if body.place.tag == "SUPLINF" else preamble
    if edition.signature:
        signature = add(place, "SIG")
        add(signature, "NAME", f"{edition.signature[0]},")
        add(signature, "TITLE", f"{', '.join(edition.signature[1:]) or edition.agency}.")
    if body.supplement is not None:
        root.append(body.supplement)
    series = edition.notice.series or SERIES
    cited = f"; {edition.notice.citation}" if edition.notice.citation else ""
    add(root, "FRDOC", f"[{series} Doc. {edition.number}{cited}]")
    in_lines(root, CONTAINERS)
    return written(root)


@dataclass
class _Body:
    """Writes the text under its captions, and each footnote behind what calls it."""

    preamble: Element
    notes: Sequence[Note]
    supplement: Element | None = None
    place: Element = field(init=False)
    told: set[int] = field(default_factory=set)
    """The footnotes that are written."""

    def __post_init__(self) -> None:
        self.place = self.preamble

    def write(self, blocks: Sequence[Block]) -> None:
        """Write all blocks."""
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            if isinstance(following, Table) and _is_title(block):
                continue
            before = blocks[number - 1] if number else None
            self._block(block, before)

    def _block(self, block: Block, before: Block | None) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            _paragraph(self.place, block)
        elif isinstance(block, Table):
            title = before.line if isinstance(before, Paragraph) and _is_title(before) else ()
            _table(self.place, block, title)
            self._notes_of(title)
        for line in _lines_of(block):
            self._notes_of(line)

    def _heading(self, heading: Heading) -> None:
        if heading.level > 1:
            _line(add(self.place, "HD", SOURCE=RANKS.get(heading.level, LOWEST_RANK)), heading.line)
            return
        if self.supplement is not None:
            place = self.place
        elif heading.caption == SUPPLEMENT:
            place = self.place = self.supplement = Element("SUPLINF")
        else:
            place = self.place = add(self.preamble, PREAMBLE.get(heading.caption or "", "PREAMHD"))
        # Within the text the printer sets no colon behind a heading of this rank.
        colon = () if place.tag == "SUPLINF" and heading.caption != SUPPLEMENT else (Run(":"),)
        _line(add(place, "HD", SOURCE="HED"), (*heading.line, *colon))

    def _notes_of(self, line: Line) -> None:
        for part in line:
            if isinstance(part, NoteMark) and part.key not in self.told:
                self.told.add(part.key)
                self._note(self.notes[part.key])

    def _note(self, note: Note) -> None:
        element = add(self.place, "FTNT")
        number: Line = (Run(note.number),)
        for block in note.blocks:
            if isinstance(block, Table):
                _table(element, block, ())
                continue
            paragraph = add(element, "P")
            if number:
                add(paragraph, "SU", words_of_line(number)).tail = " "
                number = ()
            for line in _lines_of(block):
                _line(paragraph, line)


def _is_title(block: Block | None) -> bool:
    """Say whether a paragraph is the title of the table that follows: all of it is bold."""
    if not isinstance(block, Paragraph) or block.sign or block.code:
        return False
    runs = [part for part in block.line if isinstance(part, Run) and part.text.strip()]
    return bool(runs) and all(run.bold or run.raised for run in runs)


def _lines_of(block: Block) -> Iterator[Line]:
    if isinstance(block, Heading | Paragraph):
        yield block.line
    elif isinstance(block, Table):
        yield from (cell.line for row in (*block.head, *block.body) for cell in row)


def _paragraph(place: Element, paragraph: Paragraph) -> None:
    if paragraph.quoted or paragraph.code:
        last = place[-1] if len(place) else None
        place = last if last is not None and last.tag == "EXTRACT" else add(place, "EXTRACT")
    if paragraph.depth:
        element = add(place, "FP", SOURCE="FP-1" if paragraph.depth == 1 else "FP1-2")
    else:
        element = add(place, "P")
    sign: Line = (Run(f"{paragraph.sign} "),) if paragraph.sign else ()
    _line(element, (*sign, *paragraph.line))


def _line(element: Element, line: Iterable[Part]) -> None:
    """Write words with their marks at the end of an element."""
    for part in _without_links(line):
        if isinstance(part, Run):
            _run(element, part)
        elif isinstance(part, NoteMark):
            add(element, "SU", part.number)
            add(element, "FTREF")
        elif isinstance(part, PageMark):
            add(element, "PRTPAGE", P=part.page)
        else:
            # What follows the break stands within LI, as the printer has it.
            element = add(element, "LI")


def _without_links(
    line: Iterable[Part],
) -> Iterator[Part]:
    """Yield a line whose links are words, with the address behind them where it differs."""
    last: Run | None = None
    for part in line:
        if isinstance(part, Run):
            address = part.link.removeprefix("mailto:")
            differs = address and not address.endswith(part.text)
            told = f"{part.text} ({address})" if differs else part.text
            run = replace(part, text=told, link="", code=False)
            if last and last.is_set_as(run):
                last = replace(last, text=last.text + told)
                continue
            if last:
                yield last
            last = run
        else:
            if last:
                yield last
            last = None
            yield part
    if last:
        yield last


def _run(element: Element, run: Run) -> None:
    codes = [
        code
        for code, is_so in (
            (BOLD, run.bold),
            (ITALIC, run.italic),
            (RAISED, run.raised),
            (LOWERED, run.lowered),
        )
        if is_so
    ]
    for code in codes:
        element = add(element, "E", T=code)
    told = clean(run.text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + told
    else:
        element.text = (element.text or "") + told


def _table(place: Element, table: Table, title: Line) -> None:
    width = table.width
    element = add(place, "GPOTABLE", COLS=str(width), CDEF=",".join(_columns(table)), OPTS="L2,i1")
    if title:
        plain = [
            Run(part.text, italic=part.italic, raised=part.raised)
            if isinstance(part, Run)
            else part
            for part in title
        ]
        _line(add(element, "TTITLE"), plain)
    heads = add(element, "BOXHD")
    for level, cell in _heads(table):
        _line(add(heads, "CHED", H=str(level)), cell.line)
    across = False
    for row in table.body:
        _row(element, row, width, after_across=across)
        across = _is_across(row, width)


def _columns(table: Table) -> Iterator[str]:
    flush = [True] * table.width
    for row in table.body:
        column = 0
        for cell in row:
            if cell.columns == 1 and column < len(flush):
                flush[column] &= cell.number
            column += cell.columns
    yield "s50"
    yield from ("12" if is_flush and table.body else "r50" for is_flush in flush[1:])


def _heads(table: Table) -> Iterator[tuple[int, Cell]]:
    """Return each head with its level, those over several columns before what they cover."""
    placed: list[tuple[int, int, Cell]] = []
    taken: set[tuple[int, int]] = set()
    for level, row in enumerate(table.head, start=1):
        column = 0
        for cell in row:
            while (level, column) in taken:
                column += 1
            placed.append((column, level, cell))
            taken |= {
                (level + down, column + right)
                for down in range(cell.rows)
                for right in range(cell.columns)
            }
            column += cell.columns
    for _column, level, cell in sorted(placed, key=lambda head: head[:2]):
        yield level, cell


def _is_across(row: Sequence[Cell], width: int) -> bool:
    return len(row) == 1 and row[0].head and width > 1


def _row(table: Element, row: Sequence[Cell], width: int, *, after_across: bool) -> None:
    element = add(table, "ROW")
    if _is_across(row, width):
        element.set("EXPSTB", f"{width - 1:02}")
        _line(add(element, "ENT", I=ACROSS), (*_bold(row[0].line),))
        return
    if after_across:
        element.set("EXPSTB", "00")
    for number, cell in enumerate(row):
        entry = add(element, "ENT")
        if not number:
            entry.set("I", "01")
        if cell.columns > 1:
            entry.set("A", f"L{cell.columns - 1:02}")
        _line(entry, cell.line)


def _bold(line: Line) -> Iterator[Part]:
    for part in line:
        yield Run(part.text, bold=True, italic=part.italic) if isinstance(part, Run) else part
