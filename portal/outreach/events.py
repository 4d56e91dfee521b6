"""What has happened to the pages of outreach."""

from dataclasses import dataclass

from portal.kernel.events import Event
from portal.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class PagePublished(Event):
    """A page of outreach was published, or published anew."""

    sentence = N_("A page that explains was published: %(page)s.")

    page: str
    kind: str
    languages: tuple[str, ...]
