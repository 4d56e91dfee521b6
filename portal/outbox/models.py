"""Letters as their recipients will read them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.columns import Json
from portal.kernel.database import Model


class LetterState(StrEnum):
    """How far a letter has come."""

    PENDING = "pending"
    LEASED = "leased"
    """A worker has it in hand; when its lease runs out it was certainly not delivered."""
    DOT = "dot"
    """The final dot is on its way; when the lease runs out here, it is in doubt."""
    SENT = "sent"
    DEAD = "dead"
    """Refused for good, or too often; somebody has to look."""


class Owed(Model):
    """A letter that somebody is owed and that is not written yet."""

    __tablename__ = "outbox_owed"
    __table_args__ = (Index("ix_outbox_owed_due", "next_try_at", "id"),)

    key: Mapped[str] = mapped_column(String(200), unique=True)
    """That of the letter."""
    kind: Mapped[str] = mapped_column(String(40))
    """Who writes it: a name of `portal.wiring.LETTERS`."""
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    """What the writer must be told."""
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]


class Letter(Model):
    """One message to one address."""

    __tablename__ = "outbox_letter"
    __table_args__ = (Index("ix_outbox_letter_due", "state", "next_try_at", "id"),)

    key: Mapped[str] = mapped_column(String(200), unique=True)
    """What the letter is about and for whom; a second letter of the same key is not written."""
    message_id: Mapped[str] = mapped_column(String(200))
    """Fixed when the letter is written, so that a letter sent again is known as the same."""
    recipient: Mapped[str] = mapped_column(String(254))
    reply_to: Mapped[str | None] = mapped_column(String(254))
    """Where an answer goes, where not to the portal itself."""
    locale: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(400))
    text: Mapped[str]
    html: Mapped[str]
    unsubscribe_url: Mapped[str | None]
    """Where one click ends the subscription that this letter comes from (RFC 8058)."""
    written_at: Mapped[datetime]
    state: Mapped[LetterState] = mapped_column(default=LetterState.PENDING)
    next_try_at: Mapped[datetime]
    """When it is due; while a worker has it in hand, when that lease runs out."""
    tries: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(120))
    """The worker that has it in hand."""
    answer: Mapped[str | None] = mapped_column(String(300))
    """What the mail server said last."""
    sent_at: Mapped[datetime | None]
