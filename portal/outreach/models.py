"""Outreach pages and their wordings."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.negotiations.models import Negotiation


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
