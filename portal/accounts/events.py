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
