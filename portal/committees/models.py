"""Committees, their seats, who holds them or asks for them, and what those people have signed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Person, Region
from portal.committees.rules import (
    ActivityKind,
    ApplicationState,
    Clearance,
    ForumKind,
    RefusalReason,
    SeatCategory,
    SeatRole,
)
from portal.kernel.columns import Json
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.models import Negotiation, Theme


class Committee(Model):
    """The private sector's counterpart of the negotiating group of a theme."""

    __tablename__ = "committee"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id), index=True)
    negotiation_id: Mapped[int | None] = mapped_column(ForeignKey(Negotiation.id), index=True)
    """The one negotiation that it is for; nothing: for the theme wherever it comes up."""
    region_id: Mapped[int | None] = mapped_column(ForeignKey(Region.id), index=True)
    """The one region that it is for."""
    kind: Mapped[ForumKind]
    mandate: Mapped[Localized | None]
    """What it was set up to do; a committee for a time has to say so."""
    plan: Mapped[Localized | None]
    """What it means to do this year; a standing committee has to say so."""
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    languages: Mapped[str] = mapped_column(String(20))
    established_on: Mapped[date]
    ends_on: Mapped[date | None]

    theme: Mapped[Theme] = relationship(lazy="raise")
    negotiation: Mapped[Negotiation | None] = relationship(lazy="raise")
    region: Mapped[Region | None] = relationship(lazy="raise")
    secretary: Mapped[Person | None] = relationship(lazy="raise")
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="committee", order_by="Seat.id", lazy="raise"
    )


class Activity(Model):
    """Something that a committee did: it is awake."""

    __tablename__ = "committee_activity"
    __table_args__ = (Index("ix_committee_activity_committee", "committee_id", "on"),)

    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id))
    kind: Mapped[ActivityKind]
    on: Mapped[date]


class Seat(Model):
    """A place in a committee, whoever holds it."""

    __tablename__ = "seat"
    __table_args__ = (
        Index("ix_seat_committee", "committee_id", "id"),
        Index(
            "uq_seat_one_chair",
            "committee_id",
            unique=True,
            sqlite_where=text("role = 'chair' AND abolished_on IS NULL"),
            postgresql_where=text("role = 'chair' AND abolished_on IS NULL"),
        ),
    )

    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id))
    role: Mapped[SeatRole]
    category: Mapped[SeatCategory]
    created_on: Mapped[date]
    abolished_on: Mapped[date | None]

    committee: Mapped[Committee] = relationship(back_populates="seats", lazy="raise")
    terms: Mapped[list["Term"]] = relationship(
        back_populates="seat", order_by="Term.starts_on", lazy="raise"
    )


class Term(Model):
    """An organisation's time in a seat, and the people who sit there for it."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("seat_id", "starts_on"),
        Index("ix_term_holder", "holder_id", "ends_on"),
        Index("ix_term_alternate", "alternate_id", "ends_on"),
    )

    seat_id: Mapped[int] = mapped_column(ForeignKey(Seat.id))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    alternate_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """Its last day."""

    seat: Mapped[Seat] = relationship(back_populates="terms", lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    holder: Mapped[Person | None] = relationship(foreign_keys=[holder_id], lazy="raise")
    alternate: Mapped[Person | None] = relationship(foreign_keys=[alternate_id], lazy="raise")


class Application(Model):
    """An organisation's wish for a seat, by its own hand or put forward by a body."""

    __tablename__ = "seat_application"
    __table_args__ = (
        Index("ix_seat_application_state", "state", "id"),
        Index("ix_seat_application_committee", "committee_id", "state"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id))
    category: Mapped[SeatCategory]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    """Who would sit for it, where that is known already."""
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    """The body that put it forward; nothing: it asked itself."""
    case: Mapped[str]
    """Why it should have a seat, for the Chamber to read."""
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.WAITING)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    made_at: Mapped[datetime]
    reason_code: Mapped[RefusalReason | None]
    reason: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    decided_at: Mapped[datetime | None]
    appeal: Mapped[str] = mapped_column(default="")
    """What the applicant said against the refusal."""
    appealed_at: Mapped[datetime | None]
    appeal_reason: Mapped[str] = mapped_column(default="")
    appeal_decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    appeal_decided_at: Mapped[datetime | None]
    term_id: Mapped[int | None] = mapped_column(ForeignKey(Term.id), index=True)
    """The term that came of it."""

    committee: Mapped[Committee] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="raise")
    nominated_by: Mapped[Organisation | None] = relationship(
        foreign_keys=[nominated_by_id], lazy="raise"
    )
    holder: Mapped[Person | None] = relationship(foreign_keys=[holder_id], lazy="raise")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise")


class Undertaking(Model):
    """A person's signed word to keep confidential what they are shown."""

    __tablename__ = "undertaking"
    __table_args__ = (Index("ix_undertaking_person", "person_id", "expires_on"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    clearance: Mapped[Clearance]
    """What was asked for; texts under negotiation open only once it is granted."""
    version: Mapped[str] = mapped_column(String(20), default="")
    locale: Mapped[str] = mapped_column(String(2), default="kk")
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the text as it was signed, in the language in which it was read."""
    signed_at: Mapped[datetime]
    granted_at: Mapped[datetime | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    expires_on: Mapped[date]
    """Its last day: nothing confidential opens after midnight."""
    ended_at: Mapped[datetime | None]
    """When it was taken back before its time."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    """Who ended it: the person, or an officer of the Chamber."""
    end_reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")


class Declaration(Model):
    """The interests that a person has declared; good for a year."""

    __tablename__ = "declaration"
    __table_args__ = (Index("ix_declaration_person", "person_id", "declared_on"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    declared_on: Mapped[date]
    interests: Mapped[str]
    """In the person's own words; empty where there are none."""
    chapters: Mapped[list[str]] = mapped_column(Json, default=list)
    """HS chapters that they touch, two digits each."""

    person: Mapped[Person] = relationship(lazy="raise")
