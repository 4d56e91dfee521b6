"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Agency
from portal.accounts.rules import Role
from portal.register.models import Notice

APPROVING = (Role.APPROVER, Role.SENIOR_APPROVER)


def may_enter_register_desk(actor: Actor, _subject: object = None) -> bool:
    """Only those who draft or approve notices have a desk here."""
    return actor.has(Role.AUTHOR, Role.APPROVER, Role.SENIOR_APPROVER)


def may_draft_for(actor: Actor, agency: Agency) -> bool:
    """Only an author of the agency, or of the one above it, drafts its notices."""
    return _serves(actor, Role.AUTHOR, agency)


def may_read_draft(actor: Actor, notice: Notice) -> bool:
    """Only the authors and approvers of the agency see what is not published."""
    return any(_serves(actor, role, notice.agency) for role in (Role.AUTHOR, *APPROVING))


def may_edit(actor: Actor, notice: Notice) -> bool:
    """Only an author of the agency, or of the one above it, changes its drafts."""
    return may_draft_for(actor, notice.agency)


def may_submit(actor: Actor, notice: Notice) -> bool:
    """Only an author of the agency, or of the one above it, hands in its drafts."""
    return may_draft_for(actor, notice.agency)


def may_publish(actor: Actor, notice: Notice) -> bool:
    """Only an approver of the agency decides who did not write it; on a shorter time a senior."""
    own_hand = actor.id in {notice.drafted_by_id, notice.submitted_by_id}
    roles = (Role.SENIOR_APPROVER,) if notice.waiver_reason else APPROVING
    return any(_serves(actor, role, notice.agency) for role in roles) and not own_hand


def may_send_back(actor: Actor, notice: Notice) -> bool:
    """Only an approver of the agency who did not write the notice gives it back."""
    own_hand = actor.id in {notice.drafted_by_id, notice.submitted_by_id}
    return any(_serves(actor, role, notice.agency) for role in APPROVING) and not own_hand


def may_refuse_time(actor: Actor, notice: Notice) -> bool:
    """Only an approver of the agency refuses more time."""
    return any(_serves(actor, role, notice.agency) for role in APPROVING)


def may_plan_for(actor: Actor, agency: Agency) -> bool:
    """Only an author of the agency, or of the one above it, announces its consultations."""
    return may_draft_for(actor, agency)


def _serves(actor: Actor, role: Role, agency: Agency) -> bool:
    above = agency.parent_id
    return actor.has(role, agency_id=agency.id) or (
        above is not None and actor.has(role, agency_id=above)
    )
