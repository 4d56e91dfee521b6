"""Themes, negotiations, and the groups that negotiate."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.kernel.database import Model
from portal.kernel.text import Localized


class Theme(Model):
    """A subject that recurs in every negotiation, with a stable code of three letters."""

    __tablename__ = "theme"

    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[Localized]
    core: Mapped[bool]
    """Whether a mirror committee is expected from the start."""
    rank: Mapped[int]
    """Its place in lists."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey(Agency.id), index=True)

    lead: Mapped[Agency | None] = relationship(lazy="raise")


class Negotiation(Model):
    """Talks with one partner, or within one organisation, towards one agreement."""

    __tablename__ = "negotiation"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[Localized]
    stage: Mapped[str] = mapped_column(String(40))
    """Stage code of the negotiation's own life, from exploratory to in force."""
    lead_id: Mapped[int | None] = mapped_column(ForeignKey(Agency.id), index=True)

    lead: Mapped[Agency | None] = relationship(lazy="raise")
    milestones: Mapped[list["Milestone"]] = relationship(
        back_populates="negotiation", order_by="Milestone.reached", lazy="raise"
    )
    rounds: Mapped[list["Round"]] = relationship(
        back_populates="negotiation", order_by="Round.starts_on", lazy="raise"
    )


class Milestone(Model):
    """Something that a negotiation has reached, and when."""

    __tablename__ = "negotiation_milestone"
    __table_args__ = (UniqueConstraint("negotiation_id", "reached"),)

    negotiation_id: Mapped[int] = mapped_column(ForeignKey(Negotiation.id))
    reached: Mapped[str] = mapped_column(String(10))
    """As exactly as it is known: `2014`, `2014-03` or `2014-03-31`."""
    text: Mapped[Localized]

    negotiation: Mapped[Negotiation] = relationship(back_populates="milestones", lazy="raise")


class Round(Model):
    """A meeting of the negotiators, some days long."""

    __tablename__ = "negotiation_round"
    __table_args__ = (UniqueConstraint("negotiation_id", "number"),)

    negotiation_id: Mapped[int] = mapped_column(ForeignKey(Negotiation.id))
    number: Mapped[int]
    """1, 2, 3 within the negotiation."""
    place: Mapped[Localized]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """Its last day."""

    negotiation: Mapped[Negotiation] = relationship(back_populates="rounds", lazy="raise")


class NegotiatingGroup(Model):
    """The officials who negotiate one theme, and how to reach them."""

    __tablename__ = "negotiating_group"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id), unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    """Address of the role, not of a person."""
    languages: Mapped[str] = mapped_column(String(20))
    """Codes with spaces between: `kk ru en`."""

    theme: Mapped[Theme] = relationship(lazy="raise")
    agency: Mapped[Agency] = relationship(lazy="raise")
    lead: Mapped[Person | None] = relationship(foreign_keys=[lead_id], lazy="raise")
    substitute: Mapped[Person | None] = relationship(foreign_keys=[substitute_id], lazy="raise")
