"""What happened to organisations: row numbers, days and figures, never who or what address."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Event):
    """An organisation was entered in the register by somebody who is its owner from then on."""

    organisation: str
    """Its name in addresses."""
    kind: str


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Event):
    """An owner changed the facts of an organisation."""

    organisation: str


@dataclass(frozen=True, kw_only=True)
class MandateStated(Event):
    """An organisation said for how many it speaks and how it adopts a position."""

    organisation: str
    members: int | None
    employees: int | None
    adoption: str


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Event):
    """An owner invited somebody by mail."""

    organisation: str
    role: str
    invitation: int


@dataclass(frozen=True, kw_only=True)
class MemberInvitationWithdrawn(Event):
    """An owner took an invitation back."""

    organisation: str
    invitation: int


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """A person took an invitation up."""

    organisation: str
    person: int
    role: str


@dataclass(frozen=True, kw_only=True)
class MembershipAsked(Event):
    """A person asked the owners of an organisation to let them in."""

    organisation: str
    person: int


@dataclass(frozen=True, kw_only=True)
class MembershipAnswered(Event):
    """A request to be let in was accepted or refused."""

    organisation: str
    person: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(Event):
    """A member of an organisation has another role from now on."""

    organisation: str
    person: int
    role: str


@dataclass(frozen=True, kw_only=True)
class OwnershipTransferred(Event):
    """An owner handed the organisation over."""

    organisation: str
    person: int
    """The new owner."""


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Event):
    """A person is in the organisation no more: removed by an owner, or gone."""

    organisation: str
    person: int


@dataclass(frozen=True, kw_only=True)
class AuthorityGiven(Event):
    """An organisation authorised another to file in its name."""

    organisation: str
    holder: str
    scope: str
    starts: date
    ends: date
    sha256: str
    """Of the letter."""


@dataclass(frozen=True, kw_only=True)
class AuthorityEnded(Event):
    """An organisation took its authority back, or the other laid it down."""

    organisation: str
    holder: str


@dataclass(frozen=True, kw_only=True)
class AccreditationRequested(Event):
    """An association asked the Chamber for accreditation."""

    organisation: str


@dataclass(frozen=True, kw_only=True)
class AccreditationGranted(Event):
    """The Chamber accredited an association."""

    organisation: str
    starts: date
    ends: date | None
    """Its last day; nothing: without end."""


@dataclass(frozen=True, kw_only=True)
class AccreditationRefused(Event):
    """The Chamber did not accredit an association."""

    organisation: str
    reason: str
    after_appeal: bool = False


@dataclass(frozen=True, kw_only=True)
class AccreditationAppealed(Event):
    """An association appealed against a refusal."""

    organisation: str


ON_PAGES: tuple[type[Event], ...] = (
    OrganisationRegistered,
    OrganisationChanged,
    MandateStated,
    AccreditationGranted,
)
"""What changes the pages of the register, though no timeline tells of it."""
