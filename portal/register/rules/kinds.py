"""Kinds of notice, their way to publication, and what is still open when one is published."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_


class NoticeKind(StrEnum):
    """What a notice does. The words are those of the vocabulary of the policy note's team."""

    INTENT_TO_LAUNCH = "intent_to_launch"
    REQUEST_FOR_COMMENTS = "request_for_comments"
    TARIFF_OFFER = "tariff_offer"
    PUBLIC_HEARING = "public_hearing"
    EXTENSION = "extension"
    REOPENING = "reopening"
    CORRECTION = "correction"
    POSITION_CHANGE = "position_change"
    IMPACT_ANALYSIS = "impact_analysis"
    ROUND_REPORT = "round_report"
    OUTCOME = "outcome"
    RATIFICATION = "ratification"
    MEMBERSHIP_CALL = "membership_call"
    WITHDRAWAL = "withdrawal"
    INFORMATION = "information"
    FOREIGN = "foreign"
    """A document of another register, shown in the same form."""


class NoticeState(StrEnum):
    """How far a notice has come on its way into the register."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """Waits for a second official."""
    RETURNED = "returned"
    """Came back with remarks."""
    SCHEDULED = "scheduled"
    """Approved; enters the register on its day."""
    PUBLISHED = "published"


NOTICE_LIFE = Lifecycle(
    {
        NoticeState.DRAFT: (NoticeState.SUBMITTED,),
        NoticeState.RETURNED: (NoticeState.SUBMITTED,),
        NoticeState.SUBMITTED: (
            NoticeState.RETURNED,
            NoticeState.SCHEDULED,
            NoticeState.PUBLISHED,
        ),
        NoticeState.SCHEDULED: (NoticeState.RETURNED, NoticeState.PUBLISHED),
    },
    refusal=N_("The notice is not at a point where this can be done."),
)

OPEN_TO_CHANGE = frozenset({NoticeState.DRAFT, NoticeState.RETURNED})
"""States in which its author may still change a notice."""


class DecisionStatus(StrEnum):
    """What is still open when business is asked (policy note, par. 40)."""

    OPEN = "open"
    OPTIONS_NARROWED = "options_narrowed"
    DECIDED = "decided"


class Relation(StrEnum):
    """What a later notice does to an earlier one."""

    CORRECTS = "corrects"
    EXTENDS = "extends"
    REOPENS = "reopens"
    WITHDRAWS = "withdraws"
    ANSWERS = "answers"
    FOLLOWS = "follows"


RELATION_OF = {
    NoticeKind.CORRECTION: Relation.CORRECTS,
    NoticeKind.EXTENSION: Relation.EXTENDS,
    NoticeKind.REOPENING: Relation.REOPENS,
    NoticeKind.WITHDRAWAL: Relation.WITHDRAWS,
    NoticeKind.OUTCOME: Relation.ANSWERS,
}
"""What a notice of a kind does to the earlier ones that it names; any other only follows them."""

NEEDS_EARLIER = frozenset(RELATION_OF)
"""Kinds that say nothing unless they name the earlier notice that they are about."""

MOVES_CLOSING = frozenset({NoticeKind.EXTENSION, NoticeKind.REOPENING})
"""Kinds that give the earlier notice another last day for comments."""


class QuestionForm(StrEnum):
    """In what form a question wants its answer."""

    TEXT = "text"
    CHOICE = "choice"
    """One or more of the options that it lists."""
    NUMBER = "number"
    """A number of its unit."""
    HS_LINE = "hs_line"
    """A line of the Harmonised System."""


class FileKind(StrEnum):
    """What a file beside a notice is."""

    DOCUMENT = "document"
    IMPACT_ANALYSIS = "impact_analysis"
    DATA = "data"
    """Figures that machines can read, with their source and day (R74)."""


class Part(StrEnum):
    """What a reader needs to know to answer (R16, R24, R62, R63), each told by itself."""

    DECIDED = "decided"
    STILL_OPEN = "still_open"
    WHY_NOW = "why_now"
    STRATEGY = "strategy"
    """Which programme or priority sector it serves, and how."""
    ON_THE_TABLE = "on_the_table"
    OPTIONS = "options"
    COSTS_BENEFITS = "costs_benefits"
    AFFECTED = "affected"
    TERMS = "terms"
    """The words that need explaining, with where they are explained."""
    TRADE_NOW = "trade_now"
    POTENTIAL = "potential"
    COMPETITORS = "competitors"
    SENSITIVITIES = "sensitivities"


STATEMENT = (Part.DECIDED, Part.STILL_OPEN)
"""What is decided, and what is open."""

CONTEXT = (
    Part.WHY_NOW,
    Part.STRATEGY,
    Part.ON_THE_TABLE,
    Part.OPTIONS,
    Part.COSTS_BENEFITS,
    Part.AFFECTED,
    Part.TERMS,
)
"""The context pack (R24)."""

STRATEGIC_CASE = (Part.TRADE_NOW, Part.POTENTIAL, Part.COMPETITORS, Part.SENSITIVITIES)
"""What an intent to launch adds to it (R63)."""


class RequestState(StrEnum):
    """What became of a request for more time."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
