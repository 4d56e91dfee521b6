"""What an undertaking opens, and until when."""

from datetime import date, timedelta

from portal.committees.models import Declaration, Undertaking
from portal.committees.queries import clearance_of, find_declaration
from portal.committees.rules import Clearance
from portal.kernel.clock import end_of
from tests.conftest import NOON
from tests.makers import a_person, saved

TODAY = date(2026, 4, 20)


def an_undertaking(person, clearance=Clearance.COMMITTEE_CONFIDENTIAL, **facts):
    facts = {"signed_at": NOON - timedelta(days=30), "expires_on": TODAY} | facts
    return saved(Undertaking(person_id=person.id, clearance=clearance, **facts))


def test_an_undertaking_opens_until_the_midnight_of_its_last_day(app):
    person = a_person()
    an_undertaking(person)

    midnight = end_of(TODAY)
    assert clearance_of(person.id, now=midnight - timedelta(seconds=1))
    assert clearance_of(person.id, now=midnight) is None


def test_an_undertaking_taken_back_opens_nothing_from_that_moment(app):
    person = a_person()
    an_undertaking(person, ended_at=NOON)

    assert clearance_of(person.id, now=NOON - timedelta(seconds=1))
    assert clearance_of(person.id, now=NOON) is None


def test_an_undertaking_opens_nothing_before_it_is_signed(app):
    person = a_person()
    an_undertaking(person, signed_at=NOON)

    assert clearance_of(person.id, now=NOON - timedelta(seconds=1)) is None
    assert clearance_of(person.id, now=NOON)


def test_the_wider_of_two_clearances_counts(app):
    person, other = a_person(), a_person()
    an_undertaking(person, Clearance.CLEARED_ADVISER)
    an_undertaking(person)

    assert clearance_of(person.id, now=NOON) is Clearance.CLEARED_ADVISER
    assert clearance_of(other.id, now=NOON) is None


def test_a_declaration_is_good_for_a_year(app):
    person = a_person()
    saved(Declaration(person_id=person.id, declared_on=TODAY, interests=""))

    assert find_declaration(person.id, on=TODAY)
    assert find_declaration(person.id, on=TODAY + timedelta(days=364))
    assert find_declaration(person.id, on=TODAY + timedelta(days=365)) is None
    assert find_declaration(person.id, on=TODAY - timedelta(days=1)) is None
