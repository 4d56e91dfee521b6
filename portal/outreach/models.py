"""Pages that explain, with their wordings; information that is asked for, and its answers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.attachments.models import Attachment
from portal.kernel.clock import legal_day
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.models import Negotiation, Theme
from portal.outreach.rules import (
    CLOSING,
    AskedBy,
    RefusalGround,
    RequestState,
    StepKind,
    WantedFormat,
)
from portal.register.rules import searchable


class Page(Model):
    """One explanation, for readers who are no specialists."""

    __tablename__ = "outreach_page"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[Localized]
    summary: Mapped[Localized]
    negotiation_id: Mapped[int | None] = mapped_column(ForeignKey(Negotiation.id), index=True)
    as_of: Mapped[date]
    """The day whose state of things it describes."""
    rank: Mapped[int]

    negotiation: Mapped[Negotiation | None] = relationship(lazy="raise")
    texts: Mapped[list["PageText"]] = relationship(back_populates="page", lazy="raise")


class PageText(Model):
    """A page in one language, in Markdown."""

    __tablename__ = "outreach_text"
    __table_args__ = (UniqueConstraint("page_id", "locale"),)

    page_id: Mapped[int] = mapped_column(ForeignKey(Page.id))
    locale: Mapped[str] = mapped_column(String(2))
    is_source: Mapped[bool]
    markdown: Mapped[str]

    page: Mapped[Page] = relationship(back_populates="texts", lazy="raise")


class InformationRequest(Model):
    """What somebody asks for. Only the asker and those who answer read its words."""

    __tablename__ = "information_request"
    __table_args__ = (
        Index("ix_information_request_due", "agency_id", "state", "due_on", "id"),
        Index("ix_information_request_closed", "agency_id", "closed_on", "id"),
        Index("ix_information_request_person", "person_id", "asked_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(60), unique=True)
    """Public, and not to be guessed: whoever knows it sees how far the request has come."""
    state: Mapped[RequestState]
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    locale: Mapped[str] = mapped_column(String(2))
    wanted: Mapped[WantedFormat]
    channel: Mapped[AskedBy]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey(Theme.id), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    """The one body that owes the answer."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    """The official who took it in hand."""
    asked_at: Mapped[datetime]
    received_on: Mapped[date | None]
    """The legal day from which the clock counts; nothing while the address is not confirmed."""
    due_on: Mapped[date | None]
    """The last day for the answer, as the asker was told."""
    acknowledged_on: Mapped[date | None]
    extended_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    """One form, one request."""

    theme: Mapped[Theme | None] = relationship(lazy="raise")
    agency: Mapped[Agency] = relationship(lazy="raise")
    handler: Mapped[Person | None] = relationship(foreign_keys=[handler_id], lazy="raise")
    steps: Mapped[list["RequestStep"]] = relationship(
        back_populates="request", order_by="RequestStep.id", lazy="raise"
    )
    public_answer: Mapped["PublicAnswer | None"] = relationship(
        back_populates="request", lazy="raise"
    )

    @property
    def counts_from(self) -> date | None:
        """The legal day from which the days of the answer count: of an appeal, its decision."""
        allowed = (step for step in reversed(self.steps) if step.kind is StepKind.APPEAL_ALLOWED)
        decided = next(allowed, None)
        return legal_day(decided.at) if decided else self.received_on

    @property
    def closing(self) -> "RequestStep | None":
        """The step that answered it last, where one has."""
        return next((step for step in reversed(self.steps) if step.kind in CLOSING), None)


class Asker(Model):
    """How to reach who asked. Never public, never in an event."""

    __tablename__ = "information_asker"

    request_id: Mapped[int] = mapped_column(ForeignKey(InformationRequest.id), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(2))
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the confirmation link, until it is used."""
    confirmed_at: Mapped[datetime | None]

    request: Mapped[InformationRequest] = relationship(lazy="raise")


class RequestStep(Model):
    """Something that was done with a request, with the words that the asker got or wrote."""

    __tablename__ = "information_step"

    request_id: Mapped[int] = mapped_column(ForeignKey(InformationRequest.id), index=True)
    kind: Mapped[StepKind]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """The body that acted; of a request that is passed on, the one that has it now."""
    words: Mapped[str] = mapped_column(default="")
    ground: Mapped[RefusalGround | None]
    body: Mapped[str] = mapped_column(String(300), default="")
    """Who decides on what was redirected."""

    request: Mapped[InformationRequest] = relationship(back_populates="steps", lazy="raise")
    agency: Mapped[Agency] = relationship(lazy="raise")
    files: Mapped[list["RequestFile"]] = relationship(
        back_populates="step", order_by="RequestFile.id", lazy="raise"
    )


class RequestFile(Model):
    """A file that came with an answer."""

    __tablename__ = "information_file"

    step_id: Mapped[int] = mapped_column(ForeignKey(RequestStep.id), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), index=True)
    public: Mapped[bool] = mapped_column(default=False)
    """Whether it is in the library beside the answer."""

    step: Mapped[RequestStep] = relationship(back_populates="files", lazy="raise")
    attachment: Mapped[Attachment] = relationship(lazy="raise")


class PublicAnswer(Model):
    """An answer that everyone reads: in words of its own, without the asker."""

    __tablename__ = "information_answer"
    __table_args__ = (Index("ix_information_answer_published", "published_on", "id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey(InformationRequest.id), unique=True)
    title: Mapped[Localized]
    question: Mapped[Localized]
    answer: Mapped[Localized]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey(Theme.id), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """The body that answered."""
    answered_on: Mapped[date]
    published_on: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    search_text: Mapped[str] = mapped_column(default="")

    request: Mapped[InformationRequest] = relationship(back_populates="public_answer", lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")
    agency: Mapped[Agency] = relationship(lazy="raise")


@event.listens_for(PublicAnswer, "before_insert")
@event.listens_for(PublicAnswer, "before_update")
def _keep_search_text(_mapper: Any, _connection: Connection, answer: PublicAnswer) -> None:
    answer.search_text = searchable(None, answer.title, answer.question, answer.answer)
