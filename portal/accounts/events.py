"""What happened to accounts. For the audit, not for the timeline: row numbers only."""

from dataclasses import dataclass

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonCreated(Event):
    """An account was opened."""

    person: int
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """A person was sent a link by which to set their password."""

    person: int


@dataclass(frozen=True, kw_only=True)
class PasswordSet(Event):
    """A person chose a new password; every earlier sign-in ended with it."""

    person: int


@dataclass(frozen=True, kw_only=True)
class PersonSignedIn(Event):
    """A person signed in."""

    person: int
    factor: str = ""
    """What was given besides the password, or instead of it."""


@dataclass(frozen=True, kw_only=True)
class SignInRefused(Event):
    """Somebody tried to sign in, and what they gave was not right (ASVS 16.3.1).

    Neither the address that was typed nor where it came from is kept.
    """

    person: int | None
    """Whose account was tried; nothing where no account has the address."""
    step: str
    """What was not right: the password, the factor, the passkey, or the proof."""


@dataclass(frozen=True, kw_only=True)
class PersonSignedOut(Event):
    """Sign-ins of a person were ended."""

    person: int
    ended: int


@dataclass(frozen=True, kw_only=True)
class PersonDisabled(Event):
    """An account was closed, and its sign-ins with it."""

    person: int


@dataclass(frozen=True, kw_only=True)
class PersonEnabled(Event):
    """A closed account was opened again."""

    person: int


@dataclass(frozen=True, kw_only=True)
class PersonProved(Event):
    """Whoever is signed in gave the password or a factor once more."""

    person: int
    factor: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountWished(Event):
    """Somebody asked for an account; whether there is one already is not told."""

    wish: int


@dataclass(frozen=True, kw_only=True)
class FactorAdded(Event):
    """A person set up a second factor."""

    person: int
    factor: str


@dataclass(frozen=True, kw_only=True)
class FactorRemoved(Event):
    """A person removed one of their second factors."""

    person: int
    factor: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesIssued(Event):
    """A person was shown new recovery codes; older ones are void."""

    person: int


@dataclass(frozen=True, kw_only=True)
class FactorsReset(Event):
    """An administrator took every second factor of a person away."""

    person: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MoveWished(Event):
    """A person asked to move to another address."""

    person: int


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """A person's new address confirmed itself."""

    person: int


@dataclass(frozen=True, kw_only=True)
class AddressRestored(Event):
    """A change of address was taken back from the former one."""

    person: int


@dataclass(frozen=True, kw_only=True)
class MailboxGiven(Event):
    """A public body was given the mailbox to which letters to it go."""

    agency: str
