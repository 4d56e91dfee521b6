"""Who is in a committee, by kind of voice: counts, concentration, continuity (n14, R40, R56)."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from portal.committees.rules.forums import SeatCategory

Key = TypeVar("Key", bound=Hashable)

LEAST_FOR_SHARES = 10
"""Fewer seats than this are told as numbers only: a share of six says more than it knows."""


class Size(StrEnum):
    """How large an organisation is, as its kind tells."""

    LARGE = "large"
    SMALL = "small"
    """Medium, small and micro firms, and farms."""
    SPEAKS_FOR_OTHERS = "speaks_for_others"
    """Associations, chambers, unions and others that are no firms."""


class Scope(StrEnum):
    """Whether an organisation speaks for the country or for a region."""

    NATIONAL = "national"
    REGIONAL = "regional"
    ITSELF = "itself"


class Orientation(StrEnum):
    """Whether an organisation speaks for one sector or across sectors."""

    SECTORAL = "sectoral"
    HORIZONTAL = "horizontal"
    ITSELF = "itself"


SIZES_BY_KIND = {
    "firm_large": Size.LARGE,
    "state_enterprise": Size.LARGE,
    "foreign_firm": Size.LARGE,
    "firm_medium": Size.SMALL,
    "firm_small": Size.SMALL,
    "firm_micro": Size.SMALL,
    "farm": Size.SMALL,
}

REACH_BY_KIND = {
    "assoc_national_multi": (Scope.NATIONAL, Orientation.HORIZONTAL),
    "assoc_national_sector": (Scope.NATIONAL, Orientation.SECTORAL),
    "assoc_regional": (Scope.REGIONAL, Orientation.HORIZONTAL),
    "assoc_professional": (Scope.NATIONAL, Orientation.SECTORAL),
    "chamber_national": (Scope.NATIONAL, Orientation.HORIZONTAL),
    "chamber_regional": (Scope.REGIONAL, Orientation.HORIZONTAL),
    "chamber_foreign": (Scope.NATIONAL, Orientation.HORIZONTAL),
}
"""For whom each kind speaks; the kinds that are left out speak for themselves."""


class Sector(StrEnum):
    """A part of the economy, wide enough that a committee can have one seat of it."""

    FARMING = "farming"
    MINING = "mining"
    CHEMICALS = "chemicals"
    TEXTILES = "textiles"
    METALS = "metals"
    MACHINERY = "machinery"
    SERVICES = "services"


GOODS = {
    Sector.FARMING: range(1, 25),
    Sector.MINING: range(25, 28),
    Sector.CHEMICALS: range(28, 41),
    Sector.TEXTILES: range(41, 68),
    Sector.METALS: range(68, 84),
    Sector.MACHINERY: range(84, 98),
}
"""The HS chapters of each sector that makes goods."""


@dataclass(frozen=True)
class Member:
    """What is counted of an organisation in a seat."""

    category: SeatCategory
    group: str
    kind: str
    region: str | None
    chapters: tuple[str, ...] = ()

    @property
    def size(self) -> Size:
        """How large it is."""
        return SIZES_BY_KIND.get(self.kind, Size.SPEAKS_FOR_OTHERS)

    @property
    def scope(self) -> Scope:
        """For how much of the country it speaks."""
        return REACH_BY_KIND.get(self.kind, (Scope.ITSELF, Orientation.ITSELF))[0]

    @property
    def orientation(self) -> Orientation:
        """For how much of the economy it speaks."""
        return REACH_BY_KIND.get(self.kind, (Scope.ITSELF, Orientation.ITSELF))[1]

    @property
    def sectors(self) -> list[Sector]:
        """The sectors whose goods, or whose services, it is there for."""
        return sectors_of(self.chapters)


def sectors_of(chapters: Collection[str]) -> list[Sector]:
    """Return the sectors of some HS chapters; who has none deals in services."""
    numbers = {int(chapter) for chapter in chapters}
    found = [sector for sector, goods in GOODS.items() if numbers & set(goods)]
    return found or [Sector.SERVICES]


def spread(keys: Iterable[Key], order: Sequence[Key] = ()) -> list[tuple[Key, int]]:
    """Return how often each key comes: those of the order first, zeros too; then by number."""
    counts = Counter(keys)
    others = [(key, count) for key, count in counts.most_common() if key not in order]
    return [(key, counts[key]) for key in order] + others


def concentration(counts: Iterable[int]) -> float:
    """Return how much lies in one hand, from near 0 to 1 (Herfindahl-Hirschman); 0 for nothing."""
    numbers = [count for count in counts if count]
    whole = sum(numbers)
    return sum((count / whole) ** 2 for count in numbers) if whole else 0.0


def continuity(then: Collection[int], now: Collection[int]) -> float | None:
    """Return the share of those who sit now and sat a year ago too; None where nobody sits."""
    sitting = set(now)
    return len(sitting & set(then)) / len(sitting) if sitting else None
