"""Restricted papers, who opened them, and what leaked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.committees.models import Committee
from portal.committees.rules import Clearance
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.papers.rules import Manner, PaperKind


class Paper(Model):
    """A text that is read under an undertaking. Its words are kept sealed."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_filed", "filed_at", "id"),)

    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[PaperKind]
    clearance: Mapped[Clearance]
    """What a reader must hold."""
    title: Mapped[Localized]
    """For those who may read it; the abstract has a title of its own."""
    locale: Mapped[str] = mapped_column(String(2))
    """The language of the text."""
    sealed: Mapped[str]
    """The Markdown, encrypted."""
    public_title: Mapped[Localized | None]
    abstract: Mapped[Localized | None]
    """What everybody may read; nothing: to outsiders there is no such paper."""
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """Whose paper it is."""
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    filed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship(lazy="raise")
    committees: Mapped[list[Committee]] = relationship(
        secondary="paper_committee", order_by=Committee.code, lazy="raise"
    )


class PaperCommittee(Model):
    """A committee whose members may read a paper."""

    __tablename__ = "paper_committee"
    __table_args__ = (UniqueConstraint("paper_id", "committee_id"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id))
    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id), index=True)


class Reading(Model):
    """One opening of a paper by one person."""

    __tablename__ = "paper_reading"
    __table_args__ = (Index("ix_paper_reading_paper", "paper_id", "at", "id"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]
    manner: Mapped[Manner]
    mark: Mapped[str] = mapped_column(String(20), unique=True)
    """Stands on every page of it, beside the reader's name and the time."""

    paper: Mapped[Paper] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class LeakIncident(Model):
    """Words of a paper where they do not belong, and what was found out."""

    __tablename__ = "leak_incident"
    __table_args__ = (Index("ix_leak_incident_paper", "paper_id", "id"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey(Paper.id))
    reported_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    reported_at: Mapped[datetime]
    found: Mapped[str]
    """What was found, where and when, as the reporter says."""
    mark: Mapped[str] = mapped_column(String(20), default="")
    """The mark on what was found, where it could be read."""
    outcome: Mapped[str] = mapped_column(default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    closed_at: Mapped[datetime | None]

    reported_by: Mapped[Person] = relationship(foreign_keys=[reported_by_id], lazy="raise")
