"""What can be done with pages and with requests. Each action is one decision by one person."""

from portal.outreach.actions.answering import (
    acknowledge_request,
    answer_request,
    extend_request,
    pass_on_request,
    publish_answer,
)
from portal.outreach.actions.asking import ask_for_information, confirm_request, disown_request
from portal.outreach.actions.pages import publish_page

__all__ = [
    "acknowledge_request",
    "answer_request",
    "ask_for_information",
    "confirm_request",
    "disown_request",
    "extend_request",
    "pass_on_request",
    "publish_answer",
    "publish_page",
]
