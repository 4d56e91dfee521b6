"""What needs somebody's hand: found in the rows whenever they look, never kept.

A room says what it has to do for a person in its `tasks.py`, as `tasks(actor, now)`;
`portal.wiring` lists the rooms that do. A task is gone when the rows no longer ask for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Task:
    """One thing that somebody is to do."""

    title: str
    """A sentence in the language of the reader."""
    href: str
    """Where it is done."""
    due: date | None = None
    """The last day for it, where there is one."""


Source = Callable[[Any, datetime], Iterable[Task]]
"""From who asks and the moment, to what waits for them."""

_sources: tuple[Source, ...] = ()


def connect(sources: Iterable[Source]) -> None:
    """Install the sources, replacing whatever was installed before."""
    global _sources  # noqa: PLW0603  # Set once, when the portal is put together.
    _sources = tuple(sources)


def tasks_of(actor: Any, now: datetime) -> list[Task]:
    """Return what waits for the person, the soonest due first, and then what has no day."""
    found = [task for source in _sources for task in source(actor, now)]
    return sorted(found, key=lambda task: (task.due is None, task.due or date.max))
