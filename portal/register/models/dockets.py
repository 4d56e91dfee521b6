"""Dockets, what they touch, and the rows that give numbers out."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.models import Negotiation, Theme
from portal.negotiations.rules import Stage
from portal.register.rules import DecisionStatus


class Docket(Model):
    """All that is published, said and answered on one subject, under one number."""

    __tablename__ = "docket"
    __table_args__ = (Index("ix_docket_opened_on", "opened_on", "id"),)

    number: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[Localized]
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """The one body that answers for it."""
    negotiation_id: Mapped[int | None] = mapped_column(ForeignKey(Negotiation.id), index=True)
    stage: Mapped[Stage | None]
    decision_status: Mapped[DecisionStatus]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    opened_on: Mapped[date | None]
    """The day its first notice was published; nothing while it is only prepared."""

    agency: Mapped[Agency] = relationship(lazy="raise")
    negotiation: Mapped[Negotiation | None] = relationship(lazy="raise")
    owner: Mapped[Person | None] = relationship(lazy="raise")
    themes: Mapped[list[Theme]] = relationship(
        secondary="docket_theme", order_by=Theme.rank, lazy="raise"
    )


class DocketTheme(Model):
    """A theme that a docket touches."""

    __tablename__ = "docket_theme"
    __table_args__ = (UniqueConstraint("docket_id", "theme_id"),)

    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id), index=True)


class Sequence(Model):
    """A row that gives numbers out one by one, without gaps: `TN-2026`, `MEBP-2026`, `page-13`."""

    __tablename__ = "register_sequence"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    last: Mapped[int]


class Issue(Model):
    """All that the register publishes on one day, under one number."""

    __tablename__ = "register_issue"
    __table_args__ = (UniqueConstraint("volume", "number"),)

    day: Mapped[date] = mapped_column(unique=True)
    volume: Mapped[int]
    number: Mapped[int]
    """Counted through the volume."""
