"""Committees and their seats."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Person
from portal.committees.rules import ForumKind, SeatRole
from portal.kernel.database import Model
from portal.negotiations.models import Theme


class Committee(Model):
    """The private sector's counterpart of the negotiating group of a theme."""

    __tablename__ = "committee"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id), unique=True)
    kind: Mapped[ForumKind]
    chair_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    languages: Mapped[str] = mapped_column(String(20))
    established_on: Mapped[date]
    ends_on: Mapped[date | None]

    theme: Mapped[Theme] = relationship(lazy="raise")
    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id], lazy="raise")
    secretary: Mapped[Person | None] = relationship(foreign_keys=[secretary_id], lazy="raise")
    seats: Mapped[list["Seat"]] = relationship(back_populates="committee", lazy="raise")


class Seat(Model):
    """An organisation's place in a committee."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("committee_id", "organisation_id"),)

    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    role: Mapped[SeatRole]

    committee: Mapped[Committee] = relationship(back_populates="seats", lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
