"""What happens on the way from points to answers and promises."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.events import Event
from portal.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class ConcernRaised(Event):
    """Points were found to have something in common."""

    sentence = N_("Concern %(concern)s was raised.")

    concern: int
    """Its number within the docket."""


@dataclass(frozen=True, kw_only=True)
class PointsGrouped(Event):
    """Points were added to a concern. Not told on timelines: there are too many of them."""

    concern: int
    points: tuple[str, ...]
    """Public numbers: `C-7Q4M-9TXK/2`."""


@dataclass(frozen=True, kw_only=True)
class PointUngrouped(Event):
    """A point was taken out of a concern."""

    concern: int
    point: str


@dataclass(frozen=True, kw_only=True)
class AnswerDrafted(Event):
    """An answer was written or rewritten; what it says is not public yet."""

    concern: int


@dataclass(frozen=True, kw_only=True)
class BatchSubmitted(Event):
    """Answers wait for a second official."""

    batch: int


@dataclass(frozen=True, kw_only=True)
class BatchReturned(Event):
    """Answers came back to be mended."""

    batch: int


@dataclass(frozen=True, kw_only=True)
class AnswersPublished(Event):
    """Answers became public, all of a batch at once."""

    sentence = N_(
        "Answers were published: %(answered)s, of them accepted in full or in part: %(accepted)s."
    )

    batch: int
    answered: int
    accepted: int


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(Event):
    """A promise was given with an answer."""

    sentence = N_("Promise %(commitment)s was made, to be kept by %(due)s.")

    commitment: str
    due: date


@dataclass(frozen=True, kw_only=True)
class CommitmentKept(Event):
    """A promise was kept."""

    sentence = N_("Promise %(commitment)s was kept.")

    commitment: str


@dataclass(frozen=True, kw_only=True)
class CommitmentCancelled(Event):
    """A promise was given up, with a reason."""

    sentence = N_("Promise %(commitment)s was cancelled; the reason is shown with it.")

    commitment: str
