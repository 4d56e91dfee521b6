"""What stands beside the text of a notice: goods, files, other notices, requests for more time."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.attachments.models import Attachment
from portal.kernel.columns import Json
from portal.kernel.database import Model
from portal.kernel.text import Localized
from portal.register.models.notices import Notice
from portal.register.rules import FileKind, Relation, RequestState


class NoticeLine(Model):
    """Goods that a notice is about: a line of the Harmonised System, and its duties."""

    __tablename__ = "notice_line"
    __table_args__ = (
        UniqueConstraint("notice_id", "rank"),
        Index("ix_notice_line_code", "code", "notice_id"),
    )

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    rank: Mapped[int]
    """Its place in the notice, from 1."""
    year: Mapped[int]
    """The edition of the nomenclature that the code belongs to."""
    code: Mapped[str] = mapped_column(String(10))
    """4, 6, 8 or 10 digits, without dots."""
    goods: Mapped[Localized]
    duty_now: Mapped[str] = mapped_column(String(60), default="")
    duty_proposed: Mapped[str] = mapped_column(String(60), default="")

    @property
    def printed(self) -> str:
        """The code as it is read: `0406.90.10`."""
        pairs = [self.code[:4], *(self.code[n : n + 2] for n in range(4, len(self.code), 2))]
        return ".".join(pairs)


class NoticeFile(Model):
    """A file beside a notice, and the version of it that everyone can read."""

    __tablename__ = "notice_file"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    number: Mapped[int]
    """Its number in the notice; one that was taken away is not given again."""
    kind: Mapped[FileKind]
    title: Mapped[Localized]
    locale: Mapped[str] = mapped_column(String(2))
    """The language that it is in."""
    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), index=True)
    accessible_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id), index=True)
    """The same in a form that a screen reader reads, where the file itself is not."""
    source: Mapped[Localized | None]
    """Where figures come from."""
    as_of: Mapped[date | None]
    """The day of the figures."""

    attachment: Mapped[Attachment] = relationship(foreign_keys=[attachment_id], lazy="raise")
    accessible: Mapped[Attachment | None] = relationship(foreign_keys=[accessible_id], lazy="raise")


class NoticeRelation(Model):
    """What a later notice does to an earlier one."""

    __tablename__ = "notice_relation"
    __table_args__ = (UniqueConstraint("later_id", "earlier_id"),)

    later_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    earlier_id: Mapped[int] = mapped_column(ForeignKey(Notice.id), index=True)
    relation: Mapped[Relation]

    later: Mapped[Notice] = relationship(foreign_keys=[later_id], lazy="raise")
    earlier: Mapped[Notice] = relationship(foreign_keys=[earlier_id], lazy="raise")


class ExtensionRequest(Model):
    """A request for more time to comment on a notice, by anyone (R23)."""

    __tablename__ = "extension_request"
    __table_args__ = (Index("ix_extension_request_state", "state", "due_on", "id"),)

    number: Mapped[str] = mapped_column(String(60), unique=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id), index=True)
    state: Mapped[RequestState]
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(2))
    until: Mapped[date]
    """The last day for comments that is asked for."""
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of what the letter to an unknown address holds; nothing once it is confirmed."""
    due_on: Mapped[date | None]
    """By when it is decided; nothing before the address is confirmed."""
    answer: Mapped[Localized | None]
    """Why it was refused; published."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    decided_at: Mapped[datetime | None]
    extension_id: Mapped[int | None] = mapped_column(ForeignKey(Notice.id), index=True)
    """The notice that granted it."""

    notice: Mapped[Notice] = relationship(foreign_keys=[notice_id], lazy="raise")
    extension: Mapped[Notice | None] = relationship(foreign_keys=[extension_id], lazy="raise")


class NoticeTyping(Model):
    """What somebody has typed into the editor of a draft and not saved in it yet."""

    __tablename__ = "notice_typing"
    __table_args__ = (UniqueConstraint("notice_id", "person_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]
    typed: Mapped[dict[str, list[str]]] = mapped_column(Json)
    """Every field by its name, as it stands in the form."""

    person: Mapped[Person] = relationship(lazy="raise")
