"""What has happened to the committees: codes, numbers, days; people by row number only.

Whatever changes a public page of the room has a sentence: pages are kept by the version
of the public ledger. What people sign concerns nobody else, and has none.
"""

from dataclasses import dataclass
from datetime import date

from portal.kernel.events import Event
from portal.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class CommitteeEstablished(Event):
    """A committee was set up across from the group of a theme."""

    sentence = N_("Committee %(committee)s was set up for theme %(theme)s.")

    committee: str
    theme: str
    seats: int


@dataclass(frozen=True, kw_only=True)
class CommitteeChanged(Event):
    """What a committee is for, or how to reach it, was written anew."""

    sentence = N_("The particulars of committee %(committee)s were changed.")

    committee: str


@dataclass(frozen=True, kw_only=True)
class CommitteeClosed(Event):
    """A committee was given its last day."""

    sentence = N_("Committee %(committee)s ends on %(ends)s.")

    committee: str
    ends: date


@dataclass(frozen=True, kw_only=True)
class SeatCreated(Event):
    """A committee got one more seat."""

    sentence = N_("Committee %(committee)s got one more seat.")

    committee: str
    seat: int
    role: str
    category: str


@dataclass(frozen=True, kw_only=True)
class SeatAbolished(Event):
    """A seat is there no more."""

    sentence = N_("A seat in committee %(committee)s was abolished.")

    committee: str
    seat: int


@dataclass(frozen=True, kw_only=True)
class TermBegun(Event):
    """An organisation was given a seat for a time."""

    sentence = N_("A seat in committee %(committee)s was filled from %(starts)s.")

    committee: str
    seat: int
    organisation: int
    starts: date
    ends: date | None


@dataclass(frozen=True, kw_only=True)
class TermEnded(Event):
    """An organisation's time in a seat was given its last day."""

    sentence = N_("A term in committee %(committee)s ends on %(ends)s.")

    committee: str
    seat: int
    ends: date


@dataclass(frozen=True, kw_only=True)
class HolderReplaced(Event):
    """An organisation sent other people into its seat."""

    sentence = N_("Another person sits in a seat of committee %(committee)s.")

    committee: str
    seat: int
    holder: int | None
    alternate: int | None


@dataclass(frozen=True, kw_only=True)
class ApplicationMade(Event):
    """An organisation asked for a seat, or was put forward for one."""

    sentence = N_("Somebody applied for a seat in committee %(committee)s.")

    committee: str
    application: str
    nominated: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """An applicant thought better of it."""

    sentence = N_("An application for a seat in committee %(committee)s was withdrawn.")

    committee: str
    application: str


@dataclass(frozen=True, kw_only=True)
class ApplicantSeated(Event):
    """An application led to a seat."""

    sentence = N_("An application for a seat in committee %(committee)s was granted.")

    committee: str
    application: str


@dataclass(frozen=True, kw_only=True)
class ApplicationRefused(Event):
    """An application was refused, for a reason that is told."""

    sentence = N_("An application for a seat in committee %(committee)s was refused.")

    committee: str
    application: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefusalAppealed(Event):
    """An applicant asked another officer to look again."""

    sentence = N_("A refusal of a seat in committee %(committee)s was appealed.")

    committee: str
    application: str


@dataclass(frozen=True, kw_only=True)
class RefusalUpheld(Event):
    """Another officer looked again, and the refusal stands."""

    sentence = N_("A refusal of a seat in committee %(committee)s was upheld on appeal.")

    committee: str
    application: str


@dataclass(frozen=True, kw_only=True)
class InterestsDeclared(Event):
    """Somebody who sits in committees declared their interests for a year."""

    sentence = N_("Somebody who sits in a committee declared their interests.")

    person: int
    chapters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UndertakingSigned(Event):
    """A person gave their word to keep confidence."""

    person: int
    clearance: str
    version: str
    digest: str
    expires: date


@dataclass(frozen=True, kw_only=True)
class ClearanceGranted(Event):
    """Texts under negotiation were opened to a person."""

    person: int
    clearance: str


@dataclass(frozen=True, kw_only=True)
class UndertakingEnded(Event):
    """An undertaking was taken back by the person, or revoked by the Chamber."""

    person: int
    revoked: bool


@dataclass(frozen=True, kw_only=True)
class ContactWritten(Event):
    """Somebody wrote to those who sit on either side of a theme."""

    theme: str
    message: str
    to: tuple[str, ...]
