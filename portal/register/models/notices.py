"""Notices: their facts, wordings, questions, and what a second official said of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, event, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Agency, Person, Region, Sector
from portal.kernel.columns import Json, LocalizedTexts
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.models import Theme
from portal.register.models.dockets import Docket
from portal.register.models.planning import Plan
from portal.register.rules import (
    CommentPeriod,
    DecisionStatus,
    NoticeKind,
    NoticeState,
    Part,
    QuestionForm,
    period_of,
    searchable,
)


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
    context_waiver: Mapped[Localized | None]
    """Why the context pack is not whole; published."""
    decided_on: Mapped[date | None]
    """The day of the decision that is taken already, or is to be taken."""
    impact_promised_on: Mapped[date | None]
    """By when an impact analysis is promised that is not attached."""
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
    """The last legal day for comments, as it stands now; nothing where none are asked for."""
    first_closing: Mapped[date | None]
    """The last day for comments as it was published; later notices move `closes_on` alone."""
    withdrawn_on: Mapped[date | None]
    """The day on which a later notice withdrew it."""

    approved_at: Mapped[datetime | None]
    publish_on: Mapped[date | None]
    """The day on which an approved notice is to enter the register."""
    inspect_on: Mapped[date | None]
    """The day from which an approved notice lies open for public inspection until then."""
    plan_id: Mapped[int | None] = mapped_column(ForeignKey(Plan.id), index=True)
    """The planned consultation that it carries out."""

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
    regions: Mapped[list[Region]] = relationship(
        secondary="notice_region", order_by=Region.code, lazy="raise"
    )
    sectors: Mapped[list[Sector]] = relationship(
        secondary="notice_sector", order_by=Sector.code, lazy="raise"
    )
    parts: Mapped[list["NoticePart"]] = relationship(
        back_populates="notice", order_by="NoticePart.id", lazy="raise"
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

    def is_on_inspection(self, today: date) -> bool:
        """Say whether it lies open for public inspection, ahead of its publication."""
        waits = self.state is NoticeState.SCHEDULED
        return waits and self.inspect_on is not None and self.inspect_on <= today

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
    is_stale: Mapped[bool] = mapped_column(default=False)
    """Whether the source was changed since this translation was written."""
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


class NoticeRegion(Model):
    """A region that a notice touches more than others."""

    __tablename__ = "notice_region"
    __table_args__ = (UniqueConstraint("notice_id", "region_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    region_id: Mapped[int] = mapped_column(ForeignKey(Region.id), index=True)


class NoticeSector(Model):
    """A sector of the economy that a notice touches."""

    __tablename__ = "notice_sector"
    __table_args__ = (UniqueConstraint("notice_id", "sector_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    sector_id: Mapped[int] = mapped_column(ForeignKey(Sector.id), index=True)


class Question(Model):
    """A numbered question that a notice puts to the public."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    number: Mapped[int]
    text: Mapped[Localized]
    form: Mapped[QuestionForm] = mapped_column(default=QuestionForm.TEXT)
    options: Mapped[list[Localized]] = mapped_column(LocalizedTexts, default=list)
    """What a question of choice offers, in its order."""
    unit: Mapped[Localized | None]
    """In what a number is to be given."""

    notice: Mapped[Notice] = relationship(back_populates="questions", lazy="raise")


class NoticePart(Model):
    """One part of what a reader needs to know to answer, told by itself."""

    __tablename__ = "notice_part"
    __table_args__ = (UniqueConstraint("notice_id", "part"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    part: Mapped[Part]
    text: Mapped[Localized]

    notice: Mapped[Notice] = relationship(back_populates="parts", lazy="raise")


class Remark(Model):
    """What a second official said when returning a draft."""

    __tablename__ = "notice_remark"

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]
    text: Mapped[str]

    notice: Mapped[Notice] = relationship(back_populates="remarks", lazy="raise")
    by: Mapped[Person] = relationship(lazy="raise")


@event.listens_for(Notice, "before_insert")
@event.listens_for(Notice, "before_update")
def _keep_search_text(_mapper: Any, connection: Connection, notice: Notice) -> None:
    """Let a notice be found by its own words and by those of its docket's title."""
    subject = connection.scalar(select(Docket.title).where(Docket.id == notice.docket_id))
    notice.search_text = searchable(notice.number, notice.title, notice.summary, subject)
