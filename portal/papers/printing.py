"""A paper as a file that bears its reader's name on every page."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from portal.register.exporting.typesetting import typeset
from portal.register.markup import Block, blocks

LOWEST_HEADING = 4
TEMPLATE = Path(__file__).with_name("paper.typ")


def marked_copy(
    *, title: str, agency: str, number: str, stamp: str, warning: str, text: str, locale: str
) -> bytes:
    """Return a PDF of the text; `stamp` stands across and under every page.

    Words are handed over as data and put in as strings: none of them can become markup.
    """
    data = {
        "title": title,
        "agency": agency,
        "number": number,
        "stamp": stamp,
        "warning": warning,
        "lang": locale,
        "blocks": [asdict(block) for block in _in_steps(blocks(text))],
    }
    return typeset(TEMPLATE, data)


def _in_steps(found: list[Block]) -> Iterator[Block]:
    """Yield the blocks with headings that go down one step at a time, from 2 on (PDF/UA-1)."""
    level = 1
    for block in found:
        if block.kind == "heading":
            level = min(max(block.level, 2), level + 1, LOWEST_HEADING)
            yield replace(block, level=level)
        else:
            yield block
