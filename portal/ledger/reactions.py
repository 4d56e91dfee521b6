"""The ledger reacts to everything."""

from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from portal.kernel.database import insert_rows
from portal.kernel.events import Event
from portal.ledger.models import Entry
from portal.ledger.rules import canonical, leaf_hash


def record(event: Event) -> None:
    """Write the event down as an entry, to be sealed."""
    kind = type(event).__name__
    facts = {
        field.name: _plain(getattr(event, field.name))
        for field in fields(event)
        if field.name not in {"at", "docket"}
    }
    public = bool(event.sentence)
    content = canonical(
        {
            "at": event.at.isoformat(),
            "docket": event.docket,
            "facts": facts,
            "kind": kind,
            "public": public,
        }
    )
    insert_rows(
        Entry(
            at=event.at,
            kind=kind,
            docket=event.docket,
            public=public,
            content=content,
            leaf=leaf_hash(content.encode()).hex(),
        )
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list | frozenset | set):
        return [
            _plain(item)
            for item in (sorted(value) if isinstance(value, frozenset | set) else value)
        ]
    return value
