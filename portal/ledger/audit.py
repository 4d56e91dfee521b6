"""Verifying the ledger against itself: what `flask ledger verify` does."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, text

from portal.kernel.database import db
from portal.ledger.models import Entry, Head
from portal.ledger.rules import Tree, canonical, leaf_hash

MOST_FAULTS = 100
CHUNK = 1_000


@dataclass
class Report:
    """What the verification found."""

    sealed: int = 0
    waiting: int = 0
    root: str = ""
    faults: list[str] = field(default_factory=list)


def verify(*, known: str | None = None) -> Report:
    """Read every entry and every head once, in order; memory stays flat."""
    report = Report()
    heads = {head.size: head.root for head in db.session.scalars(select(Head))}
    wanted = dict(heads)
    if known:
        size, _colon, root = known.partition(":")
        if not size.isdecimal():
            report.faults.append(f"A head is written SIZE:ROOT, not {known}.")
            return report
        if wanted.setdefault(int(size), root) != root:
            report.faults.append(f"The head of size {size} is not the one noted down earlier.")
    tree = Tree()
    for fault in _walk(tree, wanted):
        report.faults.append(fault)
        if len(report.faults) >= MOST_FAULTS:
            report.faults.append("There is more; the reading stopped here.")
            break
    largest = max(wanted, default=0)
    if tree.size < largest and len(report.faults) < MOST_FAULTS:
        report.faults.append(f"A head speaks of {largest} entries, but only {tree.size} are here.")
    if heads and tree.size > max(heads):
        report.faults.append("Entries have places that no head covers.")
    report.faults += _waiting(report)
    report.faults += _lost_rows()
    report.sealed = tree.size
    report.root = tree.root().hex()
    return report


def _walk(tree: Tree, heads: dict[int, str]) -> Iterator[str]:
    query = (
        select(Entry)
        .where(Entry.position.is_not(None))
        .order_by(Entry.position)
        .execution_options(yield_per=CHUNK)
    )
    with closing(db.session.scalars(query)) as entries:
        for entry in entries:
            if entry.position != tree.size:
                yield f"Entry {entry.id} has place {entry.position}, not {tree.size}: a gap."
                return
            yield from _changes(entry)
            tree.append(leaf_hash(entry.content.encode()))
            root = heads.get(tree.size)
            if root is not None and root != tree.root().hex():
                yield f"The tree of {tree.size} entries does not have the root that was sealed."


def _changes(entry: Entry) -> Iterator[str]:
    if leaf_hash(entry.content.encode()).hex() != entry.leaf:
        yield f"Entry {entry.id}: its content is not what was recorded."
        return
    content = json.loads(entry.content)
    repeated = (
        entry.kind == content["kind"]
        and entry.docket == content["docket"]
        and entry.public == content["public"]
        and entry.at == datetime.fromisoformat(content["at"])
        and canonical(content) == entry.content
    )
    if not repeated:
        yield f"Entry {entry.id}: its columns do not repeat its content."


def _waiting(report: Report) -> Iterator[str]:
    query = select(Entry).where(Entry.position.is_(None)).execution_options(yield_per=CHUNK)
    for entry in db.session.scalars(query):
        report.waiting += 1
        yield from _changes(entry)


def _lost_rows() -> Iterator[str]:
    """Find rows that SQLite numbered and that are gone, sealed or not.

    SQLite's own counter has no gaps of its own making (one writer, rolled back with the
    rest); a PostgreSQL sequence has, so there a deletion shows from the sealing on.
    """
    if db.engine.dialect.name != "sqlite":
        return
    given = db.session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_entry'"))
    here = db.session.scalar(text("SELECT count(*) FROM ledger_entry"))
    if (given or 0) != here:
        yield f"{given or 0} entries were written and {here} are here."
