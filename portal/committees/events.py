"""What has happened to the committees."""

from dataclasses import dataclass

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CommitteeEstablished(Event):
    """A committee was set up across from the group of a theme."""

    committee: str
    theme: str
    seats: int
