"""The index: things to be found, the terms that lead to them, pieces to show, known words.

Ordinary tables, so that one statement means the same on both databases. The rows of a term
lie in the order of days: the newest documents that hold it are its first rows, however many
there are.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.columns import Json, Key
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.search.language import LONGEST
from portal.search.rules import Kind

TERM = String(LONGEST + 10)


class Edition(Model):
    """One row: which edition of the analysis the index was built by.

    Whoever writes to the index holds it, so that writers come one after another.
    """

    __tablename__ = "search_edition"

    name: Mapped[str] = mapped_column(String(20), unique=True)
    analysis: Mapped[int]


class Item(Model):
    """Something published that can be found, and what results are narrowed and counted by."""

    __tablename__ = "search_item"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        Index("ix_search_item_day", "day", "id"),
        Index("ix_search_item_known_as", "known_as"),
    )

    kind: Mapped[Kind]
    number: Mapped[str] = mapped_column(String(60))
    known_as: Mapped[str] = mapped_column(String(60))
    """Its number in capitals, as it is recognised in a query."""
    paper: Mapped[str] = mapped_column(String(40))
    title: Mapped[Localized]
    summary: Mapped[Localized | None]
    agency: Mapped[str] = mapped_column(String(40))
    negotiation: Mapped[str | None] = mapped_column(String(40))
    themes: Mapped[str]
    """Codes, with a space before and after each."""
    day: Mapped[int]
    """Of publication, as the number that calendars give it (`date.toordinal`)."""
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    stretches: Mapped[list[Any]] = mapped_column(Json)
    """First piece, part and language of each text."""


posting = Table(
    "search_posting",
    Model.metadata,
    Column("term", TERM, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("item_id", Key, ForeignKey(Item.id), primary_key=True, index=True),
    Column("impact", Integer, nullable=False),
    Column("places", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""That a term occurs in a thing: how much that tells, and where."""

piece = Table(
    "search_piece",
    Model.metadata,
    Column("item_id", Key, ForeignKey(Item.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""A few lines of a text, to be shown under a result."""


class KnownWord(Model):
    """A word that titles and summaries use."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(String(LONGEST), unique=True)


word_key = Table(
    "search_word_key",
    Model.metadata,
    Column("key", String(LONGEST + 2), primary_key=True),
    Column("word_id", Key, ForeignKey(KnownWord.id), primary_key=True),
    sqlite_with_rowid=False,
)
"""How a word is begun (`^tar`) or mistyped (`~tarff`)."""
