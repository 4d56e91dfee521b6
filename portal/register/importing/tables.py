"""Tables of the printer (GPOTABLE) as tables in Markdown.

Heads of several levels, cells over several columns and headings across are written as
`portal.register.markup` reads them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from portal.register.importing.inline import Reader, page_of
from portal.register.markup.tables import LEVELS, REACH

HEADING_CODES = {"21", "22", "25", "28"}
"""What I of ENT says of a cell that is a heading or centred over the table."""

_FIGURES = re.compile(r"\d+(\.\d+)?")
_COUNTED = re.compile(r"\d+")


@dataclass
class Row:
    """A row of cells in Markdown; `across`: the first one reaches over all columns."""

    cells: list[str]
    across: bool = False
    is_heading: bool = False


def table(element: Element, reader: Reader) -> list[str]:
    """Return a table as blocks of Markdown: its title, the table, its notes."""
    heads = _heads(element, reader)
    rows = _rows(element, reader)
    width = max([len(heads), *(len(row.cells) for row in rows), 1])
    lines = [_line([*heads, *[""] * (width - len(heads))]), _line(_alignment(element, width))]
    lines += [_line(_filled(row, width)) for row in rows]
    title = " ".join(
        text
        for name in ("TTITLE", "TDESC")
        for part in element.findall(name)
        if (text := reader.markdown(part, flat=True))
    )
    for child in element:
        if child.tag not in {"TTITLE", "TDESC", "BOXHD", "ROW", "TNOTE", "PRTPAGE"}:
            reader.unknown[f"{child.tag} in GPOTABLE"] += 1
    blocks = [f"**{title}**"] if title else []
    blocks += [f"[[page {page}]]" for part in element.findall("PRTPAGE") if (page := page_of(part))]
    if rows or any(heads):
        blocks.append("\n".join(lines))
    return blocks + [text for note in element.findall("TNOTE") if (text := reader.markdown(note))]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _alignment(element: Element, width: int) -> list[str]:
    columns = [column.strip() for column in element.get("CDEF", "").split(",")]
    signs = ["---:" if _FIGURES.fullmatch(column) else "---" for column in columns]
    return [*signs, *["---"] * width][:width]


def _heads(element: Element, reader: Reader) -> list[str]:
    """Return the head of each column, with the heads that stand over it."""
    marked = [
        (int(head.get("H", "1")) if head.get("H", "1").isdigit() else 1, _head(head, reader))
        for head in element.iter("CHED")
    ]
    heads = []
    over: list[str] = []
    for place, (level, words) in enumerate(marked):
        over = [*over[: level - 1], words]
        is_lowest = place + 1 == len(marked) or marked[place + 1][0] <= level
        if is_lowest:
            heads.append(f" {LEVELS} ".join(word or "—" for word in over) if any(over) else "")
    return heads


def _head(element: Element, reader: Reader) -> str:
    return reader.markdown(element, flat=True).replace("[[br]]", " ").strip()


def _rows(element: Element, reader: Reader) -> list[Row]:
    rows = []
    expanded = 0
    page = ""
    for row in element.findall("ROW"):
        if row.get("EXPSTB", "").isdigit():
            expanded = int(row.get("EXPSTB", "0"))
        page += "".join(f"[[page {found}]] " for e in row.iter("PRTPAGE") if (found := page_of(e)))
        cells = _cells(row, reader)
        if not any(cells):
            continue
        entries = row.findall("ENT")
        alone = not any(cells[1:]) and len(entries) == 1
        is_heading = alone and (expanded > 0 or entries[0].get("I") in HEADING_CODES)
        if is_heading:
            cells[0] = reader.markdown(entries[0], flat=True)
        cells[0] = f"{page}{cells[0]}"
        page = ""
        rows.append(Row(cells, across=alone and is_heading, is_heading=is_heading))
    return rows


def _cells(row: Element, reader: Reader) -> list[str]:
    cells: list[str] = []
    for entry in row.findall("ENT"):
        cells.append(reader.markdown(entry))
        reach = _COUNTED.search(entry.get("A", ""))
        cells += [REACH] * min(int(reach[0]) if reach else 0, 20)
    return cells or [""]


def _filled(row: Row, width: int) -> list[str]:
    first = row.cells[0]
    if row.across and width > 1:
        is_words = any(letter.isalpha() for letter in first) and "[[" not in first
        if is_words and "*" not in first:
            return [f"**{first}**", *[""] * (width - 1)]
        return [first, *[REACH] * (width - 1)]
    return [*row.cells, *[""] * (width - len(row.cells))]
