"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Person
from portal.accounts.rules import Role
from portal.committees.models import Application, Undertaking
from portal.committees.rules import Clearance
from portal.committees.standing import Access, ClearanceRequest, Standing


def may_keep_committees(actor: Actor, _subject: object = None) -> bool:
    """Only the secretariat of the Chamber sets up committees and fills their seats."""
    return actor.has(Role.CHAMBER)


def may_enter_committee(actor: Actor, standing: Standing | None) -> bool:
    """Only those who sit in the committee, their alternates and its secretary come in here."""
    return isinstance(actor, Person) and standing is not None


def may_read_confidential(actor: Actor, access: Access) -> bool:
    """Confidential papers open to those whose undertaking and yearly declaration are in force."""
    return isinstance(actor, Person) and access.declared and access.clearance is not None


def may_read_restricted(actor: Actor, access: Access) -> bool:
    """Restricted papers open to cleared advisers whose yearly declaration is in force."""
    return may_read_confidential(actor, access) and access.clearance is Clearance.CLEARED_ADVISER


def may_sign_undertaking(actor: Actor, standings: list[Standing]) -> bool:
    """Only those who sit in a committee sign its undertaking."""
    return isinstance(actor, Person) and any(not x.is_secretary for x in standings)


def may_declare_interests(actor: Actor, standings: list[Standing]) -> bool:
    """Only those who sit in a committee declare their interests here."""
    return may_sign_undertaking(actor, standings)


def may_enter_clearances(actor: Actor, _subject: object = None) -> bool:
    """Only the Chamber and negotiators have to do with clearance."""
    return actor.has(Role.CHAMBER, Role.NEGOTIATOR)


def may_grant_clearance(actor: Actor, request: ClearanceRequest) -> bool:
    """Only the Chamber and the lead negotiators across from the committee grant clearance."""
    own = actor.id == request.undertaking.person_id
    return not own and (actor.has(Role.CHAMBER) or actor.id in request.leads)


def may_withdraw_undertaking(actor: Actor, undertaking: Undertaking) -> bool:
    """Only whoever signed an undertaking takes it back."""
    return isinstance(actor, Person) and actor.id == undertaking.person_id


def may_apply_for_seat(actor: Actor, _subject: object = None) -> bool:
    """Only owners and representatives of organisations apply for seats."""
    return any(actor.represents(m.organisation_id) for m in actor.memberships)


def may_see_application(actor: Actor, application: Application) -> bool:
    """Only the Chamber and the organisation itself see an application."""
    return actor.has(Role.CHAMBER) or _made(actor, application)


def may_act_on_application(actor: Actor, application: Application) -> bool:
    """Only owners and representatives of the applicant withdraw it or appeal."""
    return _made(actor, application)


def may_decide_on_application(actor: Actor, application: Application) -> bool:
    """Only an officer of the Chamber who does not speak for the applicant decides."""
    return actor.has(Role.CHAMBER) and not _made(actor, application)


def _made(actor: Actor, application: Application) -> bool:
    sides = (application.organisation_id, application.nominated_by_id)
    return any(side is not None and actor.represents(side) for side in sides)
