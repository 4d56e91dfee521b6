"""What happens in the register."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.events import Event
from portal.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class DocketCreated(Event):
    """A docket was given its number; the public does not see it yet."""


@dataclass(frozen=True, kw_only=True)
class DocketOpened(Event):
    """The first notice of a docket was published, and so the docket with it."""

    sentence = N_("Docket %(docket)s was opened.")


@dataclass(frozen=True, kw_only=True)
class NoticePublished(Event):
    """A notice entered the register."""

    sentence = N_("Notice %(notice)s was published in the register: %(citation)s.")

    notice: str
    citation: str
    kind: str
    closes: date | None
    """The last day for comments, where any are asked for."""
