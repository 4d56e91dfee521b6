"""Reading who belongs to an organisation, who is invited, and who asks to be let in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.queries import people_acting_for, token_hash
from portal.accounts.rules import MemberRole
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.organisations.models import JoinRequest, MemberInvitation


def members_of(organisation: Organisation) -> list[Membership]:
    """Return who belongs to the organisation, the owners first, with names. One statement."""
    query = (
        select(Membership)
        .where(Membership.organisation_id == organisation.id)
        .options(joinedload(Membership.person))
        .order_by(Membership.id)
    )
    order = list(MemberRole)
    return sorted(db.session.scalars(query), key=lambda x: (order.index(x.role), x.id))


def get_member(organisation: Organisation, key: int) -> Membership:
    """Return a membership of the organisation, with its person. Raises Missing."""
    query = (
        select(Membership)
        .where(Membership.id == key, Membership.organisation_id == organisation.id)
        .options(joinedload(Membership.person))
    )
    membership = db.session.scalar(query)
    if membership is None:
        raise Missing(N_("There is no such member."))
    return membership


def owners_of(organisation_id: int) -> list[Person]:
    """Return the owners whose accounts are open. One statement."""
    return people_acting_for([organisation_id], [MemberRole.OWNER])


def invitations_of(organisation: Organisation, *, now: datetime) -> list[MemberInvitation]:
    """Return the invitations that can still be taken up."""
    query = select(MemberInvitation).where(
        MemberInvitation.organisation_id == organisation.id,
        MemberInvitation.ended_at.is_(None),
        MemberInvitation.expires_at > now,
    )
    return list(db.session.scalars(query.order_by(MemberInvitation.id)))


def get_own_invitation(organisation: Organisation, key: int) -> MemberInvitation:
    """Return an invitation of the organisation. Raises Missing."""
    query = select(MemberInvitation).where(
        MemberInvitation.id == key, MemberInvitation.organisation_id == organisation.id
    )
    invitation = db.session.scalar(query)
    if invitation is None:
        raise Missing(N_("There is no such invitation."))
    return invitation


def get_invitation(token: str, *, now: datetime) -> MemberInvitation:
    """Return an invitation that can still be taken up, with its organisation. Raises Missing."""
    query = (
        select(MemberInvitation)
        .where(
            MemberInvitation.token == token_hash(token),
            MemberInvitation.ended_at.is_(None),
            MemberInvitation.expires_at > now,
        )
        .options(joinedload(MemberInvitation.organisation))
    )
    invitation = db.session.scalar(query)
    if invitation is None:
        raise Missing(N_("This link has been used already, or it is too old. Ask for a new one."))
    return invitation


def requests_to(organisation: Organisation) -> list[JoinRequest]:
    """Return the requests to be let in that wait for an answer, the oldest first."""
    query = (
        select(JoinRequest)
        .where(JoinRequest.organisation_id == organisation.id, JoinRequest.answered_at.is_(None))
        .options(joinedload(JoinRequest.person))
    )
    return list(db.session.scalars(query.order_by(JoinRequest.id)))


def find_open_request(organisation_id: int, person_id: int) -> JoinRequest | None:
    """Return a person's request that waits for an answer."""
    query = select(JoinRequest).where(
        JoinRequest.organisation_id == organisation_id,
        JoinRequest.person_id == person_id,
        JoinRequest.answered_at.is_(None),
    )
    return db.session.scalar(query)


def get_request(organisation: Organisation, key: int) -> JoinRequest:
    """Return a request that waits for an answer, for whoever answers it alone. Raises Missing."""
    query = (
        select(JoinRequest)
        .where(
            JoinRequest.id == key,
            JoinRequest.organisation_id == organisation.id,
            JoinRequest.answered_at.is_(None),
        )
        .options(joinedload(JoinRequest.person))
        .with_for_update(of=JoinRequest)
    )
    request = db.session.scalar(query)
    if request is None:
        raise Missing(N_("This request has been answered already."))
    return request


def request_counts(organisation_ids: Sequence[int]) -> list[tuple[Organisation, int]]:
    """Return which of these organisations have requests waiting, and how many. One statement."""
    waiting = (
        select(JoinRequest.organisation_id, func.count().label("number"))
        .where(JoinRequest.organisation_id.in_(organisation_ids), JoinRequest.answered_at.is_(None))
        .group_by(JoinRequest.organisation_id)
        .subquery()
    )
    query = select(Organisation, waiting.c.number).join(
        waiting, waiting.c.organisation_id == Organisation.id
    )
    rows = db.session.execute(query.order_by(Organisation.id))
    return [(organisation, int(number)) for organisation, number in rows]


def ownerless_requests(*, limit: int = 50) -> list[Organisation]:
    """Return the organisations without an owner that somebody asks to be let into."""
    asked = exists().where(
        JoinRequest.organisation_id == Organisation.id, JoinRequest.answered_at.is_(None)
    )
    owned = exists().where(
        Membership.organisation_id == Organisation.id, Membership.role == MemberRole.OWNER
    )
    query = select(Organisation).where(asked, ~owned).order_by(Organisation.id).limit(limit)
    return list(db.session.scalars(query))
