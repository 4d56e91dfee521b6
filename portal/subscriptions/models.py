"""Subscribers, what they follow, and the slots of the digest."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.kernel.database import Model
from portal.subscriptions.rules import Audience, Cause, Frequency, Topic


class Subscriber(Model):
    """An address that asked for letters and confirmed it."""

    __tablename__ = "subscriber"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    locale: Mapped[str] = mapped_column(String(2))
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), unique=True)
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    """Random; signs the links of this subscriber's letters."""
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    subscriptions: Mapped[list["Subscription"]] = relationship(
        back_populates="subscriber", lazy="raise"
    )


class Subscription(Model):
    """One thing that a subscriber follows."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "topic", "subject"),
        Index("ix_subscription_topic", "topic", "subject", "frequency"),
    )

    subscriber_id: Mapped[int] = mapped_column(ForeignKey(Subscriber.id))
    topic: Mapped[Topic]
    subject: Mapped[str] = mapped_column(String(60), default="")
    """Docket number or theme code; empty for everything."""
    frequency: Mapped[Frequency]
    since: Mapped[datetime]

    subscriber: Mapped[Subscriber] = relationship(back_populates="subscriptions", lazy="raise")


class Ask(Model):
    """A wish to follow something, from an address that has not confirmed it yet."""

    __tablename__ = "subscription_ask"

    email: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(2))
    topic: Mapped[Topic]
    subject: Mapped[str] = mapped_column(String(60), default="")
    frequency: Mapped[Frequency]
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the letter holds."""
    asked_at: Mapped[datetime] = mapped_column(index=True)


class Fanout(Model):
    """Something that letters to many people come from; the worker writes them bit by bit."""

    __tablename__ = "subscription_fanout"

    key: Mapped[str] = mapped_column(String(100), unique=True)
    """What happened; the letters' keys begin with it, so that nobody gets two of them."""
    cause: Mapped[Cause]
    subject: Mapped[str] = mapped_column(String(60))
    """The notice's number, or the row number of the batch of answers."""
    docket: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    audience: Mapped[Audience]
    last_id: Mapped[int] = mapped_column(default=0)
    """How far the writing has come within the audience: resumable after a crash."""
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class Slot(Model):
    """A stretch of time whose news one digest covers. Slots follow each other without gaps."""

    __tablename__ = "digest_slot"
    __table_args__ = (UniqueConstraint("frequency", "closes_at"),)

    frequency: Mapped[Frequency]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    last_subscriber_id: Mapped[int] = mapped_column(default=0)
    """How far the building has come: resumable after a crash."""
    built_at: Mapped[datetime | None]
