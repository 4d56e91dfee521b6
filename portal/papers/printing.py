"""A paper as a file that bears its reader's name on every page."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import typst

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
    made = _compiler().compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(made, bytes):
        message = "A paper became no single file."
        raise TypeError(message)
    return made


def _in_steps(found: list[Block]) -> Iterator[Block]:
    """Yield the blocks with headings that go down one step at a time, from 2 on (PDF/UA-1)."""
    level = 1
    for block in found:
        if block.kind == "heading":
            level = min(max(block.level, 2), level + 1, LOWEST_HEADING)
            yield replace(block, level=level)
        else:
            yield block


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = [str(_folder(name) / "files") for name in ("fontpkg_noto_serif", "fontpkg_noto_sans")]
    found = typst.Fonts(include_system_fonts=False, font_paths=fonts)
    return typst.Compiler(root=str(TEMPLATE.parent), font_paths=found)


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        message = f"{package} is not installed."
        raise RuntimeError(message)
    return Path(spec.origin).parent
