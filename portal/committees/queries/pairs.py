"""The committees held against the groups they mirror, and what is missing there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, or_

from portal.accounts.models import Person
from portal.committees.models import Committee
from portal.committees.queries.rosters import Place, chair_in, places_in, with_seats
from portal.kernel.database import db
from portal.negotiations.models import NegotiatingGroup, Theme
from portal.negotiations.queries import find_group, groups, themes


@dataclass(frozen=True)
class Pair:
    """A theme with the group and the committee that face each other over it."""

    theme: Theme
    group: NegotiatingGroup | None
    committee: Committee | None
    chair: Person | None
    vacant: tuple[Place, ...] = ()
    """Seats of the committee that have stood empty for too long."""
    expired: bool = False
    """Whether nobody has confirmed the group's contact in time (R03)."""

    @property
    def is_gap(self) -> bool:
        """Whether one side of a core theme is missing."""
        return self.theme.core and (self.group is None or self.committee is None)

    @property
    def is_whole(self) -> bool:
        """Whether both sides are there, each with somebody to ask and no seat long empty."""
        there = self.group is not None and self.committee is not None
        return there and not (self.unled or self.vacant or self.expired)

    @property
    def unled(self) -> bool:
        """Whether the group has nobody who leads it or stands in: no counterpart to name."""
        return self.group is not None and not (self.group.lead or self.group.substitute)

    @property
    def is_there(self) -> bool:
        """Whether any side of the theme is there."""
        return self.group is not None or self.committee is not None


def mirror(*, on: date) -> list[Pair]:
    """Return every theme with its two sides as they are on the day, the core themes first.

    5 statements.
    """
    facing = {
        committee.theme_id: committee
        for committee in db.session.scalars(with_seats().where(is_mirror(), still_sits(on)))
    }
    led = groups()
    return [_paired(x, led.get(x.id), facing.get(x.id), on) for x in themes()]


def pair_of(theme: Theme, *, on: date) -> Pair:
    """Return a theme with its two sides as they are on the day. 4 statements."""
    query = with_seats().where(is_mirror(), still_sits(on), Committee.theme_id == theme.id)
    return _paired(theme, find_group(theme), db.session.scalar(query), on)


def _paired(
    theme: Theme, group: NegotiatingGroup | None, committee: Committee | None, on: date
) -> Pair:
    places = places_in(committee, on=on) if committee else []
    empty = tuple(place for place in places if place.is_gap)
    until = group.valid_until if group else None
    return Pair(theme, group, committee, chair_in(places), empty, until is not None and until < on)


def matching(pairs: Iterable[Pair], typed: str) -> list[Pair]:
    """Return the pairs in whose names or codes every typed word is found, in any language."""
    words = typed.casefold().split()
    return [pair for pair in pairs if all(word in _words_of(pair) for word in words)]


def _words_of(pair: Pair) -> str:
    known = [pair.theme.code, *pair.theme.name.texts.values()]
    if pair.group:
        names = pair.group.agency.name.texts.values()
        known += [pair.group.code, *names, *pair.group.agency.abbreviation.texts.values()]
    if pair.committee:
        known.append(pair.committee.code)
    return " ".join(known).casefold()


def is_mirror() -> ColumnElement[bool]:
    """Return the condition that a committee is for its theme everywhere: the group's mirror."""
    return and_(Committee.negotiation_id.is_(None), Committee.region_id.is_(None))


def still_sits(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that a committee sits on the day."""
    return and_(
        Committee.established_on <= on, or_(Committee.ends_on.is_(None), Committee.ends_on >= on)
    )
