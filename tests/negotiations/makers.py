"""Builders of groups, focal points and rounds, as officials have named them."""

from datetime import date
from itertools import count
from typing import Any

from portal.accounts.models import Agency, Person
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.negotiations.actions import note_consultation
from portal.negotiations.models import FocalPoint, NegotiatingGroup, Negotiation, Round, Theme
from portal.negotiations.queries import get_negotiation, get_post
from portal.negotiations.rules import ConsultationKind
from tests.conftest import NOON
from tests.makers import a_person, an_agency, in_all, saved

_next = count(1)


def a_group(theme: Theme, **facts: Any) -> NegotiatingGroup:
    """The permanent group of a theme; with a negotiation, its group there."""
    number = next(_next)
    facts = {
        "code": f"WG-{theme.code}-{number}",
        "mailbox": f"group{number}@ministry.example",
        "languages": "kk ru",
        "valid_until": date(2026, 12, 31),
    } | facts
    if "agency_id" not in facts:
        facts["agency_id"] = an_agency().id
    return saved(NegotiatingGroup(theme_id=theme.id, **facts))


def a_focal_point(
    theme: Theme, agency: Agency, person: Person | None = None, **facts: Any
) -> FocalPoint:
    """Somebody who answers for a theme within a body, since the beginning of 2026."""
    person = person or a_person(Role.FOCAL_POINT, at=agency)
    facts = {
        "mailbox": f"focal{next(_next)}@ministry.example",
        "languages": "kk ru",
        "starts_on": date(2026, 1, 12),
    } | facts
    made = saved(FocalPoint(theme_id=theme.id, agency_id=agency.id, person_id=person.id, **facts))
    return get_post(made.id)


def a_round(negotiation: Negotiation, number: int = 1, **facts: Any) -> Round:
    """A round in May 2026."""
    facts = {
        "place": in_all("Geneva"),
        "starts_on": date(2026, 5, 11),
        "ends_on": date(2026, 5, 13),
    } | facts
    return saved(Round(negotiation_id=negotiation.id, number=number, **facts))


def talks_of(agency: Agency, **facts: Any) -> Negotiation:
    """Negotiations that the body leads, as a view has them."""
    number = next(_next)
    facts = {
        "code": f"PTA-{number}",
        "kind": "pta",
        "name": in_all(f"Talks {number}"),
        "stage": "exploratory",
    } | facts
    made = saved(Negotiation(lead_id=agency.id, **facts))
    return get_negotiation(made.code)


def heard(negotiation: Negotiation, reference: str = "H-1", **facts: Any) -> None:
    """Let a hearing be held where the talks stand."""
    facts = {"kind": ConsultationKind.HEARING, "by": None, "now": NOON} | facts
    note_consultation(negotiation, reference=reference, **facts)
    db.session.commit()
