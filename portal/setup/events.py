"""What has happened to the installation."""

from dataclasses import dataclass

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ReferenceDataLoaded(Event):
    """The reference data of this release was brought into the database."""

    added: int
    changed: int
