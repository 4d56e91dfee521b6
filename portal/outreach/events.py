"""What has happened to the pages of outreach."""

from dataclasses import dataclass

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PagePublished(Event):
    """A page of outreach was published, or published anew."""

    page: str
    kind: str
    languages: tuple[str, ...]
