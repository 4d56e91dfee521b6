"""Tables: heads of several levels, cells over several columns, headings across."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LEVELS = "‖"
"""Stands between the levels of a head of a table."""

REACH = "<"
"""Alone in a cell: the cell before it reaches over this one."""

BOLD = re.compile(r"\*\*[^*]+\*\*")


@dataclass
class _Cell:
    """A cell of a table: its opening and closing tokens and what stands in it."""

    opening: Token
    inline: Token
    closing: Token

    @property
    def content(self) -> str:
        """What the author wrote into it."""
        return self.inline.content.strip()

    def __iter__(self) -> Iterator[Token]:
        return iter((self.opening, self.inline, self.closing))


def arrange_tables(state: StateCore) -> None:
    """Give tables heads of several levels, cells over several columns, and headings across."""
    arranged: list[Token] = []
    row: list[_Cell] = []
    in_row = in_head = False
    for place, token in enumerate(state.tokens):
        if token.type in {"thead_open", "thead_close"}:
            in_head = token.nesting == 1
        if token.type == "tr_open":
            in_row, row = True, []
        if not in_row:
            arranged.append(token)
        elif token.type in {"th_open", "td_open"}:
            if "right" in str(token.attrs.pop("style", "")):
                token.attrSet("class", "number")
            row.append(_Cell(token, *state.tokens[place + 1 : place + 3]))
        elif token.type == "tr_close":
            in_row = False
            if in_head and not any(cell.content for cell in row):
                continue
            for cells in _head(row) if in_head else [_across(_merged(row))]:
                arranged.append(Token("tr_open", "tr", 1, block=True))
                arranged.extend(part for cell in cells for part in cell)
                arranged.append(Token("tr_close", "tr", -1, block=True))
    state.tokens = arranged


def _head(row: Sequence[_Cell]) -> list[list[_Cell]]:
    """Return the rows of a head whose cells may name several levels each."""
    paths = [[level.strip() for level in cell.content.split(LEVELS)] for cell in row]
    depth = max(map(len, paths), default=1)
    rows: list[list[_Cell]] = [[] for _ in range(depth)]
    for level in range(depth):
        column = 0
        while column < len(row):
            path = paths[column]
            width = 1
            if level >= len(path):
                column += 1
                continue
            is_leaf = level == len(path) - 1
            while not is_leaf and _continues(paths, column, width, level):
                width += 1
            rows[level].append(_head_cell(row[column], path[level], width, depth - level, is_leaf))
            column += width
    return rows


def _continues(paths: Sequence[Sequence[str]], column: int, width: int, level: int) -> bool:
    following = column + width
    return (
        following < len(paths)
        and len(paths[following]) > level + 1
        and paths[following][: level + 1] == paths[column][: level + 1]
    )


def _head_cell(cell: _Cell, words: str, width: int, rows_left: int, is_leaf: bool) -> _Cell:  # noqa: FBT001  # One caller.
    opening, closing = cell.opening.copy(attrs={}), cell.closing
    if not words:
        # A head without words is none, and must not be announced as one.
        opening, closing = opening.copy(tag="td"), closing.copy(tag="td")
    else:
        opening.attrSet("scope", "col" if is_leaf else "colgroup")
    if is_leaf and cell.opening.attrGet("class"):
        opening.attrSet("class", str(cell.opening.attrGet("class")))
    if width > 1:
        opening.attrSet("colspan", width)
    if is_leaf and rows_left > 1:
        opening.attrSet("rowspan", rows_left)
    return _Cell(opening, cell.inline.copy(content=words, children=[]), closing)


def _merged(row: Sequence[_Cell]) -> list[_Cell]:
    kept: list[_Cell] = []
    for cell in row:
        if kept and cell.content == REACH:
            kept[-1].opening.attrSet("colspan", int(kept[-1].opening.attrGet("colspan") or 1) + 1)
        else:
            kept.append(cell)
    return kept


def _across(row: list[_Cell]) -> list[_Cell]:
    """Let a bold first cell alone in its row be a heading over all the columns."""
    first, *others = row
    if not others or any(cell.content for cell in others) or not BOLD.fullmatch(first.content):
        return row
    opening, closing = first.opening.copy(tag="th", attrs={}), first.closing.copy(tag="th")
    width = sum(int(cell.opening.attrGet("colspan") or 1) for cell in row)
    opening.attrs = {"scope": "rowgroup", "colspan": width}
    return [_Cell(opening, first.inline.copy(content=first.content.strip("*")), closing)]
