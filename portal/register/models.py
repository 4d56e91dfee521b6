"""Dockets, notices, their wordings, and their questions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from portal.accounts.models import Agency, Person
from portal.kernel.columns import Json
from portal.kernel.database import Model
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized
from portal.negotiations.models import Negotiation, Theme
from portal.negotiations.rules import Stage
from portal.register.rules import (
    CommentPeriod,
    DecisionStatus,
    NoticeKind,
    NoticeState,
    period_of,
    searchable,
)


class Docket(Model):
    """All that is published, said and answered on one subject, under one number."""

    __tablename__ = "docket"
    __table_args__ = (Index("ix_docket_opened_on", "opened_on", "id"),)

    number: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[Localized]
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """The one body that answers for it."""
    negotiation_id: Mapped[int | None] = mapped_column(ForeignKey(Negotiation.id), index=True)
    stage: Mapped[Stage | None]
    decision_status: Mapped[DecisionStatus]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    opened_on: Mapped[date | None]
    """The day its first notice was published; nothing while it is only prepared."""

    agency: Mapped[Agency] = relationship(lazy="raise")
    negotiation: Mapped[Negotiation | None] = relationship(lazy="raise")
    owner: Mapped[Person | None] = relationship(lazy="raise")
    themes: Mapped[list[Theme]] = relationship(
        secondary="docket_theme", order_by=Theme.rank, lazy="raise"
    )


class DocketTheme(Model):
    """A theme that a docket touches."""

    __tablename__ = "docket_theme"
    __table_args__ = (UniqueConstraint("docket_id", "theme_id"),)

    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id), index=True)


class Notice(Model):
    """A formal text in Federal Register form. Once published it never changes."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_published", "published_on", "id"),
        Index("ix_notice_closing", "closes_on", "id"),
        Index("ix_notice_docket_published", "docket_id", "published_on", "id"),
        Index("ix_notice_cited", "series", "volume", "page"),
        Index(
            "uq_notice_own_page",
            "volume",
            "page",
            unique=True,
            sqlite_where=text("series = 'RTN'"),
            postgresql_where=text("series = 'RTN'"),
        ),
    )

    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Given at publication."""
    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    kind: Mapped[NoticeKind]
    state: Mapped[NoticeState] = mapped_column(
        default=NoticeState.DRAFT, index=True, active_history=True
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    unit: Mapped[Localized | None]
    """The department below the agency."""
    title: Mapped[Localized]
    summary: Mapped[Localized]
    action: Mapped[Localized | None]
    """What the caption ACTION says, where it is not simply the kind."""
    decision_status: Mapped[DecisionStatus]
    chapters: Mapped[list[str]] = mapped_column(Json, default=list)
    """HS chapters that it touches, two digits each."""
    wanted_closing: Mapped[date | None]
    """The last day for comments that the author asks for."""
    waiver_reason: Mapped[Localized | None]
    """Why the window is shorter than the least; published."""
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")

    series: Mapped[str | None] = mapped_column(String(10))
    """`RTN` for the portal's own register; the abbreviation of another for its documents."""
    volume: Mapped[int | None]
    page: Mapped[int | None]
    """First page in the volume."""
    last_page: Mapped[int | None]
    published_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    """The last legal day for comments; nothing where none are asked for."""

    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    submitted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(default="")
    """Number, title, summary and the docket's title in every language, in lower case. Kept by
    the table itself."""

    docket: Mapped[Docket] = relationship(lazy="raise")
    agency: Mapped[Agency] = relationship(lazy="raise")
    drafted_by: Mapped[Person | None] = relationship(foreign_keys=[drafted_by_id], lazy="raise")
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id], lazy="raise")
    texts: Mapped[list["NoticeText"]] = relationship(
        back_populates="notice", order_by="NoticeText.locale", lazy="raise"
    )
    questions: Mapped[list["Question"]] = relationship(
        back_populates="notice", order_by="Question.number", lazy="raise"
    )
    themes: Mapped[list[Theme]] = relationship(
        secondary="notice_theme", order_by=Theme.rank, lazy="raise"
    )
    remarks: Mapped[list["Remark"]] = relationship(
        back_populates="notice", order_by="Remark.id", lazy="raise"
    )

    @property
    def period(self) -> CommentPeriod | None:
        """The comment period, where the notice opened one."""
        return period_of(self.opens_on, self.closes_on)

    @property
    def citation(self) -> str | None:
        """Where it stands in the register: `13 RTN 45`; nothing where its page is not known."""
        return f"{self.volume} {self.series} {self.page}" if self.series and self.page else None

    def text_in(self, locale: str) -> "NoticeText | None":
        """Return the full text for a reader of the language: the source where there is no other."""
        by_locale = {text.locale: text for text in self.texts}
        source = next((text for text in self.texts if text.is_source), None)
        return by_locale.get(locale) or source or next(iter(self.texts), None)


class NoticeText(Model):
    """The full text of a notice in one language, in Markdown under the captions."""

    __tablename__ = "notice_text"
    __table_args__ = (UniqueConstraint("notice_id", "locale"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    locale: Mapped[str] = mapped_column(String(2))
    is_source: Mapped[bool]
    markdown: Mapped[str]
    html: Mapped[str] = mapped_column(default="")
    """Rendered once, at publication, and frozen with it."""

    notice: Mapped[Notice] = relationship(back_populates="texts", lazy="raise")


class NoticeTheme(Model):
    """A theme that a notice touches."""

    __tablename__ = "notice_theme"
    __table_args__ = (UniqueConstraint("notice_id", "theme_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    theme_id: Mapped[int] = mapped_column(ForeignKey(Theme.id), index=True)


class Question(Model):
    """A numbered question that a notice puts to the public."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    number: Mapped[int]
    text: Mapped[Localized]

    notice: Mapped[Notice] = relationship(back_populates="questions", lazy="raise")


class Remark(Model):
    """What a second official said when returning a draft."""

    __tablename__ = "notice_remark"

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]
    text: Mapped[str]

    notice: Mapped[Notice] = relationship(back_populates="remarks", lazy="raise")
    by: Mapped[Person] = relationship(lazy="raise")


class Sequence(Model):
    """A row that gives numbers out one by one, without gaps: `TN-2026`, `MEBP-2026`, `page-13`."""

    __tablename__ = "register_sequence"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    last: Mapped[int]


@event.listens_for(Notice, "before_insert")
@event.listens_for(Notice, "before_update")
def _keep_search_text(_mapper: Any, connection: Connection, notice: Notice) -> None:
    """Let a notice be found by its own words and by those of its docket's title."""
    subject = connection.scalar(select(Docket.title).where(Docket.id == notice.docket_id))
    notice.search_text = searchable(notice.number, notice.title, notice.summary, subject)


@event.listens_for(Session, "before_flush")
def _keep_what_was_published(session: Session, _context: Any, _instances: Any) -> None:
    """Refuse any change of a notice, its wordings or its questions after publication."""
    changed = [row for row in session.dirty if session.is_modified(row)] + list(session.deleted)
    for notice in changed:
        if isinstance(notice, Notice) and _was_published(notice):
            raise RuleBroken(FROZEN)
    parts = [row for row in [*changed, *session.new] if isinstance(row, NoticeText | Question)]
    notices = {part.notice_id for part in parts if part.notice_id}
    if not notices:
        return
    published = select(Notice.id).where(
        Notice.id.in_(notices), Notice.state == NoticeState.PUBLISHED
    )
    if session.connection().execute(published).first():
        raise RuleBroken(FROZEN)


def _was_published(notice: Notice) -> bool:
    history = inspect(notice).attrs.state.load_history()
    return NoticeState.PUBLISHED in (history.deleted or history.unchanged or ())


FROZEN = N_("What was published never changes. Publish a correction instead.")
