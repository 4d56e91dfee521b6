"""Concerns, answers in batches, and commitments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.comments.models import Point
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.models import Theme
from portal.register.models import Docket
from portal.responses.rules import BatchState, CommitmentState, Disposition, ReasonCode


class Concern(Model):
    """What several points of one docket have in common, stated neutrally."""

    __tablename__ = "concern"
    __table_args__ = (UniqueConstraint("docket_id", "number"),)

    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    number: Mapped[int]
    """1, 2, 3 within the docket."""
    theme_id: Mapped[int | None] = mapped_column(ForeignKey(Theme.id), index=True)
    statement: Mapped[Localized]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    made_at: Mapped[datetime]

    docket: Mapped[Docket] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")
    groupings: Mapped[list["Grouping"]] = relationship(
        back_populates="concern", order_by="Grouping.id", lazy="raise"
    )
    response: Mapped["Response | None"] = relationship(back_populates="concern", lazy="raise")


class Grouping(Model):
    """A point's place in a concern: one concern for each point."""

    __tablename__ = "grouping"

    point_id: Mapped[int] = mapped_column(ForeignKey(Point.id), unique=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey(Concern.id), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]

    point: Mapped[Point] = relationship(lazy="raise")
    concern: Mapped[Concern] = relationship(back_populates="groupings", lazy="raise")


class Batch(Model):
    """Answers of one docket that are approved and published together."""

    __tablename__ = "response_batch"
    __table_args__ = (Index("ix_response_batch_docket", "docket_id", "state"),)

    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    state: Mapped[BatchState] = mapped_column(default=BatchState.DRAFT)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    published_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(default="")
    """What the second official said when returning it."""

    docket: Mapped[Docket] = relationship(lazy="raise")
    responses: Mapped[list["Response"]] = relationship(back_populates="batch", lazy="raise")


class Response(Model):
    """The answer to a concern."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(
            "disposition NOT IN ('not_accepted', 'deferred', 'out_of_scope')"
            " OR reason_code IS NOT NULL",
            name="reasoned",
        ),
    )

    concern_id: Mapped[int] = mapped_column(ForeignKey(Concern.id), unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey(Batch.id), index=True)
    disposition: Mapped[Disposition]
    reason_code: Mapped[ReasonCode | None]
    answer: Mapped[Localized]
    deferred_until: Mapped[date | None]
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    changed_at: Mapped[datetime]

    concern: Mapped[Concern] = relationship(back_populates="response", lazy="raise")
    batch: Mapped[Batch] = relationship(back_populates="responses", lazy="raise")
    commitments: Mapped[list["Commitment"]] = relationship(
        secondary="response_commitment", order_by="Commitment.due_on", lazy="raise"
    )


class Commitment(Model):
    """A promise with one owner and a day."""

    __tablename__ = "commitment"
    __table_args__ = (Index("ix_commitment_due", "state", "due_on", "id"),)

    number: Mapped[str] = mapped_column(String(40), unique=True)
    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id), index=True)
    text: Mapped[Localized]
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """The one body that owes it."""
    due_on: Mapped[date]
    state: Mapped[CommitmentState] = mapped_column(default=CommitmentState.OPEN)
    done_on: Mapped[date | None]
    note: Mapped[Localized | None]
    """How it was kept, or why it was cancelled."""

    docket: Mapped[Docket] = relationship(lazy="raise")
    agency: Mapped[Agency] = relationship(lazy="raise")


class ResponseCommitment(Model):
    """An answer's promise; one promise may serve several answers."""

    __tablename__ = "response_commitment"
    __table_args__ = (UniqueConstraint("response_id", "commitment_id"),)

    response_id: Mapped[int] = mapped_column(ForeignKey(Response.id))
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id), index=True)
