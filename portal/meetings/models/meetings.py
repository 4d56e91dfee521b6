"""Meetings, their agendas, places, attendance, minutes and decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from portal.accounts.models import Agency, Organisation, Person
from portal.attachments.models import Attachment
from portal.committees.models import Committee, Term
from portal.kernel.clock import legal_day
from portal.kernel.database import Model
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_, Localized
from portal.meetings.rules import (
    ContactKind,
    ItemKind,
    MeetingKind,
    MeetingState,
    Nature,
    Presence,
    TestimonyState,
    contact_due,
    minutes_due,
)
from portal.register.models import Docket, Notice


class Meeting(Model):
    """A day and hour at which people come together, in the public register."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_starts_at", "starts_at", "id"),
        Index("ix_meeting_told", "told", "sequence"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    """`M-2026-0001`."""
    kind: Mapped[MeetingKind]
    title: Mapped[Localized]
    docket_id: Mapped[int | None] = mapped_column(ForeignKey(Docket.id), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[Localized | None]
    link: Mapped[str] = mapped_column(String(500), default="")
    """Where one joins from afar; shown to those who take part."""
    capacity: Mapped[int | None]
    """Places for those who register; nothing: the public is not invited."""
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.CALLED)
    cancel_reason: Mapped[Localized | None]
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    called_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    """Raised whenever calendars have to be told anew (RFC 5545, 3.8.7.4)."""
    told: Mapped[int] = mapped_column(default=-1)
    """The last sequence of which those who take part were told by letter."""

    docket: Mapped[Docket | None] = relationship(lazy="raise")
    committees: Mapped[list[Committee]] = relationship(
        secondary="meeting_committee", order_by=Committee.code, lazy="raise"
    )
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.number", lazy="raise"
    )
    minutes: Mapped[list["Minutes"]] = relationship(
        back_populates="meeting", order_by="Minutes.version", lazy="raise"
    )
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="meeting", order_by="Decision.number", lazy="raise"
    )
    hearing: Mapped["Hearing | None"] = relationship(back_populates="meeting", lazy="raise")
    attendance: Mapped[list["Attendance"]] = relationship(
        back_populates="meeting", order_by="Attendance.id", lazy="raise"
    )

    @property
    def held_on(self) -> date:
        """The legal day on which it is."""
        return legal_day(self.starts_at)

    @property
    def is_cancelled(self) -> bool:
        """Say whether it will not take place."""
        return self.state is MeetingState.CANCELLED

    @property
    def in_order(self) -> list["AgendaItem"]:
        """Its agenda by the clock, and what has no hour at the end."""
        return sorted(self.items, key=lambda item: (item.starts_at or self.ends_at, item.number))

    @property
    def minutes_due(self) -> date:
        """The last day for publishing its minutes."""
        return minutes_due(self.ends_at)

    def is_over(self, now: datetime) -> bool:
        """Say whether it was held."""
        return not self.is_cancelled and self.ends_at <= now


class MeetingCommittee(Model):
    """A committee that meets; several meet jointly."""

    __tablename__ = "meeting_committee"
    __table_args__ = (UniqueConstraint("meeting_id", "committee_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id))
    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id), index=True)


class AgendaItem(Model):
    """One thing that a meeting deals with."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id))
    number: Mapped[int]
    """1, 2, 3 within the meeting; closed items from 101."""
    starts_at: Mapped[datetime | None]
    title: Mapped[Localized]
    kind: Mapped[ItemKind]
    nature: Mapped[Nature | None]
    lead: Mapped[str] = mapped_column(String(200), default="")
    """Who presents it."""
    closed: Mapped[bool] = mapped_column(default=False)
    """Whether the item is there only for those who stand in the committee."""
    paper_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id), index=True)

    meeting: Mapped[Meeting] = relationship(back_populates="items", lazy="raise")
    paper: Mapped[Attachment | None] = relationship(lazy="raise")
    recusals: Mapped[list["ItemRecusal"]] = relationship(
        back_populates="item", order_by="ItemRecusal.id", lazy="raise"
    )


class ItemRecusal(Model):
    """A seat that steps aside from one item, because the matter is its own."""

    __tablename__ = "item_recusal"
    __table_args__ = (UniqueConstraint("item_id", "term_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey(AgendaItem.id))
    term_id: Mapped[int] = mapped_column(ForeignKey(Term.id), index=True)
    reason: Mapped[Localized]
    at: Mapped[datetime]

    item: Mapped[AgendaItem] = relationship(back_populates="recusals", lazy="raise")
    term: Mapped[Term] = relationship(lazy="raise")


class Attendance(Model):
    """How one seat was filled at a meeting."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "term_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id))
    term_id: Mapped[int] = mapped_column(ForeignKey(Term.id), index=True)
    presence: Mapped[Presence]

    meeting: Mapped[Meeting] = relationship(back_populates="attendance", lazy="raise")
    term: Mapped[Term] = relationship(lazy="raise")


class Minutes(Model):
    """What is written of a meeting. Once published a version never changes."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id))
    version: Mapped[int]
    """1; a correction is the next number."""
    text: Mapped[Localized]
    correction: Mapped[Localized | None]
    """What a later version mends, and why."""
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    drafted_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    published_at: Mapped[datetime | None] = mapped_column(active_history=True)

    meeting: Mapped[Meeting] = relationship(back_populates="minutes", lazy="raise")


class Decision(Model):
    """What a meeting decided, and who does what about it until when; public with the minutes."""

    __tablename__ = "meeting_decision"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        Index("ix_meeting_decision_due", "due_on", "id"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id))
    number: Mapped[int]
    """1, 2, 3 within the meeting; people read D-1."""
    text: Mapped[Localized]
    result: Mapped[Localized | None]
    """How it came about: by consensus, by so many votes."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey(Agency.id), index=True)
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]

    meeting: Mapped[Meeting] = relationship(back_populates="decisions", lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    agency: Mapped[Agency | None] = relationship(lazy="raise")

    @property
    def public_number(self) -> str:
        """What people call it."""
        return f"D-{self.number}"

    @property
    def owner(self) -> Organisation | Agency | None:
        """Who is to do it."""
        return self.organisation or self.agency


class Demand(Model):
    """A member's demand for a meeting, and the meeting that met it."""

    __tablename__ = "meeting_demand"
    __table_args__ = (Index("ix_meeting_demand_committee", "committee_id", "meeting_id"),)

    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id))
    term_id: Mapped[int] = mapped_column(ForeignKey(Term.id), index=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey(Meeting.id), index=True)

    committee: Mapped[Committee] = relationship(lazy="raise")
    term: Mapped[Term] = relationship(lazy="raise")


class Registration(Model):
    """A person's place at a meeting, or their turn in the waiting list."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_registration_turn", "meeting_id", "waits", "id"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    waits: Mapped[bool]
    at: Mapped[datetime]
    moved_up_at: Mapped[datetime | None]
    """When a place became free for whoever had waited."""

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class CalendarFeed(Model):
    """The secret address of a person's own calendar."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), unique=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the address holds."""
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")


class Hearing(Model):
    """What a public hearing has beside other meetings: its notice, and until when one may ask."""

    __tablename__ = "hearing"

    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id), unique=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id), unique=True)
    requests_until: Mapped[date]
    """The last day for requests to testify."""

    meeting: Mapped[Meeting] = relationship(back_populates="hearing", lazy="raise")
    notice: Mapped[Notice] = relationship(lazy="raise")


class Testimony(Model):
    """A request to speak at a hearing, and what became of it. Public once it has a slot."""

    __tablename__ = "testimony"
    __table_args__ = (UniqueConstraint("meeting_id", "slot"),)

    number: Mapped[str] = mapped_column(String(40), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    speaker: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str]
    locale: Mapped[str] = mapped_column(String(2))
    remote: Mapped[bool]
    """Whether they speak from afar."""
    state: Mapped[TestimonyState] = mapped_column(default=TestimonyState.REQUESTED)
    slot: Mapped[int | None]
    """1, 2, 3 in the order of speaking: a slot has one speaker, so that none overlap."""
    reason: Mapped[Localized | None]
    """Why it got no slot; told to its author."""
    requested_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")


class Contact(Model):
    """A meeting, letter or call of officials outside the portal about an open docket (R69)."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_on", "on", "id"),
        Index("ix_contact_docket", "docket_id", "on", "id"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    """`K-2026-0001`."""
    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id))
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    kind: Mapped[ContactKind]
    on: Mapped[date]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    party: Mapped[str] = mapped_column(String(200), default="")
    """Who it was with, where the portal does not know the organisation."""
    subject: Mapped[Localized]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    recorded_at: Mapped[datetime]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), unique=True)
    """The entry that this one puts right."""

    docket: Mapped[Docket] = relationship(lazy="raise")
    agency: Mapped[Agency] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    corrects: Mapped["Contact | None"] = relationship(
        back_populates="corrected_by", remote_side="Contact.id", lazy="raise"
    )
    corrected_by: Mapped["Contact | None"] = relationship(back_populates="corrects", lazy="raise")

    @property
    def is_late(self) -> bool:
        """Say whether it was recorded after the five working days."""
        return legal_day(self.recorded_at) > contact_due(self.on)


@event.listens_for(Session, "before_flush")
def _keep_what_was_published(session: Session, _context: Any, _instances: Any) -> None:
    """Refuse any change of published minutes, and of a contact once it is recorded."""
    touched = [row for row in session.dirty if session.is_modified(row)] + list(session.deleted)
    for row in touched:
        if isinstance(row, Contact):
            raise RuleBroken(RECORDED)
        if isinstance(row, Minutes):
            history = inspect(row).attrs.published_at.load_history()
            if any(history.deleted or history.unchanged or ()):
                raise RuleBroken(FROZEN)


FROZEN = N_("Published minutes never change. Write a correction instead.")
RECORDED = N_("What was recorded stays. Record a correction instead.")
