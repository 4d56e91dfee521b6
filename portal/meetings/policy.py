"""Who may do what here. The docstring of each permission is what a refused person reads."""

from portal.accounts.models import Actor, Agency, Person
from portal.accounts.rules import Role
from portal.meetings.attendee import Attendee
from portal.meetings.listener import Listener
from portal.meetings.models import Decision, Testimony
from portal.negotiations.models import Negotiation

OFFICIALS = (Role.AUTHOR, Role.APPROVER, Role.NEGOTIATOR, Role.ANALYST)


def may_call_meeting(actor: Actor, attendee: Attendee) -> bool:
    """Only the chair or the secretary of the committee, or an author of the agency of a hearing."""
    return (
        attendee.is_secretary or attendee.presides or _serves(actor, attendee.agency, Role.AUTHOR)
    )


def may_demand_meeting(_actor: Actor, attendee: Attendee) -> bool:
    """Only a member of the committee can demand that it meets."""
    return any(standing.term is not None for standing in attendee.standings)


def may_record_meeting(actor: Actor, attendee: Attendee) -> bool:
    """Only the secretary of the committee, or an author of the agency of a hearing."""
    return attendee.is_secretary or _serves(actor, attendee.agency, Role.AUTHOR)


def may_approve_minutes(actor: Actor, attendee: Attendee) -> bool:
    """Only the chair of the committee, or an approver of the agency of a hearing."""
    return attendee.presides or _serves(actor, attendee.agency, Role.APPROVER)


def may_call_hearing(actor: Actor, agency: Agency) -> bool:
    """Only an author of the agency, or of the one above it, calls its hearings."""
    return _serves(actor, agency, Role.AUTHOR)


def may_register(actor: Actor, _subject: object = None) -> bool:
    """Only someone with an account can register. Please sign in."""
    return isinstance(actor, Person)


def may_request_testimony(actor: Actor, _subject: object = None) -> bool:
    """Only someone with an account can ask to speak. Please sign in."""
    return isinstance(actor, Person)


def may_withdraw_testimony(actor: Actor, testimony: Testimony) -> bool:
    """Only whoever asked to speak takes the request back."""
    return actor.id == testimony.person_id


def may_settle_action(actor: Actor, subject: tuple[Decision, Attendee]) -> bool:
    """Only whoever owes an action, or the secretary of the committee, says that it is done."""
    decision, attendee = subject
    if attendee.is_secretary:
        return True
    if decision.organisation_id is not None:
        return actor.represents(decision.organisation_id)
    return actor.has(*Role, agency_id=decision.agency_id)


def may_ask_about_round(_actor: Actor, listener: Listener) -> bool:
    """Only cleared members of a committee across from the group ask about a round."""
    return listener.cleared


def may_brief(_actor: Actor, listener: Listener) -> bool:
    """Only the lead negotiator of the group, or the substitute, tells of a round."""
    return listener.leads


def may_report_round(actor: Actor, negotiation: Negotiation) -> bool:
    """Only negotiators of the unit that leads the negotiation report on its rounds."""
    return _serves(actor, negotiation.lead, Role.NEGOTIATOR)


def may_record_contact(actor: Actor, _subject: object = None) -> bool:
    """Only officials record their contacts outside the portal."""
    return actor.has(*OFFICIALS)


def _serves(actor: Actor, agency: Agency | None, role: Role) -> bool:
    if agency is None:
        return False
    above = agency.parent_id
    return actor.has(role, agency_id=agency.id) or (
        above is not None and actor.has(role, agency_id=above)
    )
