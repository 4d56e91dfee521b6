"""A notice, or the issue of a day, as the printed register: three columns, tagged.

The text goes to the template as data. What depends on how much fits is decided here: which
table stands in a column and which across the page, and where a long one is parted.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from portal.register.exporting.edition import Edition
from portal.register.exporting.gpo import notice_xml
from portal.register.exporting.hyphens import breakable
from portal.register.exporting.typesetting import TAGGED_AND_KEPT, told_by, typeset
from portal.register.markup import WORDS
from portal.register.markup.manuscript import (
    Block,
    Cell,
    Heading,
    Line,
    NoteMark,
    PageMark,
    Paragraph,
    Run,
    Table,
    headings_in_steps,
    words_of_line,
)
from portal.register.models import Issue
from portal.register.rules import SERIES
from portal.web.locale import _, day, speaking

TEMPLATE = Path(__file__).with_name("register.typ")

IN_A_COLUMN = 36
"""Letters of a table's widest words, side by side, that fit into one column."""

ACROSS = 120
"""Letters of a line across the page."""

LINES_OF_A_PART = 46
"""Lines of a table across the page that fit beside other things on it."""

LONGEST_WORD = 16
"""Letters by which the width of a column of a table is reckoned at the most."""

COLUMNS = 3
TOP, FIRST_TOP, BOTTOM = 19, 36, 283
"""Where the columns of a page begin and end, in millimetres; under the masthead they begin
lower."""

SPARE, STEP, ATTEMPTS = 7, 12, 3
"""Millimetres left to headings and notes at first, and more at each further attempt."""

LONGEST_LEVELLED = 30_000
"""Letters of a text whose last columns are levelled, about four pages: it is laid out once
more for each try."""

WIDEST = 48
LOWEST_HEADING = 6
OUTWARD = ("http://", "https://", "mailto:")


def notice_pdf(edition: Edition, original: str | None = None) -> bytes:
    """Return the print of a notice, with its XML attached; the same notice, the same bytes."""
    data = {
        "title": f"{edition.number}: {edition.title}",
        "author": edition.agency,
        "lang": edition.locale,
        "day": _day(edition.published),
        "masthead": _masthead(edition),
        "contents": [],
        "notices": [_notice(edition)],
        "attached": [
            {
                "name": edition.file_name("xml"),
                "text": original or notice_xml(edition),
                "about": edition.title,
            }
        ],
    }
    if len(edition.text.markdown) <= LONGEST_LEVELLED:
        _level(data)
    return typeset(TEMPLATE, data, day=edition.published, standards=TAGGED_AND_KEPT)


def issue_pdf(issue: Issue, editions: Sequence[Edition], *, locale: str) -> bytes:
    """Return all that the register published on a day as one print, with its contents in front.

    Wants the editions by agency, in the order of the contents.
    """
    with speaking(locale):
        title = _("Register of %(day)s", day=day(issue.day))
        line = " · ".join(
            (
                _("Volume %(number)s", number=issue.volume),
                _("No. %(number)s", number=issue.number),
                day(issue.day),
            )
        )
        register = _("Register of Trade Negotiations")
    data = {
        "title": title,
        "author": register,
        "lang": locale,
        "day": _day(issue.day),
        "masthead": {"register": register, "line": line},
        "contents": [
            {
                "agency": edition.agency,
                "kind": edition.kind,
                "title": edition.title,
                "lang": edition.locale,
                "pages": edition.pages,
            }
            for edition in editions
        ],
        "notices": [_notice(edition) for edition in editions],
        "attached": [
            {
                "name": edition.file_name("xml"),
                "text": notice_xml(edition),
                "about": edition.title,
            }
            for edition in editions
        ],
    }
    return typeset(TEMPLATE, data, day=issue.day, standards=TAGGED_AND_KEPT)


def _level(data: dict[str, Any]) -> None:
    """Leave as much room under the columns of the last page as lets them end at one height.

    The typesetter does not level columns itself. How much they hold is told by where the
    text ends; a heading or a footnote may want more, so that less room is tried then.
    """
    (notice,) = data["notices"]
    end = told_by(TEMPLATE, data, "end")
    if end["column"] == COLUMNS - 1:
        return
    top = FIRST_TOP if end["page"] == 1 else TOP
    held = end["column"] * (BOTTOM - top) + end["y"] - top
    room = int(BOTTOM - top - held / COLUMNS) - SPARE
    for _attempt in range(ATTEMPTS):
        notice["room"] = max(room, 0)
        if not notice["room"] or told_by(TEMPLATE, data, "end")["page"] == end["page"]:
            return
        room -= STEP
    notice["room"] = 0


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _masthead(edition: Edition) -> dict[str, str]:
    return {
        "register": edition.register,
        "line": " · ".join(
            part for part in (edition.notice.citation or edition.number, edition.day) if part
        ),
    }


def _notice(edition: Edition) -> dict[str, Any]:
    own = edition.notice.series == SERIES
    setter = _Setter(edition)
    return {
        "lang": edition.locale,
        "register": edition.register,
        "day": edition.day,
        "kind": edition.kind,
        "citation": edition.notice.citation or edition.number,
        "first": edition.notice.page if own else 1,
        "last": (edition.notice.last_page or edition.notice.page) if own else None,
        "agency": edition.agency,
        "unit": edition.unit,
        "docket": f"[{edition.docket_line}]",
        "title": setter.words(edition.title),
        "blocks": setter.blocks(edition.manuscript.blocks),
        "signature": list(edition.signature),
        "room": 0,
        "doc_line": edition.doc_line,
    }


class _Setter:
    """Makes data for the template of the text of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.locale = edition.locale
        self.notes = edition.manuscript.notes
        self.told: set[int] = set()
        """The footnotes that stand already under a mark."""

    def words(self, text: str) -> str:
        """Return words with the places at which they may break."""
        return breakable(text, self.locale)

    def blocks(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        """Return blocks, the items of a list gathered into it."""
        told: list[dict[str, Any]] = []
        items: list[Paragraph] = []
        for block in headings_in_steps(blocks):
            if isinstance(block, Paragraph) and block.depth:
                items.append(block)
                continue
            if items:
                told.append(self._list(items))
                items = []
            told += self._block(block)
        if items:
            told.append(self._list(items))
        return told

    def _block(self, block: Block) -> Iterator[dict[str, Any]]:
        if isinstance(block, Heading):
            level = min(block.level + 1, LOWEST_HEADING)
            yield {"is": "heading", "level": level, "line": self.line(block.line)}
        elif isinstance(block, Paragraph):
            kind = "code" if block.code else "quote" if block.quoted else "paragraph"
            yield {"is": kind, "line": self.line(block.line)}
        elif isinstance(block, Table):
            yield from self._table(block)
        else:
            yield {"is": "rule"}

    def _list(self, items: Sequence[Paragraph]) -> dict[str, Any]:
        """Return a list; what stands deeper is a list within the item before it."""
        depth = items[0].depth
        told: list[dict[str, Any]] = []
        place = 0
        while place < len(items):
            item = items[place]
            deeper = place
            while deeper < len(items) and items[deeper].depth > depth:
                deeper += 1
            if deeper > place:
                inner = [self._list(items[place:deeper])]
                place = deeper
            else:
                inner = [{"is": "paragraph", "line": self.line(item.line)}]
                place += 1
            if told and (deeper > place or not item.sign or item.depth > depth):
                told[-1]["blocks"] += inner
            else:
                sign = item.sign.rstrip(".")
                number = int(sign) if sign.isdecimal() else None
                told.append({"number": number, "blocks": inner})
        return {"is": "list", "items": told}

    def line(self, line: Line) -> list[dict[str, Any]]:
        """Return a line as runs."""
        return [told for part in line if (told := self._part(part))]

    def _part(self, part: Any) -> dict[str, Any]:
        if isinstance(part, Run):
            faces = [
                name
                for name in ("italic", "bold", "raised", "lowered", "code")
                if getattr(part, name)
            ]
            link = part.link if part.link.lower().startswith(OUTWARD) else ""
            text = part.text if part.code else self.words(part.text)
            return {"is": "run", "text": text, "faces": faces, "link": link}
        if isinstance(part, NoteMark):
            is_first = part.key not in self.told
            self.told.add(part.key)
            note = self.blocks(self.notes[part.key].blocks) if is_first else []
            return {"is": "note", "number": part.number, "blocks": note, "first": is_first}
        if isinstance(part, PageMark):
            return {"is": "page", "text": WORDS[self.locale]["page"].format(part.page)}
        return {"is": "break"}

    def _table(self, table: Table) -> Iterator[dict[str, Any]]:
        widths = _widths(table)
        is_narrow = sum(widths) <= IN_A_COLUMN and table.width > 0
        parts = [list(table.body)] if is_narrow else list(_parted(table, widths))
        for body in parts:
            yield {
                "is": "table",
                "across": not is_narrow,
                "widths": widths,
                "head": [[self._cell(cell) for cell in row] for row in table.head],
                "body": [[self._cell(cell) for cell in row] for row in _filled(body, table.width)],
            }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        return {
            "line": self.line(cell.line),
            "columns": cell.columns,
            "rows": cell.rows,
            "head": cell.head,
            "number": cell.number,
        }


def _filled(rows: Iterable[Sequence[Cell]], width: int) -> Iterator[list[Cell]]:
    """Yield rows that have a cell in every column."""
    for row in rows:
        lacks = width - sum(cell.columns for cell in row)
        yield [*row, *[Cell(())] * max(lacks, 0)]


def _widths(table: Table) -> list[int]:
    """Return how wide each column wants to be, in letters: for its longest word, and its text."""
    longest, most = [1] * table.width, [1] * table.width
    for row in (*table.head, *table.body):
        column = 0
        for cell in row:
            if cell.columns == 1 and column < table.width:
                words = words_of_line(cell.line).split()
                word = max(map(len, words), default=1)
                longest[column] = max(longest[column], min(word, LONGEST_WORD))
                most[column] = max(most[column], min(sum(map(len, words)) // 3, WIDEST))
            column += cell.columns
    return [max(pair) + 2 for pair in zip(longest, most, strict=True)]


def _parted(table: Table, widths: Sequence[int]) -> Iterator[list[tuple[Cell, ...]]]:
    """Yield the rows of a table across the page in parts that each fit on one."""
    letters = [max(1, ACROSS * width // sum(widths)) for width in widths]
    part: list[tuple[Cell, ...]] = []
    lines = 0
    for row in table.body:
        column, height = 0, 1
        for cell in row:
            room = sum(letters[column : column + cell.columns]) or 1
            height = max(height, -(-len(words_of_line(cell.line)) // room))
            column += cell.columns
        if part and lines + height > LINES_OF_A_PART:
            yield part
            part, lines = [], 0
        part.append(row)
        lines += height
    if part or table.head:
        yield part
