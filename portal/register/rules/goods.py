"""Goods as the Harmonised System names them: editions, codes, and what is typed of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES, N_, Localized

EDITIONS = (2022, 2017, 2012, 2007, 2002)
"""Editions of the nomenclature, the one in force first (World Customs Organization)."""

HEADINGS = Path(__file__).parents[2] / "reference" / "hs_headings_2022.txt"
"""The headings of one edition, a code a line; those of older editions differ a little."""
HEADINGS_OF = 2022

MOST_LINES = 2_000
LONGEST_GOODS = 500
LONGEST_DUTY = 60

CODE = re.compile(r"\d{4}(?:\d{2}){0,3}")
"""A heading, a subheading, or a national line of 8 or 10 digits."""
CHAPTER = re.compile(r"0[1-9]|[1-9][0-9]")
BETWEEN = re.compile(r"[ .\u00a0]")
"""What people write between the digits of a code."""


@dataclass(frozen=True)
class Goods:
    """A line of the nomenclature that a notice is about."""

    year: int
    code: str
    goods: Localized
    duty_now: str = ""
    duty_proposed: str = ""


@cache
def headings() -> frozenset[str]:
    """Return the headings of the edition in force."""
    return frozenset(HEADINGS.read_text("ascii").split())


@cache
def hs_chapters() -> frozenset[str]:
    """Return the chapters, which are the same in every edition: there is no 77."""
    return frozenset(heading[:2] for heading in headings())


def check_code(code: str, *, year: int) -> str | None:
    """Return what is wrong with a code, as a sentence with a place for it; nothing where it is one.

    Headings are known of one edition only; codes of the others are held to their chapter.
    """
    if not CODE.fullmatch(code):
        return N_("Line %(line)s: %(code)s is not a code of 4, 6, 8 or 10 digits.")
    if code[:2] not in hs_chapters():
        return N_("Line %(line)s: %(code)s is in no chapter of the Harmonised System.")
    if year == HEADINGS_OF and code[:4] not in headings():
        return N_("Line %(line)s: %(code)s is under no heading of the Harmonised System of 2022.")
    return None


def read_goods(typed: str, *, year: int, source: str) -> list[Goods]:
    """Return the goods that were typed or pasted, one a line.

    A line holds the code, the duty now, the duty proposed, and the goods in words, first in
    the language `source`, then, where they are there, in the others in their usual order;
    parted by tabs or semicolons. Raises RuleBroken on `lines`, for the first lines that are
    wrong, each by its number.
    """
    rows = list(_rows(typed))
    if len(rows) > MOST_LINES:
        raise RuleBroken(
            N_("A notice holds at most %(most)s lines of goods. Attach the rest as a table."),
            field="lines",
            most=MOST_LINES,
        )
    found, seen = [], set()
    for number, cells in rows:
        goods = _goods(number, cells, year=year, source=source)
        if goods.code in seen:
            raise RuleBroken(
                N_("Line %(line)s: %(code)s stands there already."),
                field="lines",
                line=number,
                code=goods.code,
            )
        seen.add(goods.code)
        found.append(goods)
    return found


def _rows(typed: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(typed.splitlines(), 1):
        if line.strip():
            parted = line.split("\t") if "\t" in line else line.split(";")
            yield number, [cell.strip() for cell in parted]


def _goods(number: int, cells: list[str], *, year: int, source: str) -> Goods:
    code = BETWEEN.sub("", cells[0])
    wrong = check_code(code, year=year)
    if wrong:
        raise RuleBroken(wrong, field="lines", line=number, code=cells[0][:40])
    now, proposed, *words = [*cells[1:], "", "", ""][: max(len(cells) - 1, 3)]
    if not words[0] or len(words) > len(LOCALES):
        raise RuleBroken(
            N_("Line %(line)s: write the code; the duty now; the duty proposed; the goods."),
            field="lines",
            line=number,
        )
    if max(len(now), len(proposed)) > LONGEST_DUTY or max(map(len, words)) > LONGEST_GOODS:
        raise RuleBroken(
            N_("Line %(line)s is too long: a duty has at most 60 characters, the goods 500."),
            field="lines",
            line=number,
        )
    order = (source, *(locale for locale in LOCALES if locale != source))
    told = Localized.of(dict(zip(order, words, strict=False)), source=source)
    return Goods(year, code, told, now, proposed)


def as_lines(goods: Sequence[Goods]) -> str:
    """Return goods as `read_goods` reads them."""
    return "\n".join(
        "; ".join((x.code, x.duty_now, x.duty_proposed, *_in_order(x.goods))) for x in goods
    )


def _in_order(text: Localized) -> list[str]:
    order = (text.source, *(locale for locale in LOCALES if locale != text.source))
    words = [text.texts[locale].replace(";", ",") for locale in order]
    while len(words) > 1 and not words[-1]:
        words.pop()
    return words
