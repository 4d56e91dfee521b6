"""What happens around meetings: who is invited, what is moved, recorded, decided."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.events import Event
from portal.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class MeetingCalled(Event):
    """A meeting was called for a day."""

    sentence = N_("Meeting %(meeting)s was called for %(on)s.")

    meeting: str
    on: date
    committees: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(Event):
    """Time, place or places of a meeting changed."""

    sentence = N_("Meeting %(meeting)s was changed; it is on %(on)s.")

    meeting: str
    on: date


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Event):
    """A meeting will not take place."""

    sentence = N_("Meeting %(meeting)s was cancelled; the reason is shown with it.")

    meeting: str


@dataclass(frozen=True, kw_only=True)
class AgendaChanged(Event):
    """A public item came to an agenda or left it."""

    sentence = N_("The agenda of meeting %(meeting)s was changed.")

    meeting: str


@dataclass(frozen=True, kw_only=True)
class ClosedAgendaChanged(Event):
    """An item that only the committee knows came or left."""

    meeting: str


@dataclass(frozen=True, kw_only=True)
class MeetingDemanded(Event):
    """A member asked for a meeting, so that one has to be called."""

    sentence = N_("A member of committee %(committee)s asked for a meeting.")

    committee: str


@dataclass(frozen=True, kw_only=True)
class PlaceTaken(Event):
    """Somebody registered, for a place or for the waiting list."""

    meeting: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class PlaceGivenUp(Event):
    """Somebody who was registered will not come."""

    meeting: str
    moved_up: int
    """How many moved up from the waiting list."""


@dataclass(frozen=True, kw_only=True)
class RecusalNoted(Event):
    """A seat steps aside while an item is dealt with."""

    sentence = N_("For item %(item)s of meeting %(meeting)s a member stepped aside.")

    meeting: str
    item: int


@dataclass(frozen=True, kw_only=True)
class AttendanceRecorded(Event):
    """It was written down which seats were filled."""

    sentence = N_("Attendance of meeting %(meeting)s: %(present)s of %(voting)s voting seats.")

    meeting: str
    present: int
    voting: int


@dataclass(frozen=True, kw_only=True)
class MinutesDrafted(Event):
    """Minutes were written or rewritten; they are not public yet."""

    meeting: str
    version: int


@dataclass(frozen=True, kw_only=True)
class MinutesPublished(Event):
    """Minutes were approved and are public."""

    sentence = N_("The minutes of meeting %(meeting)s were published, version %(version)s.")

    meeting: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ActionDone(Event):
    """What a meeting asked for was done."""

    sentence = N_("Action %(action)s of meeting %(meeting)s was done.")

    meeting: str
    action: str


@dataclass(frozen=True, kw_only=True)
class CalendarOpened(Event):
    """A person made an address for their own calendar."""


@dataclass(frozen=True, kw_only=True)
class CalendarClosed(Event):
    """A person ended the address of their own calendar."""


@dataclass(frozen=True, kw_only=True)
class HearingCalled(Event):
    """A public hearing was called for a day."""

    sentence = N_("Public hearing %(meeting)s was called for %(on)s.")

    meeting: str
    on: date
    notice: str


@dataclass(frozen=True, kw_only=True)
class TestimonyRequested(Event):
    """Somebody asked to speak at a hearing."""

    meeting: str
    testimony: str


@dataclass(frozen=True, kw_only=True)
class TestimonyWithdrawn(Event):
    """Somebody will not speak after all."""

    meeting: str
    testimony: str


@dataclass(frozen=True, kw_only=True)
class SlotGiven(Event):
    """A speaker got a slot."""

    sentence = N_("Testimony %(testimony)s at hearing %(meeting)s got slot %(slot)s.")

    meeting: str
    testimony: str
    slot: int


@dataclass(frozen=True, kw_only=True)
class TestimonyRefused(Event):
    """A request to speak got no slot; its author was told why."""

    meeting: str
    testimony: str


@dataclass(frozen=True, kw_only=True)
class ContactRecorded(Event):
    """Officials recorded a contact outside the portal."""

    sentence = N_("A contact outside the portal was recorded: %(contact)s.")

    contact: str
    on: date
    corrects: str | None = None


@dataclass(frozen=True, kw_only=True)
class BriefingGiven(Event):
    """Cleared members were told of a day of a round. Not told on timelines."""

    negotiation: str
    round: int
    theme: str
    on: date


@dataclass(frozen=True, kw_only=True)
class BriefingAsked(Event):
    """A cleared member asked about a round."""

    negotiation: str
    round: int
    theme: str


@dataclass(frozen=True, kw_only=True)
class BriefingAnswered(Event):
    """A question about a round was answered."""

    negotiation: str
    round: int
    theme: str


@dataclass(frozen=True, kw_only=True)
class RoundReported(Event):
    """The public report on a round came out."""

    sentence = N_("The report on round %(round)s of %(negotiation)s was published.")

    negotiation: str
    round: int
