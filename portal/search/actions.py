"""Writing the index."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select, text, update

from portal.kernel.database import db
from portal.kernel.events import publish
from portal.register.models import Docket, Notice, NoticePart
from portal.register.queries import files_of, get_docket, get_notice, lines_of, notices_of
from portal.register.rules import NoticeState
from portal.search.analysis import Analysed, analyse, packed
from portal.search.events import IndexRebuilt
from portal.search.models import Edition, Item, KnownWord, piece, posting, word_key
from portal.search.rules import ANALYSIS, Document, Kind
from portal.search.sources import of_docket, of_notice
from portal.search.spelling import slips, starts

WHOLE = "whole"
"""The name of the index among editions: there is one."""

MOST_LINES = 5000
"""Goods of one notice by which it is found; more are a book of its own."""

AT_ONCE = 500
"""Rows in one statement."""


def enter(*, notices: Iterable[str], dockets: Iterable[str]) -> None:
    """Enter published notices and dockets by their numbers, in place of what was there."""
    _hold()
    documents = [_notice(number) for number in notices]
    for number in dockets:
        docket = get_docket(number)
        documents.append(of_docket(docket, notices_of(docket)))
    known: set[str] = set()
    for document in filter(None, documents):
        analysed = analyse(document)
        _write(document, analysed)
        known |= analysed.known
    _know(sorted(known))


def _notice(number: str) -> Document | None:
    notice = get_notice(number)
    parts = select(NoticePart.text).where(NoticePart.notice_id == notice.id)
    return of_notice(
        notice,
        lines=lines_of(notice, limit=MOST_LINES),
        files=files_of(notice),
        parts=list(db.session.scalars(parts.order_by(NoticePart.id))),
    )


def _hold() -> None:
    """Let nobody else write to the index until this transaction ends."""
    db.session.execute(
        text(
            "INSERT INTO search_edition (name, analysis) VALUES (:name, 0)"
            " ON CONFLICT (name) DO UPDATE SET name = excluded.name"
        ),
        {"name": WHOLE},
    )


def _write(document: Document, analysed: Analysed) -> None:
    facts = {
        "kind": document.kind,
        "number": document.number,
        "known_as": document.number.upper(),
        "paper": document.paper,
        "title": document.title,
        "summary": document.summary,
        "agency": document.agency,
        "negotiation": document.negotiation,
        "themes": "".join(f" {code} " for code in document.themes),
        "day": document.day.toordinal(),
        "opens_on": document.opens,
        "closes_on": document.closes,
        "stretches": [[x.first, x.part.value, x.locale] for x in analysed.stretches],
    }
    key = _cleared(document)
    if key is None:
        key = db.session.execute(insert(Item).values(**facts).returning(Item.id)).scalar_one()
    else:
        db.session.execute(update(Item).where(Item.id == key).values(**facts))
    _insert(
        posting,
        (
            {
                "term": term,
                "day": facts["day"],
                "item_id": key,
                "impact": worth,
                "places": packed(analysed.places[term]),
            }
            for term, worth in sorted(analysed.impacts.items())
        ),
    )
    _insert(
        piece,
        ({"item_id": key, "number": n, "text": told} for n, told in analysed.pieces.items()),
    )


def _cleared(document: Document) -> int | None:
    """Take out what the index holds of a document, and return its row number, if it has one."""
    query = select(Item.id).where(Item.kind == document.kind, Item.number == document.number)
    key = db.session.scalar(query)
    if key is not None:
        _take_out(key)
    return key


def _take_out(key: int) -> None:
    for table in (posting, piece):
        db.session.execute(delete(table).where(table.c.item_id == key))


def _insert(table: Table, rows: Iterable[dict[str, Any]]) -> None:
    for batch in batches(list(rows), AT_ONCE):
        db.session.execute(insert(table), batch)


def batches(things: list[Any], size: int) -> Iterator[list[Any]]:
    """Yield the things, so many at a time."""
    for start in range(0, len(things), size):
        yield things[start : start + size]


def _know(words: list[str]) -> None:
    """Keep words that the index did not know, with the ways to begin and to mistype each."""
    for batch in batches(words, AT_ONCE):
        query = select(KnownWord.word).where(KnownWord.word.in_(batch))
        old = set(db.session.scalars(query))
        new = [word for word in batch if word not in old]
        if not new:
            continue
        db.session.execute(insert(KnownWord), [{"word": word} for word in new])
        numbered = select(KnownWord.word, KnownWord.id).where(KnownWord.word.in_(new))
        keys = [
            {"key": key, "word_id": number}
            for word, number in db.session.execute(numbered)
            for key in (*starts(word), *slips(word))
        ]
        _insert(word_key, keys)


def begin_anew() -> list[tuple[Kind, str]]:
    """Return everything that is to be entered anew, and drop what is not published any more.

    Old entries stay until `enter` replaces them, so readers find them meanwhile.
    """
    _hold()
    todo = [(Kind.NOTICE, number) for number in db.session.scalars(_published())]
    todo += [(Kind.DOCKET, number) for number in db.session.scalars(_open())]
    db.session.execute(delete(word_key))
    db.session.execute(delete(KnownWord))
    _drop_others(set(todo))
    return todo


def end_anew(*, documents: int, now: datetime) -> None:
    """Note that the index is of this edition, and make every finished page of results old."""
    _hold()
    db.session.execute(update(Edition).values(analysis=ANALYSIS))
    publish(IndexRebuilt(at=now, by=None, documents=documents))


def _drop_others(published: set[tuple[Kind, str]]) -> None:
    """Drop what the index holds and the register does not."""
    for key, kind, number in db.session.execute(select(Item.id, Item.kind, Item.number)).all():
        if (kind, number) not in published:
            _take_out(key)
            db.session.execute(delete(Item).where(Item.id == key))


def _published() -> Any:
    published = Notice.state == NoticeState.PUBLISHED
    return select(Notice.number).where(published).order_by(Notice.published_on, Notice.id)


def _open() -> Any:
    return (
        select(Docket.number)
        .where(Docket.opened_on.is_not(None))
        .order_by(Docket.opened_on, Docket.id)
    )
