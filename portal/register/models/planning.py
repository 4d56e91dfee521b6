"""Consultations that are planned, and requests for more time."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.models import Negotiation, Theme
from portal.register.rules import NoticeKind


class Plan(Model):
    """A consultation that an agency means to open in the coming months (R25)."""

    __tablename__ = "planned_consultation"
    __table_args__ = (Index("ix_planned_consultation_opens", "opens_from", "id"),)

    number: Mapped[str] = mapped_column(String(60), unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    negotiation_id: Mapped[int | None] = mapped_column(ForeignKey(Negotiation.id), index=True)
    kind: Mapped[NoticeKind]
    title: Mapped[Localized]
    summary: Mapped[Localized]
    opens_from: Mapped[date]
    opens_by: Mapped[date]
    """It is to open between the two days."""
    dropped_on: Mapped[date | None]
    dropped_because: Mapped[Localized | None]
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    planned_on: Mapped[date]
    changed_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship(lazy="raise")
    negotiation: Mapped[Negotiation | None] = relationship(lazy="raise")
    themes: Mapped[list[Theme]] = relationship(
        secondary="planned_theme", order_by=Theme.rank, lazy="raise"
    )


class PlanTheme(Model):
    """A theme that a planned consultation touches."""

    __tablename__ = "planned_theme"
    __table_args__ = (UniqueConstraint("plan_id", "theme_id"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey(Plan.id))
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id), index=True)
