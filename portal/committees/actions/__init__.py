"""What can be done with committees and seats. Each action is one decision by one person."""

from portal.committees.actions.confidence import (
    declare_interests,
    grant_clearance,
    revoke_undertaking,
    sign_undertaking,
    withdraw_undertaking,
)
from portal.committees.actions.contact import write_to_theme
from portal.committees.actions.forums import (
    change_committee,
    close_committee,
    establish_committee,
    note_activity,
)
from portal.committees.actions.joining import (
    appeal_refusal,
    apply_for_seat,
    refuse_application,
    seat_applicant,
    uphold_refusal,
    withdraw_application,
)
from portal.committees.actions.seats import (
    abolish_seat,
    begin_term,
    create_seat,
    end_term,
    replace_holder,
)

__all__ = [
    "abolish_seat",
    "appeal_refusal",
    "apply_for_seat",
    "begin_term",
    "change_committee",
    "close_committee",
    "create_seat",
    "declare_interests",
    "end_term",
    "establish_committee",
    "grant_clearance",
    "note_activity",
    "refuse_application",
    "replace_holder",
    "revoke_undertaking",
    "seat_applicant",
    "sign_undertaking",
    "uphold_refusal",
    "withdraw_application",
    "withdraw_undertaking",
    "write_to_theme",
]
