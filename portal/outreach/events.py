"""What happens to pages that explain, and to information that is asked for."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.events import Event
from portal.kernel.text import N_
from portal.outreach.rules import RefusalGround, RequestState


@dataclass(frozen=True, kw_only=True)
class PagePublished(Event):
    """A page of outreach was published, or published anew."""

    sentence = N_("A page that explains was published: %(page)s.")

    page: str
    kind: str
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InformationRequested(Event):
    """Somebody asked for information. Who and what is not told."""

    request: str
    agency: str
    theme: str | None


@dataclass(frozen=True, kw_only=True)
class RequestConfirmed(Event):
    """The asker confirmed the address; the clock runs."""

    request: str
    due: date


@dataclass(frozen=True, kw_only=True)
class RequestDisowned(Event):
    """The owner of the address said that it was not they who asked."""

    request: str


@dataclass(frozen=True, kw_only=True)
class RequestAcknowledged(Event):
    """An official took it in hand."""

    request: str


@dataclass(frozen=True, kw_only=True)
class RequestExtended(Event):
    """There is more time for the answer, once."""

    request: str
    due: date


@dataclass(frozen=True, kw_only=True)
class RequestPassedOn(Event):
    """Another agency answers it; its last day stays."""

    request: str
    agency: str


@dataclass(frozen=True, kw_only=True)
class RequestClosed(Event):
    """It was answered, in part or whole, refused, or redirected."""

    request: str
    outcome: RequestState
    ground: RefusalGround | None


@dataclass(frozen=True, kw_only=True)
class RequestAppealed(Event):
    """The asker appealed against what was kept back."""

    request: str
    due: date


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    """Another person decided: it is answered anew, or what was kept back stays so."""

    request: str
    allowed: bool


@dataclass(frozen=True, kw_only=True)
class RequestForgotten(Event):
    """Nobody confirmed the address within seven days; nothing of the request is kept."""

    request: str


@dataclass(frozen=True, kw_only=True)
class InformationPublished(Event):
    """The answer, without the asker, is in the library."""

    sentence = N_("A question was answered for everyone: %(request)s.")

    request: str
