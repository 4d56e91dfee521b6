"""What those who draft and approve find on their desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Actor, Agency, Person, Region, Sector
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.negotiations.models import Theme
from portal.register.models import Docket, Notice, NoticeTyping, Plan, Remark
from portal.register.queries.reading import PUBLISHED, docket_whole, notice_whole, notices_of
from portal.register.rules import NoticeState


def get_draft(key: int) -> Notice:
    """Return a notice that is not published yet, with everything its author needs.

    Raises Missing.
    """
    query = (
        select(Notice)
        .where(Notice.id == key, ~PUBLISHED)
        .options(
            *notice_whole(),
            joinedload(Notice.drafted_by),
            selectinload(Notice.remarks).joinedload(Remark.by),
        )
    )
    notice = db.session.scalar(query)
    if notice is None:
        raise Missing("There is no such draft.")
    return notice


class Pile(StrEnum):
    """The lists on the desk of those who draft and approve."""

    DRAFTS = "drafts"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"


def select_pile(pile: Pile, actor: Actor) -> Select[Notice]:
    """Return the statement for the notices of the actor's agencies that lie on a pile."""
    states = {
        Pile.DRAFTS: (NoticeState.DRAFT, NoticeState.RETURNED),
        Pile.WAITING: (NoticeState.SUBMITTED,),
        Pile.SCHEDULED: (NoticeState.SCHEDULED,),
        Pile.PUBLISHED: (NoticeState.PUBLISHED,),
    }
    return (
        select(Notice)
        .where(Notice.state.in_(states[pile]), Notice.agency.has(served_by(actor)))
        .options(
            joinedload(Notice.agency), joinedload(Notice.docket), joinedload(Notice.drafted_by)
        )
    )


def served_by(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    """Return the condition on agencies for which the actor holds one of the roles."""
    roles = roles or (Role.AUTHOR, Role.APPROVER, Role.SENIOR_APPROVER)
    held = {duty.agency_id for duty in actor.duties if duty.role in roles}
    if None in held:
        return true()
    if not held:
        return false()
    return or_(Agency.id.in_(held), Agency.parent_id.in_(held))


def agencies_of(actor: Actor) -> list[Agency]:
    """Return the agencies that the actor may draft for, the actor's own first."""
    query = select(Agency).where(served_by(actor, Role.AUTHOR)).order_by(Agency.code)
    own = {duty.agency_id for duty in actor.duties}
    return sorted(db.session.scalars(query), key=lambda agency: agency.id not in own)


def get_own_docket(number: str, actor: Actor) -> Docket:
    """Return a docket, public or not, of an agency that the actor may draft for. Raises Missing."""
    query = (
        select(Docket)
        .where(Docket.number == number, Docket.agency.has(served_by(actor, Role.AUTHOR)))
        .options(*docket_whole())
    )
    docket = db.session.scalar(query)
    if docket is None:
        raise Missing("There is no such docket.")
    return docket


def dockets_of(actor: Actor, *, limit: int = 100) -> list[Docket]:
    """Return the newest dockets of the agencies that the actor may draft for."""
    query = (
        select(Docket)
        .where(Docket.agency.has(served_by(actor, Role.AUTHOR)))
        .order_by(Docket.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Choices:
    """What the author of a draft chooses from, by code or number."""

    themes: dict[str, Theme]
    regions: dict[str, Region]
    sectors: dict[str, Sector]
    earlier: dict[str | None, Notice]
    """The published notices of the docket."""


def choices_for(notice: Notice) -> Choices:
    """Return what there is to choose from for a draft. 4 statements."""
    rows = db.session.scalars
    return Choices(
        themes={x.code: x for x in rows(select(Theme).order_by(Theme.rank))},
        regions={x.code: x for x in rows(select(Region).order_by(Region.code)) if x.current},
        sectors={x.code: x for x in rows(select(Sector).order_by(Sector.code))},
        earlier={x.number: x for x in notices_of(notice.docket)},
    )


def notices_to_copy(actor: Actor, *, limit: int = 100) -> list[Notice]:
    """Return the newest published notices of the agencies that the actor drafts for."""
    query = (
        select(Notice)
        .where(PUBLISHED, Notice.agency.has(served_by(actor, Role.AUTHOR)))
        .order_by(Notice.published_on.desc(), Notice.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


def plans_of(actor: Actor, *, limit: int = 100) -> list[Plan]:
    """Return the planned consultations, not yet begun, of the actor's agencies, soonest first."""
    begun = select(Notice.plan_id).where(Notice.plan_id.is_not(None))
    query = (
        select(Plan)
        .where(
            Plan.agency.has(served_by(actor, Role.AUTHOR)),
            Plan.dropped_on.is_(None),
            Plan.id.not_in(begun),
        )
        .options(joinedload(Plan.agency), selectinload(Plan.themes))
        .order_by(Plan.opens_from, Plan.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


STILL_WRITING = timedelta(minutes=15)
"""Whoever typed in it since is said to be writing in a draft."""


def find_typing(notice: Notice, person: Person) -> NoticeTyping | None:
    """Return what the person typed into a draft and did not save."""
    query = select(NoticeTyping).where(
        NoticeTyping.notice_id == notice.id, NoticeTyping.person_id == person.id
    )
    return db.session.scalar(query)


def others_writing(notice: Notice, person: Person, now: datetime) -> list[NoticeTyping]:
    """Return what others are typing into a draft at the moment, with them. 1 statement."""
    query = (
        select(NoticeTyping)
        .where(
            NoticeTyping.notice_id == notice.id,
            NoticeTyping.person_id != person.id,
            NoticeTyping.at >= now - STILL_WRITING,
        )
        .options(joinedload(NoticeTyping.person))
        .order_by(NoticeTyping.at.desc())
    )
    return list(db.session.scalars(query))
