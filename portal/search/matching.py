"""Which documents of the index an asked question finds, the newest first, up to a limit.

One statement. It walks the rows of each term of the rarest choice from the newest day on,
looks up the other choices in the same index, and stops at the limit: so a word that every
document holds costs what a rare one does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

from portal.kernel.database import db
from portal.search.analysis import unpacked
from portal.search.asking import Asked, Choice, Run
from portal.search.models import Item, posting
from portal.search.rules import MOST, MOST_IN_ORDER, Filter, Period, period_of, weight


@dataclass(frozen=True)
class Match:
    """A document that was found, as far as results are put in order, narrowed and counted."""

    id: int
    number: str
    paper: str
    agency: str
    negotiation: str | None
    themes: tuple[str, ...]
    day: date
    period: Period | None
    score: int


def count_terms(terms: Iterable[str]) -> dict[str, int]:
    """Return in how many documents each term occurs, counted up to MOST. One statement."""
    terms = list(terms)
    if not terms:
        return {}
    rows = [
        select(func.count())
        .select_from(select(literal(1)).where(posting.c.term == term).limit(MOST).subquery())
        .scalar_subquery()
        for term in terms
    ]
    return dict(zip(terms, db.session.execute(select(*rows)).one(), strict=True))


def matches(
    asked: Asked, narrowed: Filter, counts: Mapping[str, int], *, today: date
) -> tuple[list[Match], bool]:
    """Return the documents that match, and whether there are older ones that were left out.

    One statement, and one for the places of words where their order matters.
    """
    limit = MOST_IN_ORDER if asked.has_order else MOST
    query = _scored(asked, narrowed, counts, today=today, limit=limit + 1)
    if query is None:
        return [], False
    found = [_match(row, today) for row in db.session.execute(query)]
    found.sort(key=lambda match: (-match.day.toordinal(), match.number))
    more = len(found) > limit
    found = found[:limit]
    if asked.has_order:
        places = places_in([match.id for match in found], asked.terms)
        found = [match for match in found if _holds(asked, places.get(match.id, {}))]
    return found[:MOST], more or len(found) > MOST


def _match(row: Any, today: date) -> Match:
    return Match(
        id=row.id,
        number=row.number,
        paper=row.paper,
        agency=row.agency,
        negotiation=row.negotiation,
        themes=tuple(row.themes.split()),
        day=date.fromordinal(row.day),
        period=period_of(row.opens_on, row.closes_on, today),
        score=int(row.score or 0),
    )


_FACTS = (
    Item.id,
    Item.number,
    Item.paper,
    Item.agency,
    Item.negotiation,
    Item.themes,
    Item.day,
    Item.opens_on,
    Item.closes_on,
)


def _scored(
    asked: Asked, narrowed: Filter, counts: Mapping[str, int], *, today: date, limit: int
) -> Select[*tuple[Any, ...]] | None:
    """Return the statement for what matches, unordered; nothing where a word is nowhere."""
    choices = [_alive(choice, counts) for choice in asked.wanted]
    if not all(choices):
        return None
    narrow = _narrowing(narrowed, today)
    if not choices:
        newest = select(*_FACTS, literal(0).label("score")).where(*narrow)
        return newest.order_by(Item.day.desc(), Item.id.desc()).limit(limit)
    rarest = min(choices, key=lambda choice: _size(choice, counts))
    others = [choice for choice in choices if choice is not rarest]
    walks = [
        _walk(run, place, term, others, asked, narrow, limit)
        for run in rarest
        for place in [min(run.places, key=lambda place: _most(place, counts))]
        for term in place
    ]
    hit = union(*walks).subquery("hit")
    groups = list(dict.fromkeys(place for x in choices for run in x for place in run.places))
    terms = {term for place in groups for term in place}
    scored = select(*_FACTS, _score(groups, counts).label("score")).select_from(hit)
    in_hit = (posting.c.day == hit.c.day) & (posting.c.item_id == hit.c.item_id)
    return (
        scored.join(posting, in_hit & posting.c.term.in_(terms))
        .join(Item, Item.id == hit.c.item_id)
        .group_by(Item.id)
    )


def _alive(choice: Choice, counts: Mapping[str, int]) -> Choice:
    """Return the runs that can occur, with the terms that do."""
    runs = (
        Run(run.typed, tuple(tuple(t for t in place if counts[t]) for place in run.places))
        for run in choice
    )
    return tuple(run for run in runs if all(run.places))


def _most(place: Iterable[str], counts: Mapping[str, int]) -> int:
    return sum(counts[term] for term in place)


def _size(choice: Choice, counts: Mapping[str, int]) -> int:
    return sum(min(_most(place, counts) for place in run.places) for run in choice)


def _walk(
    run: Run,
    place: tuple[str, ...],
    term: str,
    others: Iterable[Choice],
    asked: Asked,
    narrow: list[ColumnElement[bool]],
    limit: int,
) -> Select[*tuple[Any, ...]]:
    """Walk the rows of a term, the newest first, past what does not match otherwise."""
    walked = posting.alias()
    rest = tuple(x for x in run.places if x is not place)
    conditions = [walked.c.term == term, *(_has(walked, x) for x in rest)]
    conditions += [or_(*(_has_all(walked, run) for run in choice)) for choice in others]
    conditions += [~_has(walked, x.places[0]) for x in asked.unwanted if len(x.places) == 1]
    query = select(walked.c.item_id, walked.c.day)
    if narrow:
        query = query.join(Item, Item.id == walked.c.item_id).where(*narrow)
    query = query.where(*conditions).order_by(walked.c.day.desc(), walked.c.item_id.desc())
    return select(query.limit(limit).subquery())


def _has_all(walked: FromClause, run: Run) -> ColumnElement[bool]:
    return and_(*(_has(walked, place) for place in run.places))


def _has(walked: FromClause, place: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that one of the terms is in the document whose row is walked past."""
    other = posting.alias()
    return exists().where(
        other.c.term.in_(place),
        other.c.day == walked.c.day,
        other.c.item_id == walked.c.item_id,
    )


def _score(groups: list[tuple[str, ...]], counts: Mapping[str, int]) -> ColumnElement[int]:
    """Return the sum over the words of what the best term of each is worth, a whole number."""
    score: ColumnElement[int] = literal(0)
    for place in groups:
        worth = case(
            *((posting.c.term == term, posting.c.impact * weight(counts[term])) for term in place),
            else_=0,
        )
        score = score + func.max(worth)
    return score


def _narrowing(narrowed: Filter, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if narrowed.kind:
        conditions.append(Item.paper == narrowed.kind)
    if narrowed.agency:
        conditions.append(Item.agency == narrowed.agency)
    if narrowed.negotiation:
        conditions.append(Item.negotiation == narrowed.negotiation)
    if narrowed.theme:
        conditions.append(Item.themes.contains(f" {narrowed.theme} ", autoescape=True))
    if narrowed.period:
        conditions += [Item.opens_on <= today, _of_period(Period(narrowed.period), today)]
    if narrowed.year:
        year = int(narrowed.year)
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        conditions.append(Item.day.between(first, last))
    return conditions


def _of_period(period: Period, today: date) -> ColumnElement[bool]:
    return Item.closes_on >= today if period is Period.OPEN else Item.closes_on < today


Places = Mapping[str, tuple[int, ...]]
"""Where each term stands in one document."""


def places_in(items: Iterable[int], terms: Iterable[str]) -> dict[int, dict[str, tuple[int, ...]]]:
    """Return where terms stand in each of some documents. One statement, where both are given."""
    items, terms = list(items), list(terms)
    if not (items and terms):
        return {}
    query = select(posting.c.item_id, posting.c.term, posting.c.places).where(
        posting.c.item_id.in_(items), posting.c.term.in_(terms)
    )
    found: dict[int, dict[str, tuple[int, ...]]] = {}
    for item, term, places in db.session.execute(query):
        found.setdefault(item, {})[term] = unpacked(places)
    return found


def _holds(asked: Asked, places: Places) -> bool:
    """Say whether a document holds what is asked for, each run in its order."""
    return all(any(occurs(run, places) for run in choice) for choice in asked.wanted) and not any(
        occurs(run, places) for run in asked.unwanted
    )


def occurs(run: Run, places: Places) -> bool:
    """Say whether a run occurs."""
    if len(run.places) == 1:
        return any(term in places for term in run.places[0])
    return bool(beginnings(run, places))


def beginnings(run: Run, places: Places) -> set[int]:
    """Return the places at which a run begins."""
    begins: set[int] | None = None
    for further, terms in enumerate(run.places):
        here = {place - further for term in terms for place in places.get(term, ())}
        begins = here if begins is None else begins & here
    return begins or set()
