"""The language in which a reader asks, read kindly: whatever is typed means something.

Words must all occur; `"in this order"`; `-without`; `this OR that` (`ИЛИ`, `НЕМЕСЕ`). A mark
that is not closed ends with the line, one that stands alone is passed over, and what is too
long is cut, which the reader is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.search import codes
from portal.search.language import EMPTY_WORDS, LONGEST, terms_for, tidied, words

LONGEST_QUERY = 200
MOST_WORDS = 12

_MARKS = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_OR = frozenset({"OR", "ИЛИ", "НЕМЕСЕ", "|"})


@dataclass(frozen=True)
class Run:
    """Words that must follow one another; mostly one word alone."""

    typed: str
    places: tuple[tuple[str, ...], ...]
    """For each place the terms of which any may stand there."""

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term that it may be found by."""
        return tuple(dict.fromkeys(term for place in self.places for term in place))


Choice = tuple[Run, ...]
"""Runs of which any one will do."""


@dataclass(frozen=True)
class Asked:
    """What a reader asks for."""

    wanted: tuple[Choice, ...] = ()
    """All of these must occur."""
    unwanted: tuple[Run, ...] = ()
    """None of these may."""
    numbers: tuple[str, ...] = ()
    """What may be the number of a document."""
    citation: str | None = None
    goods: str | None = None
    """The digits of a code of goods, where one is asked for."""
    cut: bool = False
    """Whether it was too long, and its end was passed over."""

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Every run, wanted and unwanted."""
        return (*(run for choice in self.wanted for run in choice), *self.unwanted)

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term, each once."""
        return tuple(dict.fromkeys(term for run in self.runs for term in run.terms))

    @property
    def shown(self) -> frozenset[str]:
        """The terms that are marked where they are found."""
        return frozenset(term for x in self.wanted for run in x for term in run.terms)

    @property
    def has_order(self) -> bool:
        """Say whether it matters in which order words stand."""
        return any(len(run.places) > 1 for run in self.runs)


@dataclass(frozen=True)
class _Piece:
    text: str
    quoted: bool
    unwanted: bool


def read(typed: str) -> Asked:
    """Return what a reader means by what was typed."""
    text = tidied(typed).translate(_MARKS).translate(codes.DASHES).strip()
    cut = len(text) > LONGEST_QUERY
    text = text[:LONGEST_QUERY]
    wanted: list[list[Run]] = []
    unwanted: list[Run] = []
    goods: list[str] = []
    count, joins = 0, False
    for piece in _pieces(_bound(text)):
        if not piece.quoted and piece.text in _OR:
            joins = bool(wanted)
            continue
        runs = list(_runs(piece.text))
        if not runs:
            continue
        count += len(runs[-1].places)
        if count > MOST_WORDS:
            cut = True
            break
        if piece.unwanted:
            unwanted += runs
        elif joins:
            wanted[-1] += runs
        else:
            wanted.append(runs)
        joins = False
        if (digits := codes.goods(piece.text)) and not piece.unwanted:
            goods.append(digits)
    citation = codes.citation_in(text)
    return Asked(
        wanted=tuple(dict.fromkeys(tuple(choice) for choice in _telling(wanted))),
        unwanted=tuple(unwanted),
        numbers=tuple(codes.numbers_in(_bound(text)))[:4],
        citation=citation,
        goods=goods[0] if goods else None,
        cut=cut,
    )


def _bound(text: str) -> str:
    """Return the text with codes in marks, where it does not stand in marks already."""
    parts = text.split('"')
    parts[::2] = [codes.bound(part) for part in parts[::2]]
    return '"'.join(parts)


_PIECE = re.compile(r'(?P<no>-?)(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')


def _pieces(text: str) -> Iterator[_Piece]:
    for found in _PIECE.finditer(text):
        quoted = found["quoted"] is not None
        at_start = found.start() == 0 or text[found.start() - 1].isspace()
        unwanted = bool(found["no"]) and at_start
        yield _Piece(found["quoted"] if quoted else found["plain"], quoted, unwanted)


def _runs(text: str) -> Iterator[Run]:
    """Yield the runs that a piece may mean: what is a code of goods may also be a number."""
    said = [word.said for word in words(text)]
    if not said:
        return
    if digits := codes.goods(text):
        yield Run(codes.spelled(digits), ((f"h{digits}",),))
    yield Run(text[:LONGEST], tuple(terms_for(word) for word in said[:MOST_WORDS]))


def _telling(wanted: list[list[Run]]) -> list[list[Run]]:
    """Return the choices without empty words, unless there is nothing else."""
    told = [
        choice
        for choice in wanted
        if len(choice) > 1
        or len(choice[0].places) > 1
        or choice[0].typed.lower() not in EMPTY_WORDS
    ]
    return told or wanted
