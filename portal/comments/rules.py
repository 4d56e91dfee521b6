"""States of a comment, who it speaks for, how it may be shown. Pure rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.attachments.rules import MOST_FILES, Kept
from portal.kernel.calendar import Span
from portal.kernel.clock import legal_day
from portal.kernel.errors import RuleBroken
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_
from portal.ledger.rules import canonical
from portal.register.rules import CommentPeriod


class CommentState(StrEnum):
    """How far a comment has come."""

    VERIFICATION_PENDING = "verification_pending"
    """Kept, and waiting for its author to confirm the address."""
    IN_MODERATION = "in_moderation"
    PUBLISHED = "published"
    PUBLISHED_REDACTED = "published_redacted"
    WITHHELD = "withheld"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


POSTED = (CommentState.PUBLISHED, CommentState.PUBLISHED_REDACTED)
"""The states in which everyone may read a comment."""

COMMENT_LIFE = Lifecycle(
    {
        CommentState.VERIFICATION_PENDING: (CommentState.IN_MODERATION, CommentState.WITHDRAWN),
        CommentState.IN_MODERATION: (
            CommentState.PUBLISHED,
            CommentState.PUBLISHED_REDACTED,
            CommentState.WITHHELD,
            CommentState.DUPLICATE,
            CommentState.WITHDRAWN,
        ),
        CommentState.WITHHELD: (CommentState.PUBLISHED, CommentState.PUBLISHED_REDACTED),
        CommentState.PUBLISHED: (CommentState.WITHDRAWN,),
        CommentState.PUBLISHED_REDACTED: (CommentState.WITHDRAWN,),
    },
    refusal=N_("The comment is not at a point where this can be done."),
)


class WithholdReason(StrEnum):
    """Why a comment is not shown; the reason is published with its number."""

    PERSONAL_DATA = "personal_data"
    INSULT_OR_THREAT = "insult_or_threat"
    UNLAWFUL = "unlawful"
    COMMERCIAL_SPAM = "commercial_spam"
    CONFIDENTIAL_WITHOUT_PUBLIC_VERSION = "confidential_without_public_version"
    OFF_TOPIC_AFTER_REVIEW = "off_topic_after_review"
    IDENTITY_MISUSE = "identity_misuse"


class Stance(StrEnum):
    """Where the author stands."""

    SUPPORT = "support"
    SUPPORT_WITH_CHANGES = "support_with_changes"
    OPPOSE = "oppose"
    NEUTRAL_INFORMATION = "neutral_information"
    MIXED = "mixed"


FOR = frozenset({Stance.SUPPORT, Stance.SUPPORT_WITH_CHANGES})


@dataclass(frozen=True)
class Agreement:
    """How those who spoke on one matter stand to each other."""

    supporting: int = 0
    opposing: int = 0
    other: int = 0
    """Those who informed, or were of two minds."""

    @property
    def share(self) -> int | None:
        """Per cent on the larger side of those who took one, halves up; of one alone, nothing."""
        sides = self.supporting + self.opposing
        larger = max(self.supporting, self.opposing)
        return (200 * larger + sides) // (2 * sides) if sides > 1 else None


def agreement(stances: Iterable[Stance]) -> Agreement:
    """Count who is for a matter, who against it, and who neither."""
    found = list(stances)
    supporting = sum(stance in FOR for stance in found)
    opposing = found.count(Stance.OPPOSE)
    return Agreement(supporting, opposing, len(found) - supporting - opposing)


class Capacity(StrEnum):
    """For whom the author speaks."""

    PERSONAL = "personal"
    OWN_BEHALF = "own_behalf"
    """An organisation, for itself."""
    ON_BEHALF_OF_MEMBERS = "on_behalf_of_members"
    ON_BEHALF_OF_CLIENT = "on_behalf_of_client"
    """An organisation, by another that it authorised in a letter."""
    COMMITTEE_OPINION = "committee_opinion"
    """A committee, as it has voted."""
    JOINT_POSITION = "joint_position"
    """Several committees together, each as it has voted."""


OF_COMMITTEES = (Capacity.COMMITTEE_OPINION, Capacity.JOINT_POSITION)
"""The capacities in which no form files: committees adopt first what they say."""


class Visibility(StrEnum):
    """How the comment is shown."""

    PUBLIC = "public"
    ANONYMOUS_PUBLIC = "anonymous_public"
    """The text is public, the name is not."""
    BUSINESS_CONFIDENTIAL = "business_confidential"
    """This is the public version; a sealed one is kept apart."""
    COMMITTEE = "committee"
    """Readable by the committee and the officials only."""


class Channel(StrEnum):
    """How the comment came in."""

    WEB = "web"
    EMAIL = "email"
    PAPER_VIA_CHAMBER = "paper_via_chamber"
    IMPORT = "import"


MOST_POINTS = 40
LONGEST_ASK = 280
"""Characters: what is asked for fits in one sentence."""
LONGEST_POINT = 20_000
"""Characters."""
LONGEST_TITLE = 300
TOO_MANY_FILES = N_("A comment has at most %(most)s files.")
LONGEST_NAME = 200
CONFIRMATION_LASTS = timedelta(days=7)

SHARDS = 8
"""Over how many rows the counts of one docket and state are spread."""


@dataclass(frozen=True, kw_only=True)
class NewPoint:
    """One thing that a comment is to say or ask."""

    text: str = ""
    ask: str = ""
    stance: Stance | None = None
    question: int | None = None
    """The number of the notice's question that it answers; nothing: the notice as a whole."""
    dissent_of: str | None = None
    """The short name of the organisation whose dissent it is, where committees speak."""


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A comment as its author hands it in."""

    points: Sequence[NewPoint]
    locale: str
    """The language that it is written in."""
    stance: Stance | None = None
    title: str = ""
    organisation_id: int | None = None
    """The organisation that speaks; nothing: a person speaks."""
    capacity: Capacity = Capacity.PERSONAL
    authority_id: int | None = None
    """The letter of authority under which another organisation files for it."""
    anonymous: bool = False
    """Whether the public is not to see the person's name."""
    region_id: int | None = None
    files: Sequence[Kept] = ()
    name: str = ""
    email: str = ""
    """Who files and how to reach them; taken from the account where there is one. Where
    committees speak, the name is theirs."""


def tidy(text: str) -> str:
    """Return text as it is kept: one kind of line end, no space at its edges."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def check_filing(
    filing: Filing, *, questions: Sequence[int], most_points: int = MOST_POINTS
) -> None:
    """Refuse a comment that cannot be taken as it is. Raises RuleBroken.

    The field of a fault in a point is `points-<place>-<part>`, counted from 0.
    """
    if not filing.points:
        raise RuleBroken(N_("Write at least one point."), field="points-0-text")
    if len(filing.points) > most_points:
        raise RuleBroken(
            N_("A comment has at most %(most)s points. File the others as a second comment."),
            field="points",
            most=most_points,
        )
    for place, point in enumerate(filing.points):
        _check_point(point, f"points-{place}", questions)
    if len(filing.title) > LONGEST_TITLE:
        raise RuleBroken(N_("Use at most %(most)s characters."), field="title", most=LONGEST_TITLE)
    if len(filing.files) > MOST_FILES:
        raise RuleBroken(TOO_MANY_FILES, field="files", most=MOST_FILES)
    personal = filing.organisation_id is None
    if personal != (filing.capacity in {Capacity.PERSONAL, *OF_COMMITTEES}):
        raise RuleBroken(N_("Say for whom you speak."), field="speaker")
    by_letter = filing.capacity is Capacity.ON_BEHALF_OF_CLIENT
    if by_letter != (filing.authority_id is not None):
        raise RuleBroken(N_("Say for whom you speak."), field="speaker")
    if filing.anonymous and filing.capacity is not Capacity.PERSONAL:
        raise RuleBroken(
            N_("An organisation speaks under its name. Only a person may leave theirs out."),
            field="anonymous",
        )


def _check_point(point: NewPoint, place: str, questions: Sequence[int]) -> None:
    if not point.text.strip() and not point.ask.strip():
        raise RuleBroken(N_("Write what this point says or asks."), field=f"{place}-text")
    if len(point.ask) > LONGEST_ASK:
        raise RuleBroken(
            N_("Use at most %(most)s characters."), field=f"{place}-ask", most=LONGEST_ASK
        )
    if len(point.text) > LONGEST_POINT:
        raise RuleBroken(
            N_("Use at most %(most)s characters. Attach longer texts as a file."),
            field=f"{place}-text",
            most=LONGEST_POINT,
        )
    if point.question is not None and point.question not in questions:
        raise RuleBroken(N_("The notice has no such question."), field=f"{place}-question")


def check_period(period: CommentPeriod | None, *, now: datetime) -> None:
    """Refuse comments on a notice that asks for none, or not yet. Late ones are taken."""
    if period is None:
        raise RuleBroken(N_("This notice asks for no comments."))
    if legal_day(now) < period.opens:
        raise RuleBroken(N_("The comment period of this notice has not begun yet."))


def is_late(filed_at: datetime, closes: date | None, opens: date | None) -> bool:
    """Say whether a comment came after the last day of the notice's period."""
    if closes is None or opens is None:
        return False
    return filed_at >= CommentPeriod(opens, closes).deadline


def canonical_filing(
    filing: Filing,
    *,
    number: str,
    docket: str,
    notice: str | None,
    organisation: str | None,
    author: str,
    agent: str | None = None,
    filed_at: datetime,
) -> str:
    """Return the one way in which a filing is written down; its SHA-256 is the digest.

    It holds what everyone can read once the comment is posted, and nothing else: the
    organisation by its short name, and the one that filed for it where one did; the author
    as shown, the files by name, size and hash.
    """
    by_letter = {} if agent is None else {"filed_by": agent}
    return canonical(
        by_letter
        | {
            "author": author,
            "capacity": filing.capacity.value,
            "comment": number,
            "docket": docket,
            "filed_at": filed_at.isoformat(),
            "files": [
                {"name": file.name, "sha256": file.sha256, "size": file.size}
                for file in filing.files
            ],
            "locale": filing.locale,
            "notice": notice,
            "organisation": organisation,
            "points": [_written(place, point) for place, point in enumerate(filing.points, 1)],
            "stance": filing.stance.value if filing.stance else None,
            "title": tidy(filing.title),
        }
    )


def _written(place: int, point: NewPoint) -> dict[str, Any]:
    written = {
        "ask": tidy(point.ask),
        "number": place,
        "question": point.question,
        "stance": point.stance.value if point.stance else None,
        "text": tidy(point.text),
    }
    return written | ({"dissent_of": point.dissent_of} if point.dissent_of else {})


MODERATION = Span(3, working=True)
"""Within it a moderator reads a comment (`timing_defaults.yaml`, moderation_within)."""
ANSWERING = Span(60)
"""Within it after the closing day every point is answered (response.publish_within)."""


@dataclass(frozen=True)
class NextDays:
    """The days that the author of a comment may count on."""

    read_by: date
    """A moderator has read it."""
    closes: date | None
    answered_by: date | None
    """Every point of the docket's comments has its answer."""


def next_days(filed_at: datetime, closes: date | None) -> NextDays:
    """Return what happens next, and until when."""
    filed_on = legal_day(filed_at)
    answered = ANSWERING.last_day(max(closes, filed_on)) if closes else None
    return NextDays(MODERATION.last_day(filed_on), closes, answered)
