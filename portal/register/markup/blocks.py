"""A text as a row of plain blocks, for what is not a page: print, for instance."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from portal.register.markup.sections import words_of


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list, or a row of a table, without emphasis."""

    kind: str
    """`heading`, `paragraph`, `item` or `row`."""
    texts: tuple[str, ...]
    """One text; of a row, its cells."""
    level: int = 0
    """Of a heading 1 to 6; of an item, how deep it stands."""


NESTING = {
    "bullet_list_open": 1,
    "ordered_list_open": 1,
    "bullet_list_close": -1,
    "ordered_list_close": -1,
}
CODE = frozenset({"fence", "code_block"})


@dataclass
class _Place:
    """Where in a text one is: in which list, heading or row."""

    depth: int = 0
    level: int = 0
    cells: list[str] | None = None

    def move(self, token: Token) -> None:
        """Step into or out of what a token opens or closes."""
        self.depth += NESTING.get(token.type, 0)
        if token.type == "heading_open":
            self.level = int(token.tag.removeprefix("h"))
        elif token.type == "heading_close":
            self.level = 0
        elif token.type == "tr_open":
            self.cells = []

    def block(self, words: str) -> Block | None:
        """Return the block that some words are here; of a row they are kept as a cell."""
        if self.cells is not None:
            self.cells.append(words)
            return None
        if self.level:
            return Block("heading", (words,), self.level)
        kind = "item" if self.depth else "paragraph"
        return Block(kind, (words,), self.depth) if words else None


def blocks_of(tokens: list[Token]) -> Iterator[Block]:
    """Yield the blocks of a text that was parsed, in its order."""
    place = _Place()
    for token in tokens:
        place.move(token)
        if token.type == "tr_close":
            yield Block("row", tuple(place.cells or ()))
            place.cells = None
        elif token.type in CODE:
            yield Block("paragraph", (token.content.strip(),))
        elif token.type == "inline":
            block = place.block(" ".join(words_of(token.children or ()).split()))
            if block:
                yield block
