"""Reading pages that explain, information that is asked for, and the answers for everyone."""

from portal.outreach.queries.answers import get_public_answer, get_public_files, select_answers
from portal.outreach.queries.pages import get_page, neighbours, pages
from portal.outreach.queries.requests import (
    Figures,
    Queue,
    appeals_before,
    asker_of,
    figures,
    find_request_by_key,
    get_asked_by_link,
    get_file,
    get_request,
    queue_of,
    select_closed,
    select_open,
    select_own,
    served,
)

__all__ = [
    "Figures",
    "Queue",
    "appeals_before",
    "asker_of",
    "figures",
    "find_request_by_key",
    "get_asked_by_link",
    "get_file",
    "get_page",
    "get_public_answer",
    "get_public_files",
    "get_request",
    "neighbours",
    "pages",
    "queue_of",
    "select_answers",
    "select_closed",
    "select_open",
    "select_own",
    "served",
]
