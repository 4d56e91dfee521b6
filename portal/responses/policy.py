"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Agency
from portal.accounts.rules import Role
from portal.register.models import Docket
from portal.responses.models import Batch, Commitment

DRAFTERS = (Role.ANALYST, Role.NEGOTIATOR)
READERS = (*DRAFTERS, Role.APPROVER)


def may_enter_answers_desk(actor: Actor, _subject: object = None) -> bool:
    """Only those who draft or approve answers have a desk here."""
    return actor.has(*READERS)


def may_read_points(actor: Actor, docket: Docket) -> bool:
    """Only analysts, negotiators and approvers of the agency see its answers in the making."""
    return _serves(actor, docket.agency, *READERS)


def may_group_points(actor: Actor, docket: Docket) -> bool:
    """Only an analyst or negotiator of the agency groups the points of its dockets."""
    return _serves(actor, docket.agency, *DRAFTERS)


def may_answer(actor: Actor, docket: Docket) -> bool:
    """Only an analyst or negotiator of the agency drafts its answers."""
    return _serves(actor, docket.agency, *DRAFTERS)


def may_submit_batch(actor: Actor, batch: Batch) -> bool:
    """Only an analyst or negotiator of the agency hands in its answers."""
    return _serves(actor, batch.docket.agency, *DRAFTERS)


def may_decide_on_batch(actor: Actor, batch: Batch) -> bool:
    """Only an approver of the agency who did not hand in the answers decides on them."""
    own_hand = actor.id in {batch.made_by_id, batch.submitted_by_id}
    return _serves(actor, batch.docket.agency, Role.APPROVER) and not own_hand


def may_settle_commitment(actor: Actor, commitment: Commitment) -> bool:
    """Only officials of the body that owes a promise say how it was kept."""
    return _serves(actor, commitment.agency, *READERS, Role.AUTHOR, Role.CHAMBER)


def _serves(actor: Actor, agency: Agency, *roles: Role) -> bool:
    above = agency.parent_id
    return actor.has(*roles, agency_id=agency.id) or (
        above is not None and actor.has(*roles, agency_id=above)
    )
