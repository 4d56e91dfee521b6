"""Entries and the heads of the tree they are sealed into."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.database import Model


class Entry(Model):
    """One event as it was published.

    `content` is what the leaf covers; the other columns repeat parts of it so that the
    database can find them, and `flask ledger verify` compares. An entry is written
    without a position, touching no row that another writer needs; a worker seals it.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_docket_position", "docket", "position"),
        Index("ix_ledger_entry_docket_at", "docket", "at", "id"),
        Index("ix_ledger_entry_public_at", "public", "at", "id"),
        {"sqlite_autoincrement": True},
    )

    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(80))
    docket: Mapped[str | None] = mapped_column(String(60))
    public: Mapped[bool]
    """Whether the timeline shows it."""
    content: Mapped[str]
    leaf: Mapped[str] = mapped_column(String(64))
    position: Mapped[int | None] = mapped_column(unique=True)
    """Its place in the tree, from 0; nothing until it is sealed."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """The fields of the event."""
        return _facts(self.content)


@lru_cache(maxsize=1024)
def _facts(content: str) -> Mapping[str, Any]:
    return MappingProxyType(json.loads(content)["facts"])


class Head(Model):
    """The tree as it stood after one sealing: its size, its root, and its frontier."""

    __tablename__ = "ledger_head"

    at: Mapped[datetime]
    size: Mapped[int] = mapped_column(unique=True)
    root: Mapped[str] = mapped_column(String(64))
    frontier: Mapped[str]
