"""Reading opinions: drafts by those who sit in their committees, filed ones by everyone."""

from portal.opinions.queries.drafts import (
    get_opinion,
    get_version,
    known_keys,
    latest_version,
    remarks_on,
    savings_of,
    standing_in,
)
from portal.opinions.queries.lists import (
    Line,
    drafts_of,
    get_filed,
    select_filed,
)
from portal.opinions.queries.members import (
    chapters_of,
    declared_chapters,
    notices_for,
    others_to_invite,
    sitting,
    voting_terms,
)
from portal.opinions.queries.reports import Expected, get_outcome, reports_on

__all__ = [
    "Expected",
    "Line",
    "chapters_of",
    "declared_chapters",
    "drafts_of",
    "get_filed",
    "get_opinion",
    "get_outcome",
    "get_version",
    "known_keys",
    "latest_version",
    "notices_for",
    "others_to_invite",
    "remarks_on",
    "reports_on",
    "savings_of",
    "select_filed",
    "sitting",
    "standing_in",
    "voting_terms",
]
