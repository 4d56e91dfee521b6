"""How somebody stands to a paper: as its owner, as a reader, or outside."""

from dataclasses import dataclass

from portal.accounts.rules import Role
from portal.papers.models import Paper

OWNERS = (Role.NEGOTIATOR, Role.AUTHOR)
"""Who files papers for an agency, and sees who read them."""


@dataclass(frozen=True)
class Sight:
    """A paper as somebody stands to it."""

    paper: Paper
    is_owner: bool
    is_reader: bool

    @property
    def is_known(self) -> bool:
        """Whether more is shown than the abstract."""
        return self.is_owner or (self.is_reader and self.paper.withdrawn_at is None)
