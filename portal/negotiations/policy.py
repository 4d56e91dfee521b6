"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Agency
from portal.accounts.rules import Role
from portal.negotiations.models import FocalPoint, Negotiation, Side

DECIDING = (Role.NEGOTIATOR, Role.APPROVER)


def may_enter_negotiations_desk(actor: Actor, _subject: object = None) -> bool:
    """Only those who negotiate, approve or answer for a theme have a desk here."""
    return actor.has(*DECIDING, Role.FOCAL_POINT, Role.ADMINISTRATOR)


def may_change_negotiation(actor: Actor, negotiation: Negotiation) -> bool:
    """Only negotiators and approvers of the unit that leads it change a negotiation."""
    return actor.has(Role.ADMINISTRATOR) or _serves(actor, negotiation.lead, *DECIDING)


def may_give_away_negotiation(actor: Actor, _subject: object = None) -> bool:
    """Only an administrator hands a negotiation to another unit."""
    return actor.has(Role.ADMINISTRATOR)


def may_move_negotiation(actor: Actor, negotiation: Negotiation) -> bool:
    """Only negotiators and approvers of the unit that leads it say where the talks stand."""
    return may_change_negotiation(actor, negotiation)


def may_name_group(actor: Actor, side: Side) -> bool:
    """Only negotiators and approvers of the unit in charge say who negotiates a theme."""
    if actor.has(Role.ADMINISTRATOR):
        return True
    if side.negotiation is not None:
        return _serves(actor, side.negotiation.lead, *DECIDING)
    in_charge = side.group.agency if side.group else side.theme.lead
    return in_charge is not None and _serves(actor, in_charge, *DECIDING)


def may_name_focal_points(actor: Actor, _subject: object = None) -> bool:
    """Only negotiators, approvers and administrators name focal points."""
    return actor.has(*DECIDING, Role.ADMINISTRATOR)


def may_name_focal_point(actor: Actor, agency: Agency) -> bool:
    """Only negotiators and approvers of a body say who answers there for a theme."""
    return actor.has(Role.ADMINISTRATOR) or _serves(actor, agency, *DECIDING)


def may_hand_over(actor: Actor, post: FocalPoint) -> bool:
    """Only the focal point, or negotiators and approvers of the body, hand the post over."""
    own = actor.id == post.person_id and actor.has(Role.FOCAL_POINT)
    return own or may_name_focal_point(actor, post.agency)


def may_read_post(actor: Actor, post: FocalPoint) -> bool:
    """Only officials of the body, or an administrator, look behind what is public of a post."""
    return may_hand_over(actor, post) or may_read_handover(actor, post)


def may_read_handover(actor: Actor, post: FocalPoint) -> bool:
    """Only officials of the body read what a focal point hands over."""
    near = {post.agency_id, post.agency.parent_id} - {None}
    return any(duty.agency_id in near for duty in actor.duties)


def _serves(actor: Actor, agency: Agency, *roles: Role) -> bool:
    above = agency.parent_id
    return actor.has(*roles, agency_id=agency.id) or (
        above is not None and actor.has(*roles, agency_id=above)
    )
