"""Concerns, answers in batches, and commitments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.comments.models import Point
from portal.kernel.database import Model
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized
from portal.negotiations.models import Theme
from portal.register.models import Docket
from portal.responses.rules import (
    BatchState,
    CommitmentState,
    Disposition,
    ReasonCode,
    ReminderStep,
)


class Concern(Model):
    """What several points of one docket have in common, stated neutrally."""

    __tablename__ = "concern"
    __table_args__ = (UniqueConstraint("docket_id", "number"),)

    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    number: Mapped[int]
    """1, 2, 3 within the docket."""
    theme_id: Mapped[int | None] = mapped_column(ForeignKey(Theme.id), index=True)
    statement: Mapped[Localized]
    points: Mapped[int] = mapped_column(default=0)
    """How many points are grouped here; kept whenever one comes or goes."""
    organisations: Mapped[int] = mapped_column(default=0)
    """How many organisations made them."""
    citizens: Mapped[int] = mapped_column(default=0)
    """How many comments of people who speak for no organisation made them."""
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
    __table_args__ = (Index("ix_grouping_concern", "concern_id", "id"),)

    point_id: Mapped[int] = mapped_column(ForeignKey(Point.id), unique=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey(Concern.id))
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]

    point: Mapped[Point] = relationship(lazy="raise")
    concern: Mapped[Concern] = relationship(back_populates="groupings", lazy="raise")


class Batch(Model):
    """Answers of one docket that are approved and published together."""

    __tablename__ = "response_batch"
    __table_args__ = (Index("ix_response_batch_docket", "docket_id", "state"),)

    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    state: Mapped[BatchState] = mapped_column(default=BatchState.DRAFT, active_history=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    submitted_at: Mapped[datetime | None]
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
    """A promise with one owner and a day. It is public once it is made: with its answer."""

    __tablename__ = "commitment"
    __table_args__ = (Index("ix_commitment_due", "state", "due_on", "id"),)

    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    """Given when it is made: `CM-2026-0001`."""
    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id), index=True)
    text: Mapped[Localized]
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """The one body that owes it."""
    due_on: Mapped[date]
    made_on: Mapped[date | None]
    """The day its answer was published; nothing while that is only drafted."""
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


class Reminder(Model):
    """Those who owe a promise were reminded of it at this step; they are not at it again."""

    __tablename__ = "commitment_reminder"
    __table_args__ = (UniqueConstraint("commitment_id", "step"),)

    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id))
    step: Mapped[ReminderStep]
    at: Mapped[datetime]


@event.listens_for(Session, "before_flush")
def _keep_what_was_published(session: Session, _context: Any, _instances: Any) -> None:
    """Refuse any change of an answer, or of the concern it answers, after publication."""
    touched = [*session.new, *session.deleted]
    touched += [row for row in session.dirty if session.is_modified(row)]
    if any(isinstance(row, Batch) and _was_published(row) for row in touched):
        raise RuleBroken(FROZEN)
    if any(isinstance(row, Commitment) and _was_rewritten(row) for row in touched):
        raise RuleBroken(FROZEN)
    concerns = {row.id for row in touched if isinstance(row, Concern) and row.id}
    concerns |= {row.concern_id for row in touched if isinstance(row, Response | Grouping)}
    answers = {row.response_id for row in touched if isinstance(row, ResponseCommitment)}
    answers |= {row.id for row in touched if isinstance(row, Response) and row.id}
    if not concerns and not answers:
        return
    published = (
        select(Response.id)
        .join(Batch, Batch.id == Response.batch_id)
        .where(
            Batch.state == BatchState.PUBLISHED,
            Response.concern_id.in_(concerns) | Response.id.in_(answers),
        )
        .limit(1)
    )
    if session.connection().execute(published).first():
        raise RuleBroken(FROZEN)


def _was_published(batch: Batch) -> bool:
    history = inspect(batch).attrs.state.load_history()
    return BatchState.PUBLISHED in (history.deleted or history.unchanged or ())


def _was_rewritten(commitment: Commitment) -> bool:
    """Say whether a promise that was made reads differently now. Its state may change."""
    attrs = inspect(commitment).attrs
    made = attrs.made_on.load_history()
    if not any(made.deleted or made.unchanged or ()):
        return False
    words = (attrs.number, attrs.text, attrs.agency_id, attrs.due_on, attrs.made_on)
    return any(attr.history.deleted for attr in words)


FROZEN = N_("A published answer never changes. Raise a new concern for what came later.")
