"""Footnotes, under the numbers that they have in print."""

import re
from collections.abc import Sequence

from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_PRINTED = re.compile(r"(\d{1,6})(?:-\d+)?")
"""The number of a footnote; a second part tells it from another of the same number."""


def name_of(token: Token) -> str:
    """Return what a footnote is called in print: its label, else its place."""
    found = _PRINTED.fullmatch(str(token.meta.get("label") or ""))
    return found[1] if found else str(token.meta["id"] + 1)


def _mark_of(token: Token) -> str:
    again = token.meta.get("subId", 0)
    return f"fnref{token.meta['id'] + 1}" + (f"-{again}" if again else "")


def footnote_ref(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
) -> str:
    """Write the mark of a footnote in the text."""
    token = tokens[idx]
    return (
        f'<sup class="footnote-ref"><a href="#fn{token.meta["id"] + 1}" id="{_mark_of(token)}" '
        f'aria-label="{env["words"]["note"].format(name_of(token))}">{name_of(token)}</a></sup>'
    )


def footnote_block_open(
    _self: RendererProtocol, _tokens: Sequence[Token], _i: int, _options: OptionsDict, env: EnvType
) -> str:
    """Open the list of footnotes."""
    label = env["words"]["notes"]
    opening = f'<section id="footnotes" class="footnotes" aria-label="{label}">'
    return f'{opening}\n<ol class="footnotes-list">\n'


def footnote_block_close(
    _self: RendererProtocol, _tokens: Sequence[Token], _i: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Close the list of footnotes."""
    return "</ol>\n</section>\n"


def footnote_open(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Open a footnote, under the number that it has in print."""
    token = tokens[idx]
    value = f' value="{name_of(token)}"' if name_of(token) != str(token.meta["id"] + 1) else ""
    return f'<li id="fn{token.meta["id"] + 1}" class="footnote-item"{value}>'


def footnote_anchor(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
) -> str:
    """Write the way back from a footnote to its mark."""
    token = tokens[idx]
    label = env["words"]["back"].format(name_of(token))
    return f' <a href="#{_mark_of(token)}" class="footnote-backref" aria-label="{label}">↩</a>'
