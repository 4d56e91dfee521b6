"""What is decided about organisations. Each action is one decision by one person."""

from portal.organisations.actions.accrediting import (
    appeal_refusal,
    grant_accreditation,
    refuse_accreditation,
    request_accreditation,
)
from portal.organisations.actions.authorities import end_authority, give_authority
from portal.organisations.actions.people import (
    answer_join_request,
    ask_to_join,
    change_role,
    invite_member,
    leave,
    remove_member,
    take_up_invitation,
    transfer_ownership,
    withdraw_invitation,
)
from portal.organisations.actions.register import (
    change_organisation,
    note_activity,
    register_organisation,
    state_mandate,
)

__all__ = [
    "answer_join_request",
    "appeal_refusal",
    "ask_to_join",
    "change_organisation",
    "change_role",
    "end_authority",
    "give_authority",
    "grant_accreditation",
    "invite_member",
    "leave",
    "note_activity",
    "refuse_accreditation",
    "register_organisation",
    "remove_member",
    "request_accreditation",
    "state_mandate",
    "take_up_invitation",
    "transfer_ownership",
    "withdraw_invitation",
]
