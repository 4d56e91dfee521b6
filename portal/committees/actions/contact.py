"""Writing to those who sit on either side of a theme."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from portal.accounts.models import Actor
from portal.committees.events import ContactWritten
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, random_number
from portal.negotiations.models import Theme


class Side(StrEnum):
    """One of the two that face each other over a theme."""

    GROUP = "group"
    COMMITTEE = "committee"


def write_to_theme(
    theme: Theme,
    *,
    to: Collection[Side],
    there: Collection[Side],
    words: str,
    by: Actor | None,
    now: datetime,
) -> str:
    """Return the number of a message to one or both sides of a theme.

    `there` are the sides that have a mailbox. Nothing of the message is kept here: it is
    in the letters. Raises RuleBroken where it says nothing or goes to nobody.
    """
    if not words.strip():
        raise RuleBroken(N_("Write your question."), field="words")
    chosen = [side for side in Side if side in to and side in there]
    if not chosen:
        raise RuleBroken(N_("Choose whom you write to."), field="to")
    number = random_number("M")
    publish(
        ContactWritten(
            at=now,
            by=by.id if by else None,
            theme=theme.code,
            message=number,
            to=tuple(side.value for side in chosen),
        )
    )
    return number
