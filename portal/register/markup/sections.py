"""Sections, numbered paragraphs and page marks: the addresses within a text."""

import re
from collections.abc import Iterable, MutableMapping, Sequence
from typing import Any

from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from portal.register.markup.tables import BOLD
from portal.register.rules import CAPTIONS, CAPTIONS_IN, caption_of

DEEPEST = 6
"""HTML has no headings below this one."""

PAGE_MARK = re.compile(r"\[\[page ([0-9A-Za-z]{1,12})\]\]")

BREAK = "[[br]]"
"""A line ends here, where Markdown has no line to end: in a cell of a table."""


def caption_id(caption: str) -> str:
    """Return the address of the section that a caption opens: `summary`, `s-annex-1`."""
    known = caption_of(caption)
    return _slug(known) if known else f"s-{_slug(caption.strip().rstrip(':'))}"


def _slug(words: str) -> str:
    return re.sub(r"[\W_]+", "-", words.lower()).strip("-")[:60].rstrip("-") or "section"


def read_page_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # As it is called.
    """Read `[[page 22237]]` or `[[br]]` where it stands."""
    if state.src.startswith(BREAK, state.pos):
        if not silent:
            state.push("hardbreak", "br", 0)
        state.pos += len(BREAK)
        return True
    found = PAGE_MARK.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("page_mark", "", 0)
        token.meta = {"page": found[1]}
    state.pos = found.end()
    return True


def arrange_sections(state: StateCore) -> None:
    """Let every caption open a section, and every other heading go one level deeper."""
    arranged: list[Token] = []
    inside = False
    taken: dict[str, int] = {}
    for place, token in enumerate(state.tokens):
        if token.type == "footnote_block_open" and inside:
            arranged.append(Token("section_close", "section", -1, block=True))
            inside = False
        if token.type in {"heading_open", "heading_close"}:
            level = min(int(token.tag[1]) + 1, DEEPEST)
            is_caption = token.tag == "h1" and token.level == 0
            token.tag = f"h{level}"
            if token.type == "heading_open":
                words = words_of(state.tokens[place + 1].children or ())
                key = _free(caption_id(words) if is_caption else f"s-{_slug(words)}", taken)
                if is_caption:
                    _print_caption(state.tokens[place + 1], words, state.env)
                    if inside:
                        arranged.append(Token("section_close", "section", -1, block=True))
                    opening = Token("section_open", "section", 1, block=True)
                    opening.attrSet("id", key)
                    arranged.append(opening)
                    inside = True
                else:
                    token.attrSet("id", key)
        arranged.append(token)
    if inside:
        arranged.append(Token("section_close", "section", -1, block=True))
    state.tokens = arranged


def _print_caption(heading: Token, words: str, env: MutableMapping[str, Any]) -> None:
    """Print a caption in the language of the text, in whichever it was typed."""
    caption = caption_of(words)
    locale = env.get("locale")
    if caption and locale in CAPTIONS_IN:
        text = Token("text", "", 0)
        text.content = CAPTIONS_IN[locale][CAPTIONS.index(caption)]
        heading.children = [text]


def _free(key: str, taken: dict[str, int]) -> str:
    taken[key] = taken.get(key, 0) + 1
    return key if taken[key] == 1 else f"{key}-{taken[key]}"


def give_addresses(state: StateCore) -> None:
    """Give paragraphs their numbers and tables their names; mark links that lead outward."""
    paragraphs, tables, in_notes = 0, 0, False
    last_title = ""
    item: Token | None = None
    arranged: list[Token] = []
    for place, token in enumerate(state.tokens):
        if token.type in {"footnote_block_open", "footnote_block_close"}:
            in_notes = token.nesting == 1
        elif token.type == "list_item_open":
            item = token
        elif token.type == "paragraph_open" and not in_notes:
            inline = state.tokens[place + 1]
            bearer = item if token.hidden else token
            if bearer and not bearer.attrGet("id") and words_of(inline.children or ()).strip():
                paragraphs += 1
                bearer.attrSet("id", f"p-{paragraphs}")
            titled = BOLD.fullmatch(PAGE_MARK.sub("", inline.content).strip())
            last_title = str(token.attrGet("id") or "") if titled else ""
        elif token.type == "table_open":
            tables += 1
            arranged.append(_region(state, tables, last_title))
        elif token.type == "inline":
            _mark_outward(token.children or ())
        arranged.append(token)
        if token.type == "table_close":
            arranged.append(Token("region_close", "div", -1, block=True))
        if token.type not in {"paragraph_open", "inline", "paragraph_close", "table_open"}:
            last_title = ""
    state.tokens = arranged


def _region(state: StateCore, number: int, title: str) -> Token:
    region = Token("region_open", "div", 1, block=True)
    region.attrs = {"class": "table-scroll", "role": "region", "tabindex": 0}
    if title:
        region.attrSet("aria-labelledby", title)
    else:
        region.attrSet("aria-label", state.env["words"]["table"].format(number))
    return region


def _mark_outward(tokens: Iterable[Token]) -> None:
    for token in tokens:
        if token.type == "link_open" and str(token.attrGet("href")).lower().startswith("http"):
            token.attrSet("rel", "nofollow noopener")


def page_mark(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
) -> str:
    """Write the place where a printed page begins."""
    page = tokens[idx].meta["page"]
    return f'<span id="page-{page}" class="page-mark">{env["words"]["page"].format(page)}</span>'


def words_of(tokens: Iterable[Token]) -> str:
    """Return the words of a line without its marks."""
    return "".join(
        " " if token.type in {"softbreak", "hardbreak", "page_mark"} else token.content
        for token in tokens
        if token.type not in {"footnote_ref", "footnote_anchor"}
    )
