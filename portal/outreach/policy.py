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
