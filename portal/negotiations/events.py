"""What happens to negotiations, and to those who lead them.

What changes a public page has a sentence: pages are validated by public entries.
"""

from dataclasses import dataclass
from datetime import date

from portal.kernel.events import Event
from portal.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class NegotiationChanged(Event):
    """Who leads a negotiation, or with whom it is held, was changed."""

    sentence = N_("The lead or the partners of negotiation %(negotiation)s were changed.")

    negotiation: str


@dataclass(frozen=True, kw_only=True)
class NegotiationMoved(Event):
    """A negotiation moved to another station of its life."""

    sentence = N_("Negotiation %(negotiation)s now stands at stage %(place)s of 6.")

    negotiation: str
    place: int
    before: str
    after: str
    waived: bool
    """Whether a reason was published why nobody was consulted at the stage that was left."""


@dataclass(frozen=True, kw_only=True)
class ConsultationHeld(Event):
    """Those concerned were asked at a stage of a negotiation."""

    negotiation: str
    stage: str
    kind: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class RoundPlanned(Event):
    """A round of a negotiation was entered, to come or past."""

    sentence = N_("Round %(round)s of negotiation %(negotiation)s: %(starts)s to %(ends)s.")

    negotiation: str
    round: int
    starts: date
    ends: date


@dataclass(frozen=True, kw_only=True)
class RoundChanged(RoundPlanned):
    """A round of a negotiation was moved, or its place changed."""

    sentence = N_(
        "Round %(round)s of negotiation %(negotiation)s was changed: %(starts)s to %(ends)s."
    )


@dataclass(frozen=True, kw_only=True)
class GroupNamed(Event):
    """The officials who negotiate a theme were named, or their contact confirmed."""

    sentence = N_("Group of officials %(group)s was named, or its contact confirmed.")

    group: str
    theme: str


@dataclass(frozen=True, kw_only=True)
class FocalPointNamed(Event):
    """A body named who answers for a theme, or changed how to reach them."""

    sentence = N_("%(agency)s said who answers there for theme %(theme)s.")

    agency: str
    theme: str


@dataclass(frozen=True, kw_only=True)
class FocalPointLeft(Event):
    """The last day of a focal point was set."""

    sentence = N_("The focal point of %(agency)s for theme %(theme)s leaves on %(last_day)s.")

    agency: str
    theme: str
    last_day: date
