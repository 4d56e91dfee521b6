"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Person
from portal.accounts.rules import Role
from portal.outreach.models import InformationRequest
from portal.outreach.rules import ANSWERING


def may_enter_requests_desk(actor: Actor, _subject: object = None) -> bool:
    """Only those who answer what people ask have a desk here."""
    return actor.has(*ANSWERING, Role.CHAMBER)


def may_work_on_request(actor: Actor, request: InformationRequest) -> bool:
    """Only officials of the body that owes the answer read a request and work on it."""
    agency = request.agency
    if agency.kind == "chamber" and actor.has(Role.CHAMBER):
        return True
    at = {agency.id, agency.parent_id} - {None}
    return any(duty.role in ANSWERING and duty.agency_id in at for duty in actor.duties)


def may_see_own_request(actor: Actor, request: InformationRequest) -> bool:
    """Only who asked reads what they asked."""
    return isinstance(actor, Person) and request.person_id == actor.id


def may_decide_on_appeal(actor: Actor, request: InformationRequest) -> bool:
    """Only an approver of the body that answered, who did not answer it, decides on an appeal."""
    closing = request.closing
    if closing is not None and actor.id == closing.by_id:
        return False
    agency = request.agency
    if agency.kind == "chamber" and actor.has(Role.CHAMBER):
        return True
    at = {agency.id, agency.parent_id} - {None}
    return any(duty.role is Role.APPROVER and duty.agency_id in at for duty in actor.duties)


def may_enter_appeals(actor: Actor, _subject: object = None) -> bool:
    """Only approvers and the Chamber decide on appeals of those who asked."""
    return actor.has(Role.APPROVER, Role.CHAMBER)
