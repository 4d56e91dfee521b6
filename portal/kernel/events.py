"""How one room learns what another did, without either importing upward.

An action publishes an event: a frozen record of what happened, in the past tense.
`portal.wiring` says who reacts. Reactions run at once and inside the same
transaction, so what they write is kept or dropped together with the cause.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, when, and by whose hand.

    A subclass adds numbers, days and public text; never a name, an address, or words
    that are not published.
    """

    sentence: ClassVar[str] = ""
    """One sentence for the public timeline, with `%(field)s` places; empty: not shown there."""

    at: datetime
    by: int | None
    """The person, or nothing when the portal itself did it."""
    docket: str | None = None
    """The docket that this belongs to, when it belongs to one."""


Reaction = Callable[[Any], None]
Wiring = Mapping[type[Event], Iterable[Reaction]]

_wiring: dict[type[Event], tuple[Reaction, ...]] = {}


def connect(wiring: Wiring) -> None:
    """Install the wiring, replacing whatever was installed before."""
    _wiring.clear()
    _wiring.update({kind: tuple(reactions) for kind, reactions in wiring.items()})


def publish(event: Event) -> None:
    """Run every reaction to the event, those to the most general kind first."""
    for kind in reversed(type(event).__mro__):
        for react in _wiring.get(kind, ()):
            react(event)


def kinds() -> dict[str, type[Event]]:
    """Return every kind of event by its name."""
    found: dict[str, type[Event]] = {}
    waiting = [Event]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            found[kind.__name__] = kind
            waiting.append(kind)
    return found
