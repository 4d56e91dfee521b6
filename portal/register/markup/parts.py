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
_HEADING = re.compile(r"<h([2-6])\b")
_SIDE_WORDS = re.compile(r"<sup class=\"footnote-ref\">.*?</sup>|<span [^>]*>[^<]*</span>")
_ANY_TAG = re.compile(r"<[^>]+>")
_MENTION = re.compile(r'<a href="#(fn\d+)"')
_WAY_BACK = re.compile(r' <a href="#(fnref[\d-]+)"[^>]*>[^<]*</a>')


@dataclass
class _Block:
    """A paragraph, heading, table or list, and the section that it stands in."""

    html: str
    section: str
    """The opening tag of its section; empty outside of sections."""

    @property
    def level(self) -> int:
        """The level of a heading; 0 for anything else."""
        found = _HEADING.match(self.html)
        return int(found[1]) if found else 0


@dataclass
class _Part:
    blocks: list[_Block] = field(default_factory=list)
    size: int = 0
    mentions: dict[str, None] = field(default_factory=dict)


def parts(html: str, size: int = PART) -> list[str]:
    """Cut a rendered text between its paragraphs into pages of about `size` characters.

    A text that is short enough comes back whole. A table is never cut. A page that begins
    in the middle of something repeats the headings over it, marked as continued.
    """
    if len(html) <= size:
        return [html]
    notes_html = _NOTES.search(html)
    opening = html[notes_html.start() : notes_html.start(1)] if notes_html else ""
    notes = {m[1]: m[0] for m in _NOTE.finditer(notes_html[1])} if notes_html else {}
    body = html[: notes_html.start()] if notes_html else html
    trail = _Trail()
    return [_written(part, notes, opening, trail) for part in _filled(_blocks(body), notes, size)]


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
            while len(part.blocks) > 1 and part.blocks[-1].level:
                carried.insert(0, part.blocks.pop())
            part = _Part(carried, sum(len(heading.html) for heading in carried))
            filled.append(part)
            cost = len(block.html) + sum(len(notes[key]) for key in mentions)
        part.blocks.append(block)
        part.size += cost
        part.mentions |= dict.fromkeys(mentions)
    return filled


@dataclass
class _Trail:
    """Where the parts written so far have come to."""

    seen: set[str] = field(default_factory=set)
    """The opening tags of sections that have begun."""
    section: str = ""
    headings: dict[int, str] = field(default_factory=dict)
    """The words of the headings that stand over this place, by level."""

    def follow(self, block: _Block) -> None:
        """Go on past a block."""
        if block.section != self.section:
            self.section = block.section
            self.headings.clear()
        if block.level:
            self.headings = {k: words for k, words in self.headings.items() if k < block.level}
            self.headings[block.level] = _SIDE_WORDS.sub("", block.html)

    def repeated(self, first: _Block) -> list[str]:
        """Return the headings that the first block of a part still stands under."""
        if first.section != self.section:
            return []
        return [
            f'<h{level} class="continued">{_ANY_TAG.sub("", words).strip()}</h{level}>'
            for level, words in sorted(self.headings.items())
            if not first.level or level < first.level
        ]


def _written(part: _Part, notes: dict[str, str], opening: str, trail: _Trail) -> str:
    lines = []
    inside = ""
    repeated = trail.repeated(part.blocks[0]) if part.blocks else []
    for block in part.blocks:
        if block.section != inside:
            if inside:
                lines.append("</section>")
            if block.section:
                # A section that goes on keeps its address where it began.
                lines.append("<section>" if block.section in trail.seen else block.section)
                trail.seen.add(block.section)
            inside = block.section
        lines += repeated
        repeated = []
        lines.append(block.html)
        trail.follow(block)
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
