"""Information that somebody asks for: its states, its days, what an answer must hold. Pure rules.

The days follow the Law on Access to Information, art. 11: fifteen calendar days, once
longer by fifteen for a reason. `timing_defaults.yaml` has them as `information_request`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.accounts.rules import Role
from portal.kernel.calendar import Span
from portal.kernel.errors import RuleBroken
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_


class RequestState(StrEnum):
    """How far a request has come. Whether it is overdue, the calendar says."""

    VERIFICATION_PENDING = "verification_pending"
    """Kept, and waiting for the asker to confirm the address; no clock runs."""
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    """An official has it in hand."""
    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    REFUSED = "refused_with_reason"
    REDIRECTED = "redirected"
    APPEALED = "appealed"
    """Something was kept back, and the asker appealed; another person decides."""
    WITHDRAWN = "withdrawn"
    """The owner of the address did not ask."""


OPEN_REQUESTS = (RequestState.RECEIVED, RequestState.ACKNOWLEDGED)
"""States in which an answer is owed."""

OUTCOMES = (
    RequestState.ANSWERED,
    RequestState.PARTLY_ANSWERED,
    RequestState.REFUSED,
    RequestState.REDIRECTED,
)

GROUNDED = (RequestState.PARTLY_ANSWERED, RequestState.REFUSED)
"""Outcomes that keep something back: they name a ground, and can be appealed against."""

REQUEST_LIFE = Lifecycle(
    {
        RequestState.VERIFICATION_PENDING: (RequestState.RECEIVED, RequestState.WITHDRAWN),
        RequestState.RECEIVED: (RequestState.ACKNOWLEDGED, *OUTCOMES),
        RequestState.ACKNOWLEDGED: OUTCOMES,
        **dict.fromkeys(GROUNDED, (RequestState.APPEALED,)),
        RequestState.APPEALED: (RequestState.ACKNOWLEDGED, *GROUNDED),
    },
    refusal=N_("The request is not at a point where this can be done."),
)


class StepKind(StrEnum):
    """What was done with a request: by officials, but for the appeal, which is the asker's."""

    ACKNOWLEDGED = "acknowledged"
    EXTENDED = "extended"
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    REFUSED = "refused_with_reason"
    REDIRECTED = "redirected"
    APPEALED = "appealed"
    APPEAL_ALLOWED = "appeal_allowed"
    APPEAL_DISMISSED = "appeal_dismissed"


CLOSING = frozenset(StepKind(outcome.value) for outcome in OUTCOMES)
"""Steps that give the asker an answer."""


class RefusalGround(StrEnum):
    """Why something that was asked for is kept back."""

    CONFIDENTIAL_TALKS = "confidential_talks"
    RESTRICTED_BY_LAW = "restricted_by_law"
    PERSONAL_DATA = "personal_data"
    COMMERCIAL_SECRET = "commercial_secret"  # noqa: S105  # A ground, not a password.
    NOT_HELD = "not_held"
    UNCLEAR = "unclear"


class WantedFormat(StrEnum):
    """How the asker would like the answer."""

    LETTER = "letter"
    DOCUMENT = "document"
    TABLE = "table"
    PAPER = "paper"


class AskedBy(StrEnum):
    """The way on which a request came in."""

    WEB = "web"
    EMAIL = "email"
    PAPER_VIA_CHAMBER = "paper_via_chamber"


ANSWER = Span(15)
EXTENDED = Span(30)
"""The answer's days with the one extension, counted from the same day."""
ACKNOWLEDGE = Span(1, working=True)
APPEAL = Span(15)
APPEAL_DECIDED = Span(15)
"""The days in which an appeal is decided, the same as those of an answer."""
CONFIRMATION_LASTS = timedelta(days=7)

ANSWERING = (Role.AUTHOR, Role.ANALYST, Role.NEGOTIATOR)
"""Those who answer at their agency."""

DEFAULT_ANSWERER = "CTPD"
"""The body that answers where no theme, or a theme without a lead, was named (R66)."""

LONGEST_SUBJECT = 200
LONGEST_QUESTION = 5_000
LONGEST_ANSWER = 20_000
LONGEST_REASON = 1_000
LONGEST_APPEAL = 5_000
LONGEST_NAME = 200
"""Characters."""

TOO_MANY_FILES = N_("An answer has at most %(most)s files.")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody asks for, as they hand it in."""

    subject: str
    text: str
    locale: str
    """The language it is written in, and in which the answer is written."""
    wanted: WantedFormat = WantedFormat.LETTER
    channel: AskedBy = AskedBy.WEB
    name: str = ""
    email: str = ""
    """Of an asker without an account; an address in the form in which they are kept."""


def check_question(question: Question) -> None:
    """Refuse a request that asks nothing."""
    if not question.subject.strip():
        raise RuleBroken(N_("Say in a few words what it is about."), field="subject")
    if not question.text.strip():
        raise RuleBroken(N_("Write what you want to know."), field="text")


def answer_due(received_on: date) -> date:
    """Return the last day for an answer: fifteen days on, or the next working day."""
    return ANSWER.last_day(received_on)


def extended_due(received_on: date) -> date:
    """Return the last day once the time was extended."""
    return EXTENDED.last_day(received_on)


def acknowledge_by(received_on: date) -> date:
    """Return the last day on which an official is to take it in hand: the next working day."""
    return ACKNOWLEDGE.last_day(received_on)


def appeal_until(closed_on: date) -> date:
    """Return the last day for an appeal against what was kept back."""
    return APPEAL.last_day(closed_on)


def appeal_decided_by(appealed_on: date) -> date:
    """Return the last day on which an appeal is decided."""
    return APPEAL_DECIDED.last_day(appealed_on)


def takes_appeal(
    state: RequestState, last: StepKind | None, *, closed_on: date | None, today: date
) -> bool:
    """Say whether an appeal is taken: in time, against what was kept back, once each time."""
    kept_back = state in GROUNDED and last in CLOSING
    return kept_back and closed_on is not None and today <= appeal_until(closed_on)


def check_appeal(
    state: RequestState, last: StepKind | None, *, closed_on: date | None, words: str, today: date
) -> None:
    """Refuse an appeal that comes late or twice, has nothing to be against, or gives no reason."""
    if not takes_appeal(state, last, closed_on=closed_on, today=today):
        raise RuleBroken(N_("There is nothing here to appeal against, or the time is over."))
    if not words.strip():
        raise RuleBroken(N_("Say why something should not be kept back."), field="words")


def check_decider(decider: int | None, *, answered_by: int | None) -> None:
    """Refuse to let whoever kept something back decide on the appeal against it."""
    if decider is not None and decider == answered_by:
        raise RuleBroken(N_("An appeal is decided by another person than the one who answered."))


def is_overdue(state: RequestState, due_on: date | None, *, today: date) -> bool:
    """Say whether an answer is owed and its last day has passed."""
    return state in OPEN_REQUESTS and due_on is not None and due_on < today


def check_extension(
    state: RequestState, *, due_on: date | None, extended_on: date | None, reason: str, today: date
) -> None:
    """Refuse to extend what is closed, was extended before, is late, or gives no reason."""
    if state not in OPEN_REQUESTS or due_on is None:
        raise RuleBroken(N_("The request is not at a point where this can be done."))
    if extended_on is not None:
        raise RuleBroken(N_("The time can be extended once only."), field="reason")
    if due_on < today:
        raise RuleBroken(
            N_("The time is over; it can be extended only before it ends."), field="reason"
        )
    if not reason.strip():
        raise RuleBroken(N_("Say why it takes longer. The asker reads it."), field="reason")


def check_outcome(
    outcome: RequestState, *, words: str, ground: RefusalGround | None, body: str
) -> None:
    """Refuse an answer that does not give account.

    It always has words. What is kept back, in part or whole, names its ground; a request
    that belongs elsewhere names where.
    """
    if outcome not in OUTCOMES:
        raise RuleBroken(N_("Choose what the answer is."), field="outcome")
    if outcome in GROUNDED and ground is None:
        raise RuleBroken(N_("Choose the ground on which something is kept back."), field="ground")
    if outcome not in GROUNDED and ground is not None:
        raise RuleBroken(N_("Only a refusal, in whole or in part, has a ground."), field="ground")
    if outcome is RequestState.REDIRECTED and not body.strip():
        raise RuleBroken(N_("Name the body that decides on it."), field="body")
    if outcome is not RequestState.REDIRECTED and body.strip():
        raise RuleBroken(N_("Only a request that is redirected has another body."), field="body")
    if not words.strip():
        raise RuleBroken(N_("Write the answer."), field="words")


SHORTEST_NAME = 3
"""Letters of a name that tells somebody from others."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def check_stripped(texts: Iterable[str], *, name: str, email: str, field: str) -> None:
    """Refuse to publish words that still name the asker, or hold their address."""
    said = "\n".join(texts).casefold()
    if email.casefold() in said:
        raise RuleBroken(
            N_("The asker's address is still in it: %(word)s."), field=field, word=email
        )
    words = set(_WORD.findall(said))
    for part in _WORD.findall(name):
        if len(part) >= SHORTEST_NAME and part.casefold() in words:
            raise RuleBroken(
                N_("The asker's name is still in it: %(word)s."), field=field, word=part
            )
