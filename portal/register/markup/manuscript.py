"""A text as a tree of values, for every writer that is not the page: XML, Word, print.

It is read from the same tokens as the page, so all of them say the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from portal.register.markup.footnotes import name_of
from portal.register.rules import caption_of


@dataclass(frozen=True)
class Run:
    """A stretch of words that is set in one way."""

    text: str
    italic: bool = False
    bold: bool = False
    raised: bool = False
    lowered: bool = False
    code: bool = False
    link: str = ""

    def is_set_as(self, other: "Run") -> bool:
        """Say whether two stretches differ in their words alone."""
        return replace(self, text="") == replace(other, text="")


@dataclass(frozen=True)
class NoteMark:
    """The place in the text from which a footnote is called."""

    key: int
    """Which of the manuscript's notes."""
    number: str
    """As it is printed."""


@dataclass(frozen=True)
class PageMark:
    """Where a page of the printed edition begins."""

    page: str


@dataclass(frozen=True)
class Break:
    """A line ends here."""


Part = Run | NoteMark | PageMark | Break
Line = tuple[Part, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a caption of the notice."""

    line: Line
    level: int
    caption: str | None = None
    """The caption in the words of the rules, where it is one that they know."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, alone or in a list."""

    line: Line
    depth: int = 0
    """How many lists it stands in."""
    sign: str = ""
    """What an item of a list begins with: `•` or `3.`."""
    quoted: bool = False
    code: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    line: Line
    columns: int = 1
    rows: int = 1
    head: bool = False
    number: bool = False
    """Whether it is set flush right, as figures are."""


@dataclass(frozen=True)
class Table:
    """A table; its title, where it has one, is the bold paragraph before it."""

    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        """How many columns it has."""
        rows = (*self.head[:1], *self.body[:1])
        return max((sum(cell.columns for cell in row) for row in rows), default=1)


@dataclass(frozen=True)
class Rule:
    """A line across."""


Block = Heading | Paragraph | Table | Rule


@dataclass(frozen=True)
class Note:
    """A footnote."""

    number: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Manuscript:
    """A whole text."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


def words_of_line(line: Line) -> str:
    """Return the words of a line alone."""
    told = (
        part.text if isinstance(part, Run) else "" if isinstance(part, NoteMark) else " "
        for part in line
    )
    return " ".join("".join(told).split())


def manuscript_of(tokens: Sequence[Token]) -> Manuscript:
    """Return the tree of a text that was parsed."""
    return _Reading().read(tokens)


@dataclass
class _Reading:
    """Where in a text one is, and what was read so far."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    """The lists that are open: of a numbered one, the next number."""
    sign: str = ""
    quotes: int = 0
    level: int = 0
    head: list[tuple[Cell, ...]] = field(default_factory=list)
    body: list[tuple[Cell, ...]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    cell: Token | None = None
    in_head: bool = False
    outside: list[Block] = field(default_factory=list)
    """The text itself, while a footnote is read."""

    def read(self, tokens: Sequence[Token]) -> Manuscript:
        """Read all tokens in turn."""
        for token in tokens:
            step = getattr(self, f"_{token.type}", None)
            if step is not None:
                step(token)
            elif token.type in {"fence", "code_block"}:
                self._code(token)
        return Manuscript(tuple(self.blocks), tuple(self.notes))

    def _heading_open(self, token: Token) -> None:
        self.level = max(int(token.tag.removeprefix("h")) - 1, 1)

    def _heading_close(self, _token: Token) -> None:
        self.level = 0

    def _bullet_list_open(self, _token: Token) -> None:
        self.lists.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        self.lists.append(int(token.attrGet("start") or 1))

    def _bullet_list_close(self, _token: Token) -> None:
        self.lists.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _token: Token) -> None:
        number = self.lists[-1]
        self.sign = "•" if number is None else f"{number}."
        if number is not None:
            self.lists[-1] = number + 1

    def _list_item_close(self, _token: Token) -> None:
        self.sign = ""

    def _blockquote_open(self, _token: Token) -> None:
        self.quotes += 1

    def _blockquote_close(self, _token: Token) -> None:
        self.quotes -= 1

    def _hr(self, _token: Token) -> None:
        self.blocks.append(Rule())

    def _code(self, token: Token) -> None:
        lines = token.content.rstrip("\n").split("\n")
        parts = [part for line in lines for part in (Run(line, code=True), Break())][:-1]
        self._put(Paragraph(tuple(parts), code=True))

    def _thead_open(self, _token: Token) -> None:
        self.in_head = True

    def _thead_close(self, _token: Token) -> None:
        self.in_head = False

    def _table_open(self, _token: Token) -> None:
        self.head, self.body = [], []

    def _table_close(self, _token: Token) -> None:
        self.blocks.append(Table(tuple(self.head), tuple(self.body)))

    def _tr_open(self, _token: Token) -> None:
        self.row = []

    def _tr_close(self, _token: Token) -> None:
        (self.head if self.in_head else self.body).append(tuple(self.row))

    def _th_open(self, token: Token) -> None:
        self.cell = token

    _td_open = _th_open

    def _footnote_open(self, token: Token) -> None:
        self.outside, self.blocks = self.blocks, []
        self.notes.append(Note(name_of(token), ()))

    def _footnote_close(self, _token: Token) -> None:
        self.notes[-1] = replace(self.notes[-1], blocks=tuple(self.blocks))
        self.blocks = self.outside

    def _inline(self, token: Token) -> None:
        line = line_of(token.children or ())
        if self.cell is not None:
            self.row.append(_cell(self.cell, line))
            self.cell = None
        elif self.level:
            self.blocks.append(Heading(line, self.level, _caption(line, self.level)))
        elif line:
            self._put(Paragraph(line))

    def _put(self, paragraph: Paragraph) -> None:
        self.blocks.append(
            replace(paragraph, depth=len(self.lists), sign=self.sign, quoted=bool(self.quotes))
        )
        self.sign = ""


def _caption(line: Line, level: int) -> str | None:
    return caption_of(words_of_line(line)) if level == 1 else None


def _cell(token: Token, line: Line) -> Cell:
    return Cell(
        line,
        columns=int(token.attrGet("colspan") or 1),
        rows=int(token.attrGet("rowspan") or 1),
        head=token.tag == "th",
        number=token.attrGet("class") == "number",
    )


def line_of(tokens: Iterable[Token]) -> Line:
    """Return a line of words as runs, each as long as it is set in one way."""
    joined: list[Part] = []
    for part in _parts(tokens):
        last = joined[-1] if joined else None
        if isinstance(part, Run) and isinstance(last, Run) and last.is_set_as(part):
            joined[-1] = replace(last, text=last.text + part.text)
        else:
            joined.append(part)
    return tuple(part for part in joined if not isinstance(part, Run) or part.text)


FACES = {"em": "italic", "strong": "bold", "sup": "raised", "sub": "lowered"}


def _parts(tokens: Iterable[Token]) -> Iterator[Part]:
    set_now = Run("")
    for token in tokens:
        face = FACES.get(token.type.rpartition("_")[0])
        if face:
            set_now = replace(set_now, **{face: token.nesting == 1})  # type: ignore[arg-type]  # Its own fields.
        elif token.type in {"link_open", "link_close"}:
            set_now = replace(set_now, link=str(token.attrGet("href") or ""))
        elif part := _part(token, set_now):
            yield part


def _part(token: Token, set_now: Run) -> Part | None:
    match token.type:
        case "text" | "code_inline":
            return replace(set_now, text=token.content, code=token.type == "code_inline")
        case "softbreak":
            return replace(set_now, text=" ")
        case "hardbreak":
            return Break()
        case "page_mark":
            return PageMark(token.meta["page"])
        case "footnote_ref":
            return NoteMark(token.meta["id"], name_of(token))
        case _:
            return None


def headings_in_steps(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks with headings that never go down by more than one level (PDF/UA-1)."""
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            yield replace(block, level=level)
        else:
            yield block
