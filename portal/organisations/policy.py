"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Organisation, Person
from portal.accounts.rules import MemberRole, Role
from portal.organisations.models import Accreditation, Authority


def membership_role(actor: Actor, organisation_id: int) -> MemberRole | None:
    """Return what the actor is in the organisation."""
    found = (m.role for m in actor.memberships if m.organisation_id == organisation_id)
    return next(found, None)


def may_register_organisation(actor: Actor, _subject: object = None) -> bool:
    """Only someone with an account registers an organisation. Please sign in."""
    return isinstance(actor, Person)


def may_ask_to_join(actor: Actor, _subject: object = None) -> bool:
    """Only someone with an account can ask to be let into an organisation. Please sign in."""
    return isinstance(actor, Person)


def may_take_up_invitation(actor: Actor, _subject: object = None) -> bool:
    """Sign in to take up the invitation; whoever has no account opens one first."""
    return isinstance(actor, Person)


def may_act_for(actor: Actor, organisation: Organisation) -> bool:
    """Only members of an organisation act for it."""
    return membership_role(actor, organisation.id) is not None


def may_see_inside(actor: Actor, organisation: Organisation) -> bool:
    """Only members of the organisation see who else is in it."""
    return membership_role(actor, organisation.id) is not None


def may_own(actor: Actor, organisation: Organisation) -> bool:
    """Only an owner of the organisation does this."""
    return membership_role(actor, organisation.id) is MemberRole.OWNER


def may_answer_join_request(actor: Actor, organisation: Organisation) -> bool:
    """Only an owner lets people in; where an organisation has none, the Chamber does."""
    if may_own(actor, organisation):
        return True
    has_owner = any(m.role is MemberRole.OWNER for m in organisation.memberships)
    return actor.has(Role.CHAMBER) and not has_owner


def may_read_letter(actor: Actor, authority: Authority) -> bool:
    """Only those who speak for either organisation, moderators and the Chamber read the letter."""
    speaks = actor.represents(authority.giver_id) or actor.represents(authority.holder_id)
    return speaks or actor.has(Role.MODERATOR, Role.CHAMBER)


def may_end_authority(actor: Actor, authority: Authority) -> bool:
    """Only an owner of either organisation ends a letter of authority."""
    owning = {membership_role(actor, x) for x in (authority.giver_id, authority.holder_id)}
    return MemberRole.OWNER in owning


def may_accredit(actor: Actor, _subject: object = None) -> bool:
    """Only the secretariat of the Chamber decides about accreditation."""
    return actor.has(Role.CHAMBER)


def may_read_statutes(actor: Actor, accreditation: Accreditation) -> bool:
    """Only the Chamber and the owners of the association read its request."""
    owner = membership_role(actor, accreditation.organisation_id) is MemberRole.OWNER
    return owner or actor.has(Role.CHAMBER)
