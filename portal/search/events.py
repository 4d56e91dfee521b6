"""What happens to the index."""

from dataclasses import dataclass

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class IndexRebuilt(Event):
    """The index was built anew, so that searches may find what they did not before."""

    documents: int
