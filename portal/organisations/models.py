"""Invitations and requests to join, letters of authority, accreditations."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Person
from portal.accounts.rules import MemberRole
from portal.attachments.models import Attachment
from portal.kernel.columns import Json
from portal.kernel.database import Model
from portal.negotiations.models import Theme
from portal.organisations.rules import AccreditationState, RefusalReason, Scope
from portal.register.models import Docket


class MemberInvitation(Model):
    """A link, sent by mail, by which its reader joins an organisation, once, in time."""

    __tablename__ = "member_invitation"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[MemberRole]
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the letter holds."""
    invited_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was taken up or taken back."""

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class JoinRequest(Model):
    """A person's wish to be let into an organisation."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index(
            "uq_join_request_open",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("ix_join_request_organisation", "organisation_id", "answered_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    accepted: Mapped[bool | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Authority(Model):
    """A letter by which one organisation lets another file in its name."""

    __tablename__ = "authority"
    __table_args__ = (
        Index("ix_authority_giver", "giver_id", "ends_on"),
        Index("ix_authority_holder", "holder_id", "ends_on"),
    )

    giver_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    """In whose name is filed."""
    holder_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    """Who files."""
    letter_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), index=True)
    scope: Mapped[Scope]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey(Theme.id), index=True)
    docket_id: Mapped[int | None] = mapped_column(ForeignKey(Docket.id), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """Its last day: nothing is filed under it after midnight."""
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    ended_at: Mapped[datetime | None]
    """When it was taken back, or laid down, before its time."""

    giver: Mapped[Organisation] = relationship(foreign_keys=[giver_id], lazy="raise")
    holder: Mapped[Organisation] = relationship(foreign_keys=[holder_id], lazy="raise")
    letter: Mapped[Attachment] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")
    docket: Mapped[Docket | None] = relationship(lazy="raise")


class Accreditation(Model):
    """An association's request to be accredited by the Chamber, and what came of it."""

    __tablename__ = "accreditation"
    __table_args__ = (
        Index(
            "uq_accreditation_waiting",
            "organisation_id",
            unique=True,
            sqlite_where=text("state IN ('requested', 'appealed')"),
            postgresql_where=text("state IN ('requested', 'appealed')"),
        ),
        Index("ix_accreditation_organisation", "organisation_id", "id"),
        Index("ix_accreditation_state", "state", "ends_on"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    state: Mapped[AccreditationState]
    statutes_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), index=True)
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    checks: Mapped[list[str]] = mapped_column(Json, default=list)
    """What the Chamber looked at and found in order."""
    reason: Mapped[RefusalReason | None]
    note: Mapped[str] = mapped_column(default="")
    """What the Chamber adds to its decision; for the owners alone."""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    appeal: Mapped[str] = mapped_column(default="")
    """Why the association thinks that the refusal is wrong."""
    appealed_at: Mapped[datetime | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    """Its last day; nothing, once it is granted: without end."""
    reminded: Mapped[int | None]
    """The reminder that went out last: so many days before the end."""

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    statutes: Mapped[Attachment] = relationship(lazy="raise")
