"""Themes, negotiations and what is done in them, the groups that negotiate, the focal points."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.kernel.columns import Json
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.rules import ConsultationKind, Days, Stage, stage_of


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
    lead_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """The one unit that leads it."""
    leader_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    """The one person who leads it; nobody until one is named."""
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    partners: Mapped[list[str]] = mapped_column(Json, default=list)
    """The countries on the other side, by their codes of two letters (ISO 3166-1)."""
    negotiated_as: Mapped[Localized | None]
    """As a part of what the country negotiates, where it does not do so alone."""
    remark: Mapped[Localized | None]
    """What else is known of it."""
    decided_at: Mapped[datetime | None]
    """When people last decided on it here; from then on reference data leaves it alone."""

    lead: Mapped[Agency] = relationship(lazy="raise")
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id], lazy="raise")
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id], lazy="raise")
    milestones: Mapped[list["Milestone"]] = relationship(
        back_populates="negotiation", order_by="Milestone.reached", lazy="raise"
    )
    rounds: Mapped[list["Round"]] = relationship(
        back_populates="negotiation", order_by="Round.starts_on", lazy="raise"
    )

    @property
    def consultation_stage(self) -> Stage:
        """Which of the six stages its station belongs to."""
        return stage_of(self.stage)


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

    @property
    def days(self) -> Days:
        """The days on which it is held."""
        return Days(self.starts_on, self.ends_on)


class Move(Model):
    """A negotiation's move from one station of its life to another."""

    __tablename__ = "negotiation_move"
    __table_args__ = (UniqueConstraint("negotiation_id", "number"),)

    negotiation_id: Mapped[int] = mapped_column(ForeignKey(Negotiation.id))
    number: Mapped[int]
    """1, 2, 3 within the negotiation."""
    before: Mapped[str] = mapped_column(String(40))
    after: Mapped[str] = mapped_column(String(40))
    waiver: Mapped[Localized | None]
    """Why nobody was consulted at the stage that was left."""
    reason: Mapped[Localized | None]
    """Why it went back, or passed over a stage."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(lazy="raise")


class Consultation(Model):
    """An occasion on which those concerned were heard at a stage of a negotiation."""

    __tablename__ = "consultation"
    __table_args__ = (UniqueConstraint("negotiation_id", "kind", "reference"),)

    negotiation_id: Mapped[int] = mapped_column(ForeignKey(Negotiation.id))
    stage: Mapped[Stage]
    kind: Mapped[ConsultationKind]
    reference: Mapped[str] = mapped_column(String(60))
    """Its public number, by which its page is found."""
    at: Mapped[datetime]


class NegotiatingGroup(Model):
    """The officials who negotiate one theme, and how to reach them.

    Without a negotiation it is the permanent group of its theme.
    """

    __tablename__ = "negotiating_group"
    __table_args__ = (
        Index(
            "uq_negotiating_group_permanent",
            "theme_id",
            unique=True,
            sqlite_where=text("negotiation_id IS NULL"),
            postgresql_where=text("negotiation_id IS NULL"),
        ),
        UniqueConstraint("theme_id", "negotiation_id"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id))
    negotiation_id: Mapped[int | None] = mapped_column(ForeignKey(Negotiation.id), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    """Address of the role, not of a person."""
    languages: Mapped[str] = mapped_column(String(20))
    """Codes with spaces between: `kk ru en`."""
    valid_until: Mapped[date | None]
    """The last day on which the contact is known to be good."""

    theme: Mapped[Theme] = relationship(lazy="raise")
    negotiation: Mapped[Negotiation | None] = relationship(lazy="raise")
    agency: Mapped[Agency] = relationship(lazy="raise")
    lead: Mapped[Person | None] = relationship(foreign_keys=[lead_id], lazy="raise")
    substitute: Mapped[Person | None] = relationship(foreign_keys=[substitute_id], lazy="raise")


@dataclass(frozen=True)
class Side:
    """Where a group sits: for which theme, in which negotiation, and who is there now."""

    theme: Theme
    negotiation: Negotiation | None
    group: NegotiatingGroup | None


class GroupPlace(Model):
    """A person's time in a negotiating group."""

    __tablename__ = "group_place"
    __table_args__ = (Index("ix_group_place_days", "starts_on", "ends_on"),)

    group_id: Mapped[int] = mapped_column(ForeignKey(NegotiatingGroup.id), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day."""


class FocalPoint(Model):
    """Who answers for a theme within a public body, and who in their place."""

    __tablename__ = "focal_point"
    __table_args__ = (UniqueConstraint("agency_id", "theme_id", "starts_on"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    """Address of the role, not of a person."""
    languages: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day; the deputy answers from the next."""
    handover: Mapped[str | None]
    """What whoever follows has to know. Read within the body only."""

    agency: Mapped[Agency] = relationship(lazy="raise")
    theme: Mapped[Theme] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id], lazy="raise")

    @property
    def days(self) -> Days:
        """The days on which they hold the post."""
        return Days(self.starts_on, self.ends_on)
