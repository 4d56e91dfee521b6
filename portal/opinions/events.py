"""What happens to opinions.

Before the filing an entry says that something was done and to which draft, by a number that
means nothing to others: not in which committee, not on which docket, and never a word.
"""

from dataclasses import dataclass

from portal.kernel.events import Event
from portal.kernel.text import N_
from portal.opinions.rules import Joining


@dataclass(frozen=True, kw_only=True)
class OpinionBegun(Event):
    """A draft was begun."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class OpinionRevised(Event):
    """A new version of a draft was saved."""

    opinion: str
    version: int


@dataclass(frozen=True, kw_only=True)
class OpinionRemarked(Event):
    """A member commented on a version, or the members were asked to."""

    opinion: str
    version: int


@dataclass(frozen=True, kw_only=True)
class OpinionShared(Event):
    """A committee was invited to a draft, joined it, declined, or was let go."""

    opinion: str
    joining: Joining


@dataclass(frozen=True, kw_only=True)
class OpinionRecused(Event):
    """A member stepped aside, or took that back."""

    opinion: str
    is_taken_back: bool


@dataclass(frozen=True, kw_only=True)
class OpinionPutToVote(Event):
    """A version was frozen and put to the vote."""

    opinion: str
    version: int


@dataclass(frozen=True, kw_only=True)
class OpinionVotedOn(Event):
    """Somebody cast a vote, or changed it; how is no fact of the ledger."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class OpinionDissented(Event):
    """Somebody who did not vote for it attached a dissent, or said that there is none."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class OpinionWithdrawn(Event):
    """A draft was given up."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class OpinionFiled(Event):
    """Committees filed what they had adopted; everyone may read it."""

    sentence = N_(
        "%(committees)s filed an opinion, adopted with %(in_favour)s votes for and "
        "%(against)s against: %(comment)s."
    )

    comment: str
    committees: str
    in_favour: int
    against: int
    abstained: int
    dissents: int
