"""Rooms, who is on call in them, and what the table asked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.adjacent.rules import QuestionState, Verdict, state_of
from portal.committees.models import Committee
from portal.kernel.database import Model
from portal.negotiations.models import NegotiatingGroup, Round


class AdjacentRoom(Model):
    """A committee within call of the group that it mirrors, for the days of one round."""

    __tablename__ = "adjacent_room"
    __table_args__ = (UniqueConstraint("round_id", "committee_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id))
    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(NegotiatingGroup.id), index=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)

    round: Mapped[Round] = relationship(lazy="raise")
    committee: Mapped[Committee] = relationship(lazy="raise")
    group: Mapped[NegotiatingGroup] = relationship(lazy="raise")


class Shift(Model):
    """Hours in which a member of the committee is to answer the telephone."""

    __tablename__ = "adjacent_shift"
    __table_args__ = (Index("ix_adjacent_shift_room", "room_id", "starts_at", "id"),)

    room_id: Mapped[int] = mapped_column(ForeignKey(AdjacentRoom.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """The first moment after them."""

    person: Mapped[Person] = relationship(lazy="raise")


class TableQuestion(Model):
    """What the negotiators want to know at once, and what they were told."""

    __tablename__ = "table_question"
    __table_args__ = (
        UniqueConstraint("room_id", "number"),
        Index("ix_table_question_due", "escalated_at", "due_at"),
    )

    room_id: Mapped[int] = mapped_column(ForeignKey(AdjacentRoom.id))
    number: Mapped[int]
    """1, 2, 3 within the room."""
    text: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    escalated_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    version: Mapped[int] = mapped_column(default=0)
    """How often the answer was written; what is released is a version that was read."""
    verdict: Mapped[Verdict | None]
    answer: Mapped[str] = mapped_column(default="")
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    drafted_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    released_at: Mapped[datetime | None]

    use: Mapped[str] = mapped_column(default="")
    """What the table did with the answer, and why."""
    use_told_at: Mapped[datetime | None]

    room: Mapped[AdjacentRoom] = relationship(lazy="raise")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="raise")
    drafted_by: Mapped[Person | None] = relationship(foreign_keys=[drafted_by_id], lazy="raise")
    released_by: Mapped[Person | None] = relationship(foreign_keys=[released_by_id], lazy="raise")

    def state(self, now: datetime) -> QuestionState:
        """Return how far it has come at this moment."""
        return state_of(
            due_at=self.due_at,
            drafted_at=self.drafted_at,
            released_at=self.released_at,
            withdrawn_at=self.withdrawn_at,
            now=now,
        )
