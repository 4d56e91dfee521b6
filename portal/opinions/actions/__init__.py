"""Writing together, voting, and filing. Each is one decision by one person."""

from portal.opinions.actions.drafting import (
    answer_invitation,
    ask_for_remarks,
    begin_opinion,
    invite_committee,
    remark,
    save_version,
    take_invitation_back,
    withdraw_opinion,
)
from portal.opinions.actions.filing import file_opinion, filing_of, name_of_text, written_out
from portal.opinions.actions.voting import (
    cast_vote,
    dissent,
    open_poll,
    step_aside,
    take_recusal_back,
)

__all__ = [
    "answer_invitation",
    "ask_for_remarks",
    "begin_opinion",
    "cast_vote",
    "dissent",
    "file_opinion",
    "filing_of",
    "invite_committee",
    "name_of_text",
    "open_poll",
    "remark",
    "save_version",
    "step_aside",
    "take_invitation_back",
    "take_recusal_back",
    "withdraw_opinion",
    "written_out",
]
