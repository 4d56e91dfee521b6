"""What can be done to the register. Each action is one decision by one person."""

from portal.register.actions.drafting import (
    attach_file,
    copy_notice,
    detach_file,
    draft_notice,
    open_docket,
    revise_notice,
)
from portal.register.actions.numbers import issue_of, take_number
from portal.register.actions.planning import change_plan, drop_plan, plan_consultation
from portal.register.actions.publishing import (
    lacks,
    publish_notice,
    publish_scheduled,
    return_notice,
    schedule_notice,
    stand,
    submit_notice,
)
from portal.register.actions.requests import (
    Plea,
    ask_for_time,
    confirm_time_request,
    draft_extension,
    forget_unconfirmed_times,
    refuse_time,
)
from portal.register.actions.typing import forget_typing, keep_typing

__all__ = [
    "Plea",
    "ask_for_time",
    "attach_file",
    "change_plan",
    "confirm_time_request",
    "copy_notice",
    "detach_file",
    "draft_extension",
    "draft_notice",
    "drop_plan",
    "forget_typing",
    "forget_unconfirmed_times",
    "issue_of",
    "keep_typing",
    "lacks",
    "open_docket",
    "plan_consultation",
    "publish_notice",
    "publish_scheduled",
    "refuse_time",
    "return_notice",
    "revise_notice",
    "schedule_notice",
    "stand",
    "submit_notice",
    "take_number",
]
