"""Addresses that wait for a letter to be answered: of new accounts, and of those that move."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models.people import Person
from portal.kernel.database import Model


class SignUp(Model):
    """A wish for an account. It becomes a person when the address confirms it."""

    __tablename__ = "sign_up"

    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(2))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the letter holds."""
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Move(Model):
    """A change of a person's address: wished, confirmed at the new one, or taken back."""

    __tablename__ = "address_change"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    former: Mapped[str] = mapped_column(String(254))
    email: Mapped[str] = mapped_column(String(254))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the letter to the new address holds."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    back: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of what the letter to the former address holds."""
    ended_at: Mapped[datetime | None]
    """When it was taken back, or overtaken by one that was."""

    person: Mapped[Person] = relationship(lazy="raise")
