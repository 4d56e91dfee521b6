"""Opinions, the committees that share them, versions, remarks, recusals, votes, dissents."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Person
from portal.comments.models import Comment
from portal.committees.models import Committee, Seat
from portal.kernel.clock import legal_day
from portal.kernel.columns import Json
from portal.kernel.database import Model
from portal.opinions.rules import Choice, DraftPoint, Joining, Kind, Voter, Wording
from portal.register.models import Docket, Notice


class Opinion(Model):
    """What one or several committees say about a notice. Nobody else knows of it until filed."""

    __tablename__ = "opinion"

    number: Mapped[str] = mapped_column(String(20), unique=True)
    """Of the draft; it means nothing to anybody else."""
    kind: Mapped[Kind]
    docket_id: Mapped[int] = mapped_column(ForeignKey(Docket.id), index=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey(Committee.id), index=True)
    """The committee that began it; its chair files."""
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    begun_at: Mapped[datetime]
    remarks_until: Mapped[date | None]
    """The day until which the members were asked to comment."""
    comment_id: Mapped[int | None] = mapped_column(ForeignKey(Comment.id), unique=True)
    """What it became when it was filed."""
    filed_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    withdrawn_at: Mapped[datetime | None]

    docket: Mapped[Docket] = relationship(lazy="raise")
    notice: Mapped[Notice] = relationship(lazy="raise")
    lead: Mapped[Committee] = relationship(lazy="raise")
    comment: Mapped[Comment | None] = relationship(lazy="raise")
    parties: Mapped[list["Party"]] = relationship(
        back_populates="opinion", order_by="Party.id", lazy="raise"
    )
    recusals: Mapped[list["Recusal"]] = relationship(
        back_populates="opinion", order_by="Recusal.id", lazy="raise"
    )
    polls: Mapped[list["Poll"]] = relationship(
        back_populates="opinion", order_by="Poll.id", lazy="raise"
    )


class Party(Model):
    """A committee's part in an opinion."""

    __tablename__ = "opinion_party"
    __table_args__ = (
        UniqueConstraint("opinion_id", "committee_id"),
        Index("ix_opinion_party_committee", "committee_id", "joining", "opinion_id"),
    )

    opinion_id: Mapped[int] = mapped_column(ForeignKey(Opinion.id))
    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id))
    joining: Mapped[Joining]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    invited_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    answered_at: Mapped[datetime | None]

    opinion: Mapped[Opinion] = relationship(back_populates="parties", lazy="raise")
    committee: Mapped[Committee] = relationship(lazy="raise")


class Version(Model):
    """A draft as somebody saved it; kept whole and never changed."""

    __tablename__ = "opinion_version"
    __table_args__ = (UniqueConstraint("opinion_id", "number"),)

    opinion_id: Mapped[int] = mapped_column(ForeignKey(Opinion.id))
    number: Mapped[int]
    """1, 2, 3 within the opinion."""
    title: Mapped[str] = mapped_column(String(300))
    locale: Mapped[str] = mapped_column(String(2))
    body: Mapped[str]
    """Markdown."""
    points: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def wording(self) -> Wording:
        """What it says."""
        return Wording(
            title=self.title,
            locale=self.locale,
            body=self.body,
            points=tuple(DraftPoint.from_json(kept) for kept in self.points),
        )


class MemberRemark(Model):
    """What a member says about a version, to the other members."""

    __tablename__ = "opinion_remark"
    __table_args__ = (Index("ix_opinion_remark_version", "version_id", "id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id))
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]
    text: Mapped[str]

    by: Mapped[Person | None] = relationship(lazy="raise")


class Recusal(Model):
    """An organisation with an interest of its own steps aside, on one point or on all."""

    __tablename__ = "opinion_recusal"
    __table_args__ = (UniqueConstraint("opinion_id", "organisation_id", "item"),)

    opinion_id: Mapped[int] = mapped_column(ForeignKey(Opinion.id))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    item: Mapped[int]
    """The key of a point; 0: the opinion as a whole."""
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    at: Mapped[datetime]

    opinion: Mapped[Opinion] = relationship(back_populates="recusals", lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Poll(Model):
    """A vote on one version, which is frozen by it."""

    __tablename__ = "opinion_poll"
    __table_args__ = (Index("ix_opinion_poll_opinion", "opinion_id", "id"),)

    opinion_id: Mapped[int] = mapped_column(ForeignKey(Opinion.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id), index=True)
    items: Mapped[list[int]] = mapped_column(Json)
    """What is voted on: 0 for the whole, and the keys of points voted on by themselves."""
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When the last seat had voted, where that was before the closing."""

    opinion: Mapped[Opinion] = relationship(back_populates="polls", lazy="raise")
    version: Mapped[Version] = relationship(lazy="raise")
    electors: Mapped[list["Elector"]] = relationship(order_by="Elector.id", lazy="raise")
    ballots: Mapped[list["Ballot"]] = relationship(order_by="Ballot.id", lazy="raise")
    dissents: Mapped[list["Dissent"]] = relationship(order_by="Dissent.id", lazy="raise")

    @property
    def end(self) -> datetime:
        """The first moment at which no vote is taken any more."""
        return self.ended_at or self.closes_at

    @property
    def last_day(self) -> date:
        """The last day on which a vote is taken, or was."""
        return legal_day(self.end - timedelta.resolution)

    def has_ended(self, now: datetime) -> bool:
        """Say whether the vote is over."""
        return self.end <= now

    @property
    def voters(self) -> list[Voter]:
        """The roll: the voting seats that were filled when the vote was opened."""
        return [Voter(x.seat_id, x.committee_id, x.organisation_id) for x in self.electors]

    def choices(self, item: int) -> dict[int, Choice]:
        """Return what each seat chose on an item."""
        return {x.seat_id: x.choice for x in self.ballots if x.item == item}


class Elector(Model):
    """A line of the roll of a vote: a seat, and the organisation that filled it."""

    __tablename__ = "opinion_elector"
    __table_args__ = (UniqueConstraint("poll_id", "seat_id"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey(Poll.id))
    committee_id: Mapped[int] = mapped_column(ForeignKey(Committee.id), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey(Seat.id), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Ballot(Model):
    """The one vote of a seat on one item."""

    __tablename__ = "opinion_ballot"
    __table_args__ = (UniqueConstraint("poll_id", "item", "seat_id"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey(Poll.id))
    item: Mapped[int]
    seat_id: Mapped[int] = mapped_column(ForeignKey(Seat.id), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    choice: Mapped[Choice]
    at: Mapped[datetime]


class Dissent(Model):
    """What an organisation that did not vote for an opinion says beside it."""

    __tablename__ = "opinion_dissent"
    __table_args__ = (UniqueConstraint("poll_id", "organisation_id"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey(Poll.id))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    ask: Mapped[str] = mapped_column(String(280))
    text: Mapped[str]
    """Both empty: it has nothing to add."""
    at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
