"""What people call the states and kinds of comments."""

from portal.comments.rules import Capacity, CommentState, Stance, WithholdReason
from portal.web.locale import _l

STANCES = {
    Stance.SUPPORT: _l("Support"),
    Stance.SUPPORT_WITH_CHANGES: _l("Support with changes"),
    Stance.OPPOSE: _l("Oppose"),
    Stance.NEUTRAL_INFORMATION: _l("Information, neither for nor against"),
    Stance.MIXED: _l("Mixed"),
}

STANCE_BADGES = {
    Stance.SUPPORT: "support",
    Stance.SUPPORT_WITH_CHANGES: "changes",
    Stance.OPPOSE: "oppose",
    Stance.NEUTRAL_INFORMATION: "neutral",
    Stance.MIXED: "mixed",
}
"""The kind of badge that shows each stance."""

STATES = {
    CommentState.VERIFICATION_PENDING: _l("Waiting for the address to be confirmed"),
    CommentState.IN_MODERATION: _l("Received, to be read by a moderator"),
    CommentState.PUBLISHED: _l("Posted"),
    CommentState.PUBLISHED_REDACTED: _l("Posted with parts left out"),
    CommentState.WITHHELD: _l("Withheld"),
    CommentState.WITHDRAWN: _l("Withdrawn by its author"),
    CommentState.DUPLICATE: _l("Sent twice"),
}

CAPACITIES = {
    Capacity.PERSONAL: _l("speaking personally"),
    Capacity.OWN_BEHALF: _l("for itself"),
    Capacity.ON_BEHALF_OF_MEMBERS: _l("on behalf of its members"),
    Capacity.ON_BEHALF_OF_CLIENT: _l("through a representative"),
    Capacity.COMMITTEE_OPINION: _l("opinion of the committee"),
    Capacity.JOINT_POSITION: _l("joint position of the committees"),
}

REASONS = {
    WithholdReason.PERSONAL_DATA: _l("It holds personal data of other people."),
    WithholdReason.INSULT_OR_THREAT: _l("It insults or threatens somebody."),
    WithholdReason.UNLAWFUL: _l("The law forbids publishing it."),
    WithholdReason.COMMERCIAL_SPAM: _l("It is advertising."),
    WithholdReason.CONFIDENTIAL_WITHOUT_PUBLIC_VERSION: _l(
        "It holds confidential facts and came without a public version."
    ),
    WithholdReason.OFF_TOPIC_AFTER_REVIEW: _l("It is about something else than the notice."),
    WithholdReason.IDENTITY_MISUSE: _l("It was filed in somebody else's name."),
}
"""Why a comment is not shown, as its page says."""
