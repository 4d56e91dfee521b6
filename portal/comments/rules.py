"""States of a comment, who it speaks for, how it may be shown. Pure rules."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle
from portal.kernel.text import N_


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
        CommentState.VERIFICATION_PENDING: (CommentState.IN_MODERATION,),
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


class Capacity(StrEnum):
    """For whom the author speaks."""

    PERSONAL = "personal"
    OWN_BEHALF = "own_behalf"
    """An organisation, for itself."""
    ON_BEHALF_OF_MEMBERS = "on_behalf_of_members"


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
MOST_FILES = 20
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes."""
LONGEST_ASK = 280
"""Characters: what is asked for fits in one sentence."""
LONGEST_POINT = 20_000
"""Characters."""
