"""What cleared members are told during a round, what they ask, and the report after it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.models import NegotiatingGroup, Round


class Briefing(Model):
    """The daily note of a group's lead negotiator during a round (policy note, Box 7)."""

    __tablename__ = "briefing"
    __table_args__ = (UniqueConstraint("round_id", "group_id", "on"),)

    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id))
    group_id: Mapped[int] = mapped_column(ForeignKey(NegotiatingGroup.id), index=True)
    on: Mapped[date]
    text: Mapped[Localized]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]


class BriefingQuestion(Model):
    """What a cleared member asked about a round, and what was answered."""

    __tablename__ = "briefing_question"
    __table_args__ = (Index("ix_briefing_question_round", "round_id", "group_id", "id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id))
    group_id: Mapped[int] = mapped_column(ForeignKey(NegotiatingGroup.id), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    answered_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")


class RoundReport(Model):
    """What everyone is told of a round once it is over; it never changes."""

    __tablename__ = "round_report"

    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id), unique=True)
    text: Mapped[Localized]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    published_at: Mapped[datetime]
