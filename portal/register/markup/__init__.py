"""From the Markdown of a notice to the page: captions, numbered paragraphs, tables, footnotes.

A text is CommonMark with tables and footnotes, without HTML and without pictures.
Beside that, five things have a meaning of their own:

* `# CAPTION` opens a section of the notice; the caption gives the section its address.
* `[[page 22237]]` marks where a page of the printed edition begins; `[[br]]` ends a line
  within a cell.
* `^2^` is raised and `~2~` lowered.
* `Median ‖ Observed` in the head of a table is a head of two levels.
* `<` alone in a cell of a table lets the cell before it reach over this one, and a row of
  which only the first cell is filled, in bold, is a heading across the table.

The same text always gives the same HTML, so that what is published can be frozen.
"""

import re
from functools import lru_cache
from html import unescape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from portal.register.markup.blocks import Block, blocks_of
from portal.register.markup.footnotes import (
    footnote_anchor,
    footnote_block_close,
    footnote_block_open,
    footnote_open,
    footnote_ref,
)
from portal.register.markup.manuscript import Manuscript, manuscript_of
from portal.register.markup.parts import part_with, parts
from portal.register.markup.sections import (
    arrange_sections,
    caption_id,
    give_addresses,
    page_mark,
    read_page_mark,
    words_of,
)
from portal.register.markup.tables import arrange_tables

__all__ = [
    "Block",
    "Manuscript",
    "blocks",
    "caption_id",
    "captions",
    "contents",
    "manuscript",
    "part_with",
    "parts",
    "plain",
    "render",
    "with_links",
]

WORDS = {
    "en": {
        "page": "Page {}",
        "table": "Table {}",
        "notes": "Footnotes",
        "back": "Back to the text of footnote {}",
        "note": "Footnote {}",
    },
    "ru": {
        "page": "Страница {}",
        "table": "Таблица {}",
        "notes": "Сноски",
        "back": "Назад к тексту сноски {}",
        "note": "Сноска {}",
    },
    "kk": {
        "page": "{}-бет",
        "table": "{}-кесте",
        "notes": "Сілтемелер",
        "back": "{}-сілтеменің мәтініне қайту",
        "note": "{}-сілтеме",
    },
}
"""What stands between the author's words, in the language of the text and frozen with it."""

_CAPTION = re.compile(r"^# +(.*?)(?: +#+)? *$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_HEADINGS = re.compile(
    r'<section id="([^"]+)">\n<h2>(.*?)</h2>|<h(3) id="([^"]+)">(.*?)</h3>', re.DOTALL
)
_NUMBERED = re.compile(r'(<(?:p|li)(?: value="\d+")? id="p-(\d+)"[^>]*>)')
_MARKS = re.compile(r"<[^>]+>")
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)

_TAGS = frozenset(
    {
        *("a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li"),
        *("ol", "p", "pre", "section", "span", "strong", "sub", "sup"),
        *("table", "tbody", "td", "th", "thead", "tr", "ul"),
    }
)
_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "rel", "title", "aria-label", "role"},
    "div": {"aria-label", "aria-labelledby", "role", "tabindex"},
    "li": {"value"},
    "ol": {"start"},
    "section": {"aria-label"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_CLASSES = {
    "a": {"footnote-backref"},
    "div": {"table-scroll"},
    "li": {"footnote-item"},
    "ol": {"footnotes-list"},
    "section": {"footnotes"},
    "span": {"page-mark"},
    "sup": {"footnote-ref"},
    "td": {"number"},
    "th": {"number"},
}


def render(markdown: str, *, locale: str) -> str:
    """Return the HTML of a text, safe to be shown as it is; `locale` is the text's language."""
    env: dict[str, Any] = {"words": WORDS[locale], "locale": locale}
    html = str(_markdown().render(markdown, env))
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def captions(markdown: str) -> dict[str, str]:
    """Return the text under each `# CAPTION`; what stands before the first is under ``."""
    found: dict[str, list[str]] = {"": []}
    caption, fenced = "", False
    for line in markdown.splitlines():
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _CAPTION.match(line)
        if heading:
            caption = heading[1].strip()
            found.setdefault(caption, [])
        else:
            found[caption].append(line)
    told = {caption: "\n".join(lines).strip() for caption, lines in found.items()}
    return {caption: text for caption, text in told.items() if caption or text}


def plain(markdown: str) -> str:
    """Return the words alone, a line for each paragraph, for search and for summaries."""
    lines = []
    for token in _markdown().parse(markdown, {"words": WORDS["en"]}):
        if token.type == "inline" and (line := " ".join(words_of(token.children or ()).split())):
            lines.append(line)
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.strip())
    return "\n".join(lines)


def blocks(markdown: str) -> list[Block]:
    """Return the text as plain blocks in its order: headings, paragraphs, items, rows."""
    return list(blocks_of(_markdown().parse(markdown, {"words": WORDS["en"]})))


def manuscript(markdown: str, *, locale: str) -> Manuscript:
    """Return the text as a tree, for writers of other formats; `locale` is its language."""
    env: dict[str, Any] = {"words": WORDS[locale], "locale": locale}
    return manuscript_of(_markdown().parse(markdown, env))


def contents(html: str) -> list[tuple[str, str, int]]:
    """Return the table of contents of a rendered text: address, label, level 2 or 3."""
    return [
        (key or section, " ".join(unescape(_MARKS.sub("", words)).split()), 3 if level else 2)
        for section, caption, level, key, heading in _HEADINGS.findall(html)
        if (words := caption or heading)
    ]


def with_links(html: str) -> str:
    """Return a rendered text in which each numbered paragraph shows the way to itself."""
    return _NUMBERED.sub(r'\1<a class="para" href="#p-\2" aria-label="¶ \2">¶</a>', html)


def _is_allowed(url: str) -> bool:
    return bool(_LINK.match(url))


def _as_written(link: str) -> str:
    return link


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    md.use(footnote_plugin).use(superscript_plugin).use(sub_plugin)
    md.validateLink = _is_allowed  # type: ignore[method-assign]  # Its documented way.
    md.normalizeLinkText = _as_written  # type: ignore[method-assign]  # The same.
    md.inline.ruler.before("link", "page_mark", read_page_mark)
    md.core.ruler.after("block", "tables", arrange_tables)
    md.core.ruler.push("sections", arrange_sections)
    md.core.ruler.push("addresses", give_addresses)
    md.add_render_rule("page_mark", page_mark)
    md.add_render_rule("footnote_ref", footnote_ref)
    md.add_render_rule("footnote_block_open", footnote_block_open)
    md.add_render_rule("footnote_block_close", footnote_block_close)
    md.add_render_rule("footnote_open", footnote_open)
    md.add_render_rule("footnote_anchor", footnote_anchor)
    return md
