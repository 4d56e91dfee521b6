"""What can be done with pages and with requests. Each action is one decision by one person."""

from portal.outreach.actions.answering import (
    acknowledge_request,
    answer_request,
    extend_request,
    pass_on_request,
    publish_answer,
)
from portal.outreach.actions.appealing import appeal_answer, decide_appeal
from portal.outreach.actions.asking import (
    ask_for_information,
    confirm_request,
    disown_request,
    forget_unconfirmed,
)
from portal.outreach.actions.pages import publish_page

__all__ = [
    "acknowledge_request",
    "answer_request",
    "appeal_answer",
    "ask_for_information",
    "confirm_request",
    "decide_appeal",
    "disown_request",
    "extend_request",
    "forget_unconfirmed",
    "pass_on_request",
    "publish_answer",
    "publish_page",
]
