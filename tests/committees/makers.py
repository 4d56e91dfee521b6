"""Builders of what committees hold: undertakings, declarations, terms, applications."""

from datetime import date, timedelta
from typing import Any

from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.rules import MemberRole, Role
from portal.committees.actions import apply_for_seat, begin_term, refuse_application
from portal.committees.models import Application, Committee, Declaration, Seat, Term, Undertaking
from portal.committees.rules import Clearance, RefusalReason, SeatCategory
from portal.kernel.database import db
from tests.conftest import NOON
from tests.makers import (
    a_committee,
    a_person,
    a_seat,
    a_theme,
    an_organisation,
    saved,
)

TODAY = date(2026, 4, 20)
"""The legal day of NOON."""


def a_member(
    organisation: Organisation, role: MemberRole = MemberRole.MEMBER, **facts: Any
) -> Person:
    """Somebody who belongs to an organisation."""
    person = a_person(**facts)
    saved(Membership(person_id=person.id, organisation_id=organisation.id, role=role))
    return person


def an_officer() -> Person:
    """Somebody of the Chamber's secretariat."""
    return a_person(Role.CHAMBER)


def an_undertaking(
    person: Person, clearance: Clearance = Clearance.COMMITTEE_CONFIDENTIAL, **facts: Any
) -> Undertaking:
    """A signed undertaking, granted, that is in force until tonight."""
    signed = facts.get("signed_at", NOON - timedelta(days=30))
    facts = {"signed_at": signed, "granted_at": signed, "expires_on": TODAY} | facts
    return saved(Undertaking(person_id=person.id, clearance=clearance, **facts))


def a_declaration(person: Person, *chapters: str, **facts: Any) -> Declaration:
    """A declaration of interests made today."""
    facts = {"declared_on": TODAY, "interests": ""} | facts
    return saved(Declaration(person_id=person.id, chapters=list(chapters), **facts))


def a_place(committee: Committee | None = None, **facts: Any) -> Seat:
    """A vacant seat."""
    return a_seat(committee or a_committee(a_theme()), **facts)


def a_term(seat: Seat, organisation: Organisation | None = None, **facts: Any) -> Term:
    """A term that begins today."""
    facts = {"starts_on": TODAY, "by": None, "now": NOON} | facts
    term = begin_term(seat, organisation=organisation or an_organisation(), **facts)
    db.session.commit()
    return term


def an_application(committee: Committee | None = None, **facts: Any) -> Application:
    """An application that waits for the Chamber."""
    facts = {
        "category": SeatCategory.ASSOCIATION,
        "case": "We speak for forty growers.",
        "by": None,
        "now": NOON,
    } | facts
    facts.setdefault("organisation", an_organisation())
    application = apply_for_seat(committee or a_committee(a_theme()), **facts)
    db.session.commit()
    return application


def refused(application: Application, *, by: Person | None = None) -> Application:
    """Refuse an application."""
    refuse_application(
        application,
        reason_code=RefusalReason.NO_VACANCY,
        reason="Both seats of this kind are held until 2028.",
        by=by,
        now=NOON,
    )
    db.session.commit()
    return application
