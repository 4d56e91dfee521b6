"""Reading points, concerns, answers and promises: for everyone, and for those who answer."""

from portal.responses.queries.answers import (
    Answered,
    PointAnswer,
    answers_to,
    filers_answered_by,
    find_answered,
    headline_of,
    list_answers,
    list_unanswered,
    organisations_behind,
)
from portal.responses.queries.counts import coverage_by_docket, coverage_of
from portal.responses.queries.desk import (
    concerns_of,
    dockets_on_desk,
    drafted_promises,
    find_draft_batch,
    get_batch,
    get_commitment,
    get_concern,
    open_concerns,
    owed_by,
    shares_of,
    ungrouped_points,
)
from portal.responses.queries.quotes import Quote, quotes_for, quotes_in

__all__ = [
    "Answered",
    "PointAnswer",
    "Quote",
    "answers_to",
    "concerns_of",
    "coverage_by_docket",
    "coverage_of",
    "dockets_on_desk",
    "drafted_promises",
    "filers_answered_by",
    "find_answered",
    "find_draft_batch",
    "get_batch",
    "get_commitment",
    "get_concern",
    "headline_of",
    "list_answers",
    "list_unanswered",
    "open_concerns",
    "organisations_behind",
    "owed_by",
    "quotes_for",
    "quotes_in",
    "shares_of",
    "ungrouped_points",
]
