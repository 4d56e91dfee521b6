"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Agency
from portal.accounts.rules import Role
from portal.register.models import Notice


def may_enter_register_desk(actor: Actor, _subject: object = None) -> bool:
    """Only those who draft or approve notices have a desk here."""
    return actor.has(Role.AUTHOR, Role.APPROVER)


def may_draft_for(actor: Actor, agency: Agency) -> bool:
    """Only an author of the agency, or of the one above it, drafts its notices."""
    return _serves(actor, Role.AUTHOR, agency)


def may_read_draft(actor: Actor, notice: Notice) -> bool:
    """Only the authors and approvers of the agency see what is not published."""
    return _serves(actor, Role.AUTHOR, notice.agency) or _serves(
        actor, Role.APPROVER, notice.agency
    )


def may_edit(actor: Actor, notice: Notice) -> bool:
    """Only an author of the agency, or of the one above it, changes its drafts."""
    return may_draft_for(actor, notice.agency)


def may_submit(actor: Actor, notice: Notice) -> bool:
    """Only an author of the agency, or of the one above it, hands in its drafts."""
    return may_draft_for(actor, notice.agency)


def may_publish(actor: Actor, notice: Notice) -> bool:
    """Only an approver of the agency who neither drafted nor handed in the notice decides on it."""
    own_hand = actor.id in {notice.drafted_by_id, notice.submitted_by_id}
    return _serves(actor, Role.APPROVER, notice.agency) and not own_hand


def may_plan_for(actor: Actor, agency: Agency) -> bool:
    """Only an author of the agency, or of the one above it, announces its consultations."""
    return may_draft_for(actor, agency)


def _serves(actor: Actor, role: Role, agency: Agency) -> bool:
    above = agency.parent_id
    return actor.has(role, agency_id=agency.id) or (
        above is not None and actor.has(role, agency_id=above)
    )
