"""The last day for comments, where a document says it beyond doubt."""

import re
from dataclasses import dataclass
from datetime import date, datetime

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_LIMIT = (
    r"(?:on or before|not? later than|not later than|by|until|before|through|(?:are|is) due:?|due)"
)
_HOUR = r"(?:\s+(?:\d{1,2}(?::\d{2})?\s*[ap]\.?m\.?|midnight|noon|on|the|E[SD]?T|,)){0,5}"
_DEADLINE = re.compile(
    rf"\b{_LIMIT}{_HOUR}\s+((?:{_MONTHS})\s+\d{{1,2}},\s+\d{{4}})", re.IGNORECASE
)
_COMMENTS = re.compile(r"\b(?:comments?|views|submissions?)\b", re.IGNORECASE)
_OTHER_MATTER = re.compile(r"\b(?:rebuttal|reply comments?|hearing|nominations?)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-z\d)\]])(?<![ap]\.m)[.;](?=\s)|\n")
_RELATIVE = re.compile(r"\b\d{1,3}\s+days\s+(?:after|of|from)\b|\[insert date", re.IGNORECASE)


@dataclass(frozen=True)
class Deadline:
    """What the dates of a document say of comments."""

    day: date | None
    doubt: str = ""
    """Why there is no day although comments are asked for; empty where none are."""


def comment_deadline(dates: str, published: date) -> Deadline:
    """Return the last day for comments that the words under DATES give, if it is certain.

    Certain is one day, with its year, in a sentence about comments, not before publication.
    """
    asked = [s for s in _SENTENCE.split(dates) if _COMMENTS.search(s)]
    days = {_day(found) for s in asked for found in _DEADLINE.findall(s)} - {None}
    if len(days) == 1 and not any(_OTHER_MATTER.search(s) for s in asked):
        day = days.pop()
        if day is not None and day >= published:
            return Deadline(day)
        return Deadline(None, "the last day for comments lies before the publication")
    if len(days) > 1:
        return Deadline(None, f"{len(days)} different days for comments")
    if days:
        return Deadline(None, "a day for comments, but also for something else")
    if any(_RELATIVE.search(s) for s in asked):
        return Deadline(None, "days counted from the publication, which its printer dates")
    return Deadline(None, "comments, but no day that could be read" if asked else "")


def _day(words: str) -> date | None:
    try:
        return datetime.strptime(" ".join(words.split()), "%B %d, %Y").date()  # noqa: DTZ007  # A day only.
    except ValueError:
        return None
