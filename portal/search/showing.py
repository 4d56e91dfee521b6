"""What is shown of a result: its title and a piece of its text, with what was found marked.

Text is parted, never joined with markup: a template escapes each part.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.search.analysis import STEP
from portal.search.asking import Asked
from portal.search.language import tidied, words
from portal.search.matching import Match, Places, beginnings, places_in
from portal.search.models import Item, piece
from portal.search.rules import TOLD, Kind, Part, Period

NOTHING: frozenset[int] = frozenset()

Marked = tuple[tuple[str, bool], ...]
"""Text in parts, and whether each is something that was looked for."""


@dataclass(frozen=True)
class Snippet:
    """A piece of a text."""

    parts: Marked
    locale: str

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(text for text, _marked in self.parts)


@dataclass(frozen=True)
class Hit:
    """One result."""

    kind: Kind
    number: str
    paper: str
    title: Localized
    marked_title: Snippet
    summary: Localized | None
    snippet: Snippet | None
    """Where it was found; nothing where the title or a name alone says it."""
    agency: str
    negotiation: str | None
    themes: tuple[str, ...]
    day: date
    period: Period | None
    closes_on: date | None
    score: int


@dataclass(frozen=True)
class _Stretch:
    first: int
    part: Part
    locale: str


def shown(found: list[Match], asked: Asked, *, locale: str) -> list[Hit]:
    """Return results as they are shown to a reader of the language. 3 statements at most."""
    if not found:
        return []
    query = select(Item).where(Item.id.in_([match.id for match in found]))
    items = {item.id: item for item in db.session.scalars(query)}
    places = places_in(items, asked.shown)
    views = {key: _View(item, _stretches(item), places.get(key, {})) for key, item in items.items()}
    chosen = {key: _choose(view, asked, locale) for key, view in views.items()}
    texts = _pieces({key: number for key, number in chosen.items() if number is not None})
    return [
        _hit(views[match.id], match, asked, chosen[match.id], texts.get(match.id, ""), locale)
        for match in found
    ]


@dataclass(frozen=True)
class _View:
    """A document as it is looked at."""

    item: Item
    stretches: list[_Stretch]
    places: Places

    def stretch_of(self, number: int) -> _Stretch:
        """Return the text that a piece is of."""
        return self.stretches[bisect_right(self.stretches, number, key=lambda x: x.first) - 1]


def _hit(
    view: _View, match: Match, asked: Asked, number: int | None, text: str, locale: str
) -> Hit:
    marks = _marks(asked, view.places)
    snippet = None
    if number is not None:
        snippet = Snippet(_parted(text, number * STEP, marks), view.stretch_of(number).locale)
    item = view.item
    return Hit(
        kind=item.kind,
        number=item.number,
        paper=item.paper,
        title=item.title,
        marked_title=_title(view, marks, locale),
        summary=item.summary,
        snippet=snippet,
        agency=item.agency,
        negotiation=item.negotiation,
        themes=match.themes,
        day=match.day,
        period=match.period,
        closes_on=item.closes_on,
        score=match.score,
    )


def _stretches(item: Item) -> list[_Stretch]:
    return [_Stretch(first, Part(part), locale) for first, part, locale in item.stretches]


def _title(view: _View, marks: frozenset[int], locale: str) -> Snippet:
    told = view.item.title.tell(locale)
    begins = [x.first for x in view.stretches if (x.part, x.locale) == (Part.TITLE, told.locale)]
    first = begins[0] * STEP if begins else 0
    return Snippet(_parted(tidied(told.text), first, marks if begins else NOTHING), told.locale)


def _choose(view: _View, asked: Asked, locale: str) -> int | None:
    """Return the number of the piece that shows best why a document was found."""
    held: dict[int, set[int]] = {}
    runs = [run for choice in asked.wanted for run in choice]
    for rank, run in enumerate(runs):
        for begin in beginnings(run, view.places):
            held.setdefault(begin // STEP, set()).add(rank)
    told = {number: view.stretch_of(number) for number in held}
    worth = {
        number: (told[number].locale == locale, len(ranks), -number)
        for number, ranks in held.items()
        if told[number].part in TOLD
    }
    return max(worth, key=lambda number: worth[number], default=None)


def _marks(asked: Asked, places: Places) -> frozenset[int]:
    """Return the places of the words that were looked for."""
    return frozenset(
        begin + further
        for choice in asked.wanted
        for run in choice
        for begin in beginnings(run, places)
        for further in range(len(run.places))
    )


def _pieces(wanted: Mapping[int, int]) -> dict[int, str]:
    """Return of each document the piece that was chosen."""
    if not wanted:
        return {}
    query = select(piece).where(
        piece.c.item_id.in_(wanted), piece.c.number.in_(set(wanted.values()))
    )
    rows = db.session.execute(query)
    return {row.item_id: row.text for row in rows if wanted[row.item_id] == row.number}


def _parted(text: str, first: int, marks: frozenset[int]) -> Marked:
    """Return a text in parts; `first` is the place of its first word."""
    if not marks:
        return ((text, False),)
    parts: list[tuple[str, bool]] = []
    done = 0
    for place, word in enumerate(words(text), start=first):
        if place in marks:
            parts += [(text[done : word.start], False), (text[word.start : word.end], True)]
            done = word.end
    parts.append((text[done:], False))
    return tuple((part, marked) for part, marked in parts if part)
