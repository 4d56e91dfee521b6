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


@dataclass(frozen=True, kw_only=True)
class NoticeScheduled(Event):
    """A notice was approved, to be published on a day to come."""

    publish_on: date
    inspect_on: date | None
    """From when it lies open for public inspection, if it does."""


@dataclass(frozen=True, kw_only=True)
class NoticeReturned(Event):
    """A draft went back to its author."""

    was_inspected: bool
    """Whether it had lain open for public inspection."""


@dataclass(frozen=True, kw_only=True)
class Standing(Event):
    """A later notice changed where an earlier one stands."""

    notice: str
    """The later one."""
    earlier: str


@dataclass(frozen=True, kw_only=True)
class NoticeExtended(Standing):
    """The public was given more time."""

    sentence = N_("The time for comments on %(earlier)s was extended to %(closes)s by %(notice)s.")

    closes: date


@dataclass(frozen=True, kw_only=True)
class NoticeReopened(Standing):
    """A comment period that had ended was opened again."""

    sentence = N_("Comments on %(earlier)s are taken again until %(closes)s by %(notice)s.")

    closes: date


@dataclass(frozen=True, kw_only=True)
class NoticeCorrected(Standing):
    """A mistake was put right."""

    sentence = N_("Notice %(earlier)s was corrected by %(notice)s.")


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(Standing):
    """A notice was withdrawn."""

    sentence = N_("Notice %(earlier)s was withdrawn by %(notice)s.")


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(Event):
    """Somebody asked for more time, and the address is known to be theirs."""

    sentence = N_("More time was asked for on notice %(notice)s: until %(until)s.")

    notice: str
    request: str
    until: date


@dataclass(frozen=True, kw_only=True)
class ExtensionRefused(Event):
    """A request for more time was refused, with a published reason."""

    sentence = N_("More time was refused on notice %(notice)s.")

    notice: str
    request: str


@dataclass(frozen=True, kw_only=True)
class ConsultationPlanned(Event):
    """A consultation was announced for the coming months."""

    sentence = N_("A consultation was announced, %(plan)s: it is to open from %(opens_from)s.")

    plan: str
    opens_from: date
    opens_by: date


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Event):
    """An announced consultation was moved or told otherwise."""

    sentence = N_("The announcement %(plan)s was changed: it is to open from %(opens_from)s.")

    plan: str
    opens_from: date
    opens_by: date


@dataclass(frozen=True, kw_only=True)
class PlanDropped(Event):
    """An announced consultation will not take place."""

    sentence = N_("The announced consultation %(plan)s will not take place.")

    plan: str
