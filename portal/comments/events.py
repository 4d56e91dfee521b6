"""What happens to comments. Numbers, days and digests only: never a name or unposted words."""

from dataclasses import dataclass

from portal.comments.rules import WithholdReason
from portal.kernel.events import Event
from portal.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class CommentFiled(Event):
    """A comment was handed in. The timeline tells of it once it is posted."""

    comment: str
    notice: str | None
    points: int
    digest: str
    """SHA-256 of the canonical filing, the same that the receipt gives."""


@dataclass(frozen=True, kw_only=True)
class CommentConfirmed(Event):
    """Its author confirmed the address."""

    comment: str


@dataclass(frozen=True, kw_only=True)
class CommentPosted(Event):
    """Everyone may read it now."""

    sentence = N_("Comment %(comment)s was posted.")

    comment: str


@dataclass(frozen=True, kw_only=True)
class CommentWithheld(Event):
    """It is not shown; its number and the reason are."""

    sentence = N_("Comment %(comment)s was withheld; its page says why.")

    comment: str
    reason: WithholdReason


@dataclass(frozen=True, kw_only=True)
class CommentFolded(Event):
    """It says again what another comment says, and points at that one."""

    sentence = N_("Comment %(comment)s was found to repeat %(original)s.")

    comment: str
    original: str


@dataclass(frozen=True, kw_only=True)
class CommentDisowned(Event):
    """The owner of the address said that it was not they who wrote it. It was never shown."""

    comment: str


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(Event):
    """Its author took it back; the number stays."""

    sentence = N_("Comment %(comment)s was withdrawn by its author.")

    comment: str
