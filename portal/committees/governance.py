"""The bodies of the National Chamber and the seats of each, as the law and its rules lay down."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.kernel.text import Localized

FILE = Path(__file__).parent.parent / "reference" / "governance.yaml"


@dataclass(frozen=True)
class Quota:
    """Seats that are kept for one kind of voice."""

    name: Localized
    seats: int


@dataclass(frozen=True)
class Body:
    """A body of the Chamber."""

    code: str
    name: Localized
    task: Localized
    quotas: tuple[Quota, ...]

    @property
    def seats(self) -> int:
        """How many seats it has; 0 where their number is not laid down."""
        return sum(quota.seats for quota in self.quotas)


@cache
def bodies() -> tuple[Body, ...]:
    """Return the bodies, the highest first."""
    kept: list[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(
        Body(
            code=body["code"],
            name=_told(body["name"]),
            task=_told(body["task"]),
            quotas=tuple(Quota(_told(x["name"]), x["seats"]) for x in body.get("quotas", ())),
        )
        for body in kept
    )


def _told(texts: dict[str, str]) -> Localized:
    return Localized.of(texts, source="ru")
