"""Comments, their points, their files, and the counts that pages show."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Person, Region
from portal.accounts.rules import Adoption
from portal.attachments.models import Attachment
from portal.comments.rules import (
    Capacity,
    Channel,
    CommentState,
    Stance,
    Visibility,
    WithholdReason,
)
from portal.kernel.database import Model
from portal.register.models import Docket, Notice, Question


class Comment(Model):
    """A written view on a notice, as it was filed. It is never edited or deleted."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_docket_state_filed", "docket_id", "state", "filed_at", "id"),
        Index("ix_comment_notice_state_filed", "notice_id", "state", "filed_at", "id"),
        Index("ix_comment_state_filed", "state", "filed_at", "id"),
        Index("ix_comment_organisation", "organisation_id", "filed_at", "id"),
        Index(
            "ix_comment_docket_organisation",
            "docket_id",
            "organisation_id",
            sqlite_where=text("organisation_id IS NOT NULL"),
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
        Index("ix_comment_person", "person_id", "filed_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(60), unique=True)
    """The tracking number, given with the receipt."""
    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey(Notice.id))
    state: Mapped[CommentState]
    filed_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    channel: Mapped[Channel] = mapped_column(default=Channel.WEB)
    locale: Mapped[str | None] = mapped_column(String(2))
    """The language it is written in, as its author said."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    """The organisation that filed it for the other, by letter of authority."""
    members: Mapped[int | None]
    """For how many the organisation said that it speaks, when this was filed."""
    adoption: Mapped[Adoption | None]
    """How it adopted positions then."""
    region_id: Mapped[int | None] = mapped_column(ForeignKey(Region.id), index=True)
    capacity: Mapped[Capacity]
    author_name: Mapped[str] = mapped_column(String(200), default="")
    """The name to be shown where no organisation speaks; empty: anonymous to the public."""
    visibility: Mapped[Visibility]
    stance: Mapped[Stance | None]
    title: Mapped[str] = mapped_column(String(300), default="")
    withhold_reason: Mapped[WithholdReason | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical filing, as the receipt says."""
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    """One form, one filing: a second arrival of the same key is the same comment."""

    docket: Mapped[Docket] = relationship(lazy="raise")
    notice: Mapped[Notice | None] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(
        foreign_keys=[organisation_id], lazy="raise"
    )
    agent: Mapped[Organisation | None] = relationship(foreign_keys=[agent_id], lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
    region: Mapped[Region | None] = relationship(lazy="raise")
    points: Mapped[list["Point"]] = relationship(
        back_populates="comment", order_by="Point.number", lazy="raise"
    )
    files: Mapped[list["CommentFile"]] = relationship(
        back_populates="comment", order_by="CommentFile.id", lazy="raise"
    )


class Filer(Model):
    """How to reach the author of a comment. Never public, never in an event."""

    __tablename__ = "comment_filer"

    comment_id: Mapped[int] = mapped_column(ForeignKey(Comment.id), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(2))
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the confirmation link, until it is used."""
    confirmed_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship(lazy="raise")


class Point(Model):
    """One thing that a comment says or asks, to be answered by itself."""

    __tablename__ = "point"
    __table_args__ = (
        UniqueConstraint("comment_id", "number"),
        Index("ix_point_docket", "docket_id", "id"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey(Comment.id))
    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    number: Mapped[int]
    """1, 2, 3 within the comment; its public number is `<comment>/<number>`."""
    question_id: Mapped[int | None] = mapped_column(ForeignKey(Question.id), index=True)
    stance: Mapped[Stance | None]
    ask: Mapped[str] = mapped_column(String(280), default="")
    text: Mapped[str]
    dissent_of_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    """Where committees speak: the organisation that dissents; nothing: the majority says it."""

    comment: Mapped[Comment] = relationship(back_populates="points", lazy="raise")
    dissent_of: Mapped[Organisation | None] = relationship(lazy="raise")
    question: Mapped[Question | None] = relationship(lazy="raise")


class CommentFile(Model):
    """A file handed in with a comment."""

    __tablename__ = "comment_file"

    comment_id: Mapped[int] = mapped_column(ForeignKey(Comment.id), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), index=True)
    confidential: Mapped[bool] = mapped_column(default=False)

    comment: Mapped[Comment] = relationship(back_populates="files", lazy="raise")
    attachment: Mapped[Attachment] = relationship(lazy="raise")


class Tally(Model):
    """How many comments of a docket are in a state, spread over shards.

    Changed in the transaction that changes the comments. Writers pick a shard at
    random, so that no row is one that all of them wait for; readers add the shards up.
    """

    __tablename__ = "comment_tally"
    __table_args__ = (UniqueConstraint("docket_id", "state", "shard"),)

    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    state: Mapped[CommentState]
    shard: Mapped[int]
    number: Mapped[int]
    points: Mapped[int] = mapped_column(default=0)
    """How many points those comments make together."""
