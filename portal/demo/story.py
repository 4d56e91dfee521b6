"""The story as it is told: who and what it knows by name, and its steps in the order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from portal.accounts.models import (
    Agency,
    HsChapter,
    Organisation,
    OrganisationKind,
    Person,
    Region,
    Sector,
)
from portal.accounts.rules import OrganisationSize
from portal.comments.models import Comment
from portal.demo.dates import Shift
from portal.kernel.database import Model, db
from portal.negotiations.models import Negotiation, Theme
from portal.register.models import Docket, Notice, Plan

Coded = TypeVar("Coded", Agency, Region, Theme, Negotiation, HsChapter, Sector)


@dataclass
class Story:
    """What has been put on the stage so far, by the names that `content/` uses."""

    shift: Shift
    agencies: dict[str, Agency] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    negotiations: dict[str, Negotiation] = field(default_factory=dict)
    chapters: dict[str, HsChapter] = field(default_factory=dict)
    sectors: dict[str, Sector] = field(default_factory=dict)
    sizes: dict[str, OrganisationSize | None] = field(default_factory=dict)
    """The size that each kind of organisation names."""
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    dockets: dict[str, Docket] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.agencies = _by_code(Agency)
        self.regions = _by_code(Region)
        self.chapters = _by_code(HsChapter)
        self.sectors = _by_code(Sector)
        self.sizes = {kind.code: kind.size for kind in db.session.scalars(select(OrganisationKind))}
        self.themes = _by_code(Theme)
        self.negotiations = _by_code(Negotiation)


@dataclass(frozen=True, order=True)
class Step:
    """Something that happens in the story, and when."""

    at: datetime
    happen: Callable[[], None] = field(compare=False)


Chapter = Callable[[Story], Iterator[Step]]


def tell(story: Story, *chapters: Chapter) -> int:
    """Let everything in the chapters happen, in the order of time; return how much did.

    Steps of one moment happen in the order in which the chapters give them.
    """
    steps = sorted(step for chapter in chapters for step in chapter(story))
    for step in steps:
        step.happen()
    db.session.flush()
    return len(steps)


def _by_code(kind: type[Coded]) -> dict[str, Coded]:
    return {row.code: row for row in db.session.scalars(select(kind))}


def saved(record: Model) -> None:
    """Put a record into the database, so that it has its key."""
    db.session.add(record)
    db.session.flush()
