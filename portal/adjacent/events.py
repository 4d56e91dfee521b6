"""What happens in the adjacent room: for the audit only, since both sides keep secrets."""

from dataclasses import dataclass
from datetime import datetime

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RoomOpened(Event):
    """A committee was put within call of a round."""

    room: int


@dataclass(frozen=True, kw_only=True)
class ShiftEntered(Event):
    """Somebody was put on call."""

    room: int
    shift: int


@dataclass(frozen=True, kw_only=True)
class ShiftRemoved(Event):
    """Somebody was taken off call."""

    room: int
    shift: int


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """The table asked something."""

    room: int
    question: int
    due: datetime


@dataclass(frozen=True, kw_only=True)
class QuestionWithdrawn(Event):
    """The table needs no answer any more."""

    room: int
    question: int


@dataclass(frozen=True, kw_only=True)
class QuestionEscalated(Event):
    """A question was not answered in time, and those above were told."""

    room: int
    question: int


@dataclass(frozen=True, kw_only=True)
class AnswerDrafted(Event):
    """A member wrote an answer."""

    room: int
    question: int
    version: int


@dataclass(frozen=True, kw_only=True)
class AnswerReleased(Event):
    """A second member gave the answer to the table."""

    room: int
    question: int
    version: int
    verdict: str


@dataclass(frozen=True, kw_only=True)
class UseTold(Event):
    """The table said what it did with an answer."""

    room: int
    question: int
