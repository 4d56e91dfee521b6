"""Who belongs to an organisation: inviting, letting in, changing roles, handing over, leaving."""

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.queries import token_hash
from portal.accounts.rules import MemberRole
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.organisations.events import (
    MemberInvitationWithdrawn,
    MemberInvited,
    MemberJoined,
    MemberRemoved,
    MemberRoleChanged,
    MembershipAnswered,
    MembershipAsked,
    OwnershipTransferred,
)
from portal.organisations.models import JoinRequest, MemberInvitation
from portal.organisations.queries import find_open_request, get_invitation
from portal.organisations.rules import INVITATION_LASTS, check_owner_stays
from portal.outbox.rules import address

BELONGS = N_("You belong to this organisation already.")
SPENT = N_("This link has been used already, or it is too old. Ask for a new one.")
GONE = N_("This member has left meanwhile.")


def invite_member(
    organisation: Organisation, *, email: str, role: MemberRole, by: Person, now: datetime
) -> tuple[MemberInvitation, str]:
    """Invite whoever reads mail at the address; return the secret of the link with it.

    An earlier invitation to the same address ends. Raises RuleBroken.
    """
    email = address(email)
    member = (
        select(Membership.id)
        .join(Membership.person)
        .where(Membership.organisation_id == organisation.id, Person.email == email)
    )
    if db.session.scalar(member) is not None:
        raise RuleBroken(N_("Whoever has this address belongs to it already."), field="email")
    db.session.execute(
        update(MemberInvitation)
        .where(
            MemberInvitation.organisation_id == organisation.id,
            MemberInvitation.email == email,
            MemberInvitation.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    token = secrets.token_urlsafe(32)
    invitation = MemberInvitation(
        organisation_id=organisation.id,
        email=email,
        role=role,
        token=token_hash(token),
        invited_by_id=by.id,
        expires_at=now + INVITATION_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    publish(
        MemberInvited(
            at=now,
            by=by.id,
            organisation=organisation.slug,
            role=role.value,
            invitation=invitation.id,
        )
    )
    return invitation, token


def withdraw_invitation(
    invitation: MemberInvitation, organisation: Organisation, *, by: Person, now: datetime
) -> None:
    """Take an invitation back. Raises RuleBroken for one that was taken up meanwhile."""
    if not _end(invitation, now=now):
        raise RuleBroken(N_("This invitation has been taken up or taken back already."))
    publish(
        MemberInvitationWithdrawn(
            at=now, by=by.id, organisation=organisation.slug, invitation=invitation.id
        )
    )


def take_up_invitation(token: str, *, by: Person, now: datetime) -> MemberInvitation:
    """Join the organisation that a link invites to, once.

    Only with the account of the address that the link was sent to, so that a letter that is
    passed on opens nothing. Raises RuleBroken; Missing for a spent link.
    """
    invitation = get_invitation(token, now=now)
    if invitation.email != by.email:
        raise RuleBroken(
            N_(
                "This invitation was sent to another address than your account has. "
                "Ask an owner to invite the address of your account."
            )
        )
    if not _end(invitation, now=now):
        raise Missing(SPENT)
    _let_in(invitation.organisation, by.id, invitation.role)
    publish(
        MemberJoined(
            at=now,
            by=by.id,
            organisation=invitation.organisation.slug,
            person=by.id,
            role=invitation.role.value,
        )
    )
    return invitation


def _end(invitation: MemberInvitation, *, now: datetime) -> bool:
    ended = db.session.execute(
        update(MemberInvitation)
        .where(MemberInvitation.id == invitation.id, MemberInvitation.ended_at.is_(None))
        .values(ended_at=now)
    )
    return bool(ended.rowcount == 1)  # type: ignore[attr-defined]  # An UPDATE has a row count.


def _let_in(organisation: Organisation, person_id: int, role: MemberRole) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(
                Membership(person_id=person_id, organisation_id=organisation.id, role=role)
            )
    except IntegrityError as error:
        raise RuleBroken(BELONGS) from error


def ask_to_join(organisation: Organisation, *, by: Person, now: datetime) -> bool:
    """Ask the owners to be let in; say whether this is new. Its members are loaded.

    Raises RuleBroken for a member.
    """
    if any(member.person_id == by.id for member in organisation.memberships):
        raise RuleBroken(BELONGS)
    if find_open_request(organisation.id, by.id):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(
                JoinRequest(person_id=by.id, organisation_id=organisation.id, asked_at=now)
            )
    except IntegrityError:
        return False
    publish(MembershipAsked(at=now, by=by.id, organisation=organisation.slug, person=by.id))
    return True


def answer_join_request(
    request: JoinRequest,
    organisation: Organisation,
    *,
    accepted: bool,
    by: Person,
    now: datetime,
) -> None:
    """Let a person in, or refuse. Whom the Chamber lets into an ownerless body is its owner."""
    request.answered_at = now
    request.answered_by_id = by.id
    request.accepted = accepted
    if accepted:
        has_owner = bool(_owners(organisation))
        _let_in(
            organisation,
            request.person_id,
            MemberRole.REPRESENTATIVE if has_owner else MemberRole.OWNER,
        )
    publish(
        MembershipAnswered(
            at=now,
            by=by.id,
            organisation=organisation.slug,
            person=request.person_id,
            accepted=accepted,
        )
    )


def change_role(
    membership: Membership,
    organisation: Organisation,
    *,
    role: MemberRole,
    by: Person,
    now: datetime,
) -> None:
    """Give a member another role. Raises RuleBroken where no owner would be left."""
    owners = _owners(organisation)
    if role is not MemberRole.OWNER:
        check_owner_stays(owners, membership.person_id)
    _set_role(membership.id, role)
    publish(
        MemberRoleChanged(
            at=now,
            by=by.id,
            organisation=organisation.slug,
            person=membership.person_id,
            role=role.value,
        )
    )


def transfer_ownership(
    membership: Membership, organisation: Organisation, *, by: Person, now: datetime
) -> None:
    """Make a member the owner in one's own place; one stays as a representative."""
    _owners(organisation)
    if membership.person_id == by.id:
        raise RuleBroken(N_("You are its owner already."))
    own = select(Membership.id).where(
        Membership.organisation_id == organisation.id,
        Membership.person_id == by.id,
        Membership.role == MemberRole.OWNER,
    )
    key = db.session.scalar(own)
    if key is None:
        raise RuleBroken(N_("You are its owner no more."))
    _set_role(membership.id, MemberRole.OWNER)
    _set_role(key, MemberRole.REPRESENTATIVE)
    publish(
        OwnershipTransferred(
            at=now, by=by.id, organisation=organisation.slug, person=membership.person_id
        )
    )


def remove_member(
    membership: Membership, organisation: Organisation, *, by: Person, now: datetime
) -> None:
    """Let a person be a member no more, at once. Raises RuleBroken for the last owner."""
    _take_out(membership, organisation, by=by, now=now)


def leave(organisation: Organisation, *, by: Person, now: datetime) -> None:
    """Leave the organisation. Raises RuleBroken for the last owner, Missing for a stranger."""
    query = select(Membership).where(
        Membership.organisation_id == organisation.id, Membership.person_id == by.id
    )
    membership = db.session.scalar(query)
    if membership is None:
        raise Missing(GONE)
    _take_out(membership, organisation, by=by, now=now)


def _take_out(
    membership: Membership, organisation: Organisation, *, by: Person, now: datetime
) -> None:
    check_owner_stays(_owners(organisation), membership.person_id)
    person = membership.person_id
    db.session.delete(membership)
    db.session.flush()
    publish(MemberRemoved(at=now, by=by.id, organisation=organisation.slug, person=person))


def _owners(organisation: Organisation) -> list[int]:
    """Return who owns the organisation now, and let nobody else change that until the commit."""
    lock = select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()
    db.session.execute(lock)
    query = select(Membership.person_id).where(
        Membership.organisation_id == organisation.id, Membership.role == MemberRole.OWNER
    )
    return list(db.session.scalars(query))


def _set_role(key: int, role: MemberRole) -> None:
    changed = db.session.execute(update(Membership).where(Membership.id == key).values(role=role))
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # An UPDATE has a row count.
        raise RuleBroken(GONE)
