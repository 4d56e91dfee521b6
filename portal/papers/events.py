"""What happens to restricted papers. For the audit and their owners; never on timelines."""

from dataclasses import dataclass

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PaperFiled(Event):
    """A restricted paper was put where those who may can read it."""

    paper: str
    clearance: str
    committees: int


@dataclass(frozen=True, kw_only=True)
class PaperWithdrawn(Event):
    """A restricted paper was taken away."""

    paper: str


@dataclass(frozen=True, kw_only=True)
class PaperRead(Event):
    """Somebody opened a paper, or took a copy. The mark is on every page they saw."""

    paper: str
    mark: str
    manner: str


@dataclass(frozen=True, kw_only=True)
class LeakReported(Event):
    """Somebody found words of a paper where they do not belong."""

    paper: str
    incident: int


@dataclass(frozen=True, kw_only=True)
class LeakClosed(Event):
    """It was found out what had happened, and what follows."""

    paper: str
    incident: int
