"""Cutting a long text into pages, each with the footnotes that it mentions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

PART = 150_000
"""Characters of HTML that one page of a long text holds, more or less."""

_TAG = re.compile(
    r"<(/?)(section|div|p|h[2-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tr|td|th|hr)\b[^>]*>"
)
_NOTES = re.compile(r'<section id="footnotes"[^>]*>\n<ol[^>]*>\n(.*?)</ol>\n</section>', re.DOTALL)
_NOTE = re.compile(r'<li id="(fn\d+)".*?(?=<li id="fn\d+"|\Z)', re.DOTALL)
_MENTION = re.compile(r'<a href="#(fn\d+)"')
_WAY_BACK = re.compile(r' <a href="#(fnref[\d-]+)"[^>]*>[^<]*</a>')


@dataclass
class _Block:
    """A paragraph, heading, table or list, and the section that it stands in."""

    html: str
    section: str
    """The opening tag of its section; empty outside of sections."""

    @property
    def is_heading(self) -> bool:
        return bool(re.match(r"<h[2-6]\b", self.html))


@dataclass
class _Part:
    blocks: list[_Block] = field(default_factory=list)
    size: int = 0
    mentions: dict[str, None] = field(default_factory=dict)


def parts(html: str, size: int = PART) -> list[str]:
    """Cut a rendered text between its paragraphs into pages of about `size` characters.

    A text that is short enough comes back whole. A table is never cut.
    """
    if len(html) <= size:
        return [html]
    notes_html = _NOTES.search(html)
    opening = html[notes_html.start() : notes_html.start(1)] if notes_html else ""
    notes = {m[1]: m[0] for m in _NOTE.finditer(notes_html[1])} if notes_html else {}
    body = html[: notes_html.start()] if notes_html else html
    seen: set[str] = set()
    return [_written(part, notes, opening, seen) for part in _filled(_blocks(body), notes, size)]


def part_with(parts: Sequence[str], key: str) -> int:
    """Return the number of the part, from 1, in which an address stands; 1 where none has it."""
    for number, part in enumerate(parts, 1):
        if f' id="{key}"' in part:
            return number
    return 1


def _blocks(html: str) -> list[_Block]:
    blocks: list[_Block] = []
    depth, start, section = 0, 0, ""
    for tag in _TAG.finditer(html):
        closes, name = tag[1], tag[2]
        if name == "section":
            section = "" if closes else tag[0]
            continue
        if not depth and not closes:
            start = tag.start()
        if name != "hr":
            depth += -1 if closes else 1
        if not depth:
            blocks.append(_Block(html[start : tag.end()], section))
    return blocks


def _filled(blocks: Sequence[_Block], notes: dict[str, str], size: int) -> list[_Part]:
    filled = [_Part()]
    for block in blocks:
        part = filled[-1]
        mentions = [key for key in _MENTION.findall(block.html) if key in notes]
        cost = len(block.html) + sum(len(notes[k]) for k in mentions if k not in part.mentions)
        if part.blocks and part.size + cost > size:
            carried: list[_Block] = []
            while len(part.blocks) > 1 and part.blocks[-1].is_heading:
                carried.insert(0, part.blocks.pop())
            part = _Part(carried, sum(len(heading.html) for heading in carried))
            filled.append(part)
            cost = len(block.html) + sum(len(notes[key]) for key in mentions)
        part.blocks.append(block)
        part.size += cost
        part.mentions |= dict.fromkeys(mentions)
    return filled


def _written(part: _Part, notes: dict[str, str], opening: str, seen: set[str]) -> str:
    lines = []
    inside = ""
    for block in part.blocks:
        if block.section != inside:
            if inside:
                lines.append("</section>")
            if block.section:
                # A section that goes on keeps its address where it began.
                lines.append("<section>" if block.section in seen else block.section)
                seen.add(block.section)
            inside = block.section
        lines.append(block.html)
    if inside:
        lines.append("</section>")
    body = "\n".join(lines) + "\n"
    if not part.mentions:
        return body
    kept = "".join(_note(key, notes[key], body) for key in part.mentions)
    return f"{body}{opening}{kept}</ol>\n</section>\n"


def _note(key: str, html: str, body: str) -> str:
    """Return a footnote that keeps its number, with ways back to this part only."""
    if ' value="' not in html.split(">", 1)[0]:
        html = html.replace(">", f' value="{key.removeprefix("fn")}">', 1)
    return _WAY_BACK.sub(lambda way: way[0] if f' id="{way[1]}"' in body else "", html)
