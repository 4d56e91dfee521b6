"""What an undertaking opens, and until when."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.committees.actions import (
    declare_interests,
    grant_clearance,
    revoke_undertaking,
    sign_undertaking,
    withdraw_undertaking,
)
from portal.committees.models import Undertaking
from portal.committees.policy import (
    may_grant_clearance,
    may_read_confidential,
    may_read_restricted,
)
from portal.committees.queries import access_of, clearance_of, find_declaration
from portal.committees.rules import Clearance, expiry_of
from portal.committees.standing import ClearanceRequest
from portal.committees.wording import wording
from portal.kernel.clock import end_of
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES
from portal.ledger.models import Entry
from tests.committees.makers import TODAY, a_declaration, an_officer, an_undertaking
from tests.conftest import NOON
from tests.makers import a_person


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
    a_declaration(person)

    assert find_declaration(person.id, on=TODAY)
    assert find_declaration(person.id, on=TODAY + timedelta(days=364))
    assert find_declaration(person.id, on=TODAY + timedelta(days=365)) is None
    assert find_declaration(person.id, on=TODAY - timedelta(days=1)) is None


def sign(person, clearance=Clearance.COMMITTEE_CONFIDENTIAL, **facts):
    facts = {"agreed": True, "signed": person.name, "locale": "ru", "now": NOON} | facts
    undertaking = sign_undertaking(clearance=clearance, by=person, **facts)
    db.session.commit()
    return undertaking


def test_a_signature_opens_committee_papers_for_a_year(app):
    person = a_person(name="Aigerim Serik")
    undertaking = sign(person, signed="  aigerim   SERIK ")

    last = expiry_of(TODAY)
    assert (undertaking.version, undertaking.digest) == (
        wording().version,
        wording().digest("ru"),
    )
    assert clearance_of(person.id, now=NOON) is Clearance.COMMITTEE_CONFIDENTIAL
    assert clearance_of(person.id, now=end_of(last) - timedelta(seconds=1))
    assert clearance_of(person.id, now=end_of(last)) is None
    assert last == TODAY.replace(year=2027) - timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"signed": "Somebody Else"}, "signed"),
        ({"signed": ""}, "signed"),
    ],
)
def test_nothing_is_signed_without_the_tick_and_the_right_name(app, facts, field):
    person = a_person()
    with pytest.raises(RuleBroken) as broken:
        sign(person, **facts)
    assert broken.value.field == field
    assert clearance_of(person.id, now=NOON) is None


def test_texts_under_negotiation_open_only_once_somebody_else_granted_it(app):
    person, lead = a_person(), a_person()
    undertaking = sign(person, Clearance.CLEARED_ADVISER)
    assert clearance_of(person.id, now=NOON) is Clearance.COMMITTEE_CONFIDENTIAL

    with pytest.raises(RuleBroken):
        grant_clearance(undertaking, by=person, now=NOON)
    grant_clearance(undertaking, by=lead, now=NOON)
    assert clearance_of(person.id, now=NOON) is Clearance.CLEARED_ADVISER
    with pytest.raises(RuleBroken):
        grant_clearance(undertaking, by=lead, now=NOON)


def test_what_is_over_cannot_be_granted(app):
    person = a_person()
    over = an_undertaking(
        person, Clearance.CLEARED_ADVISER, granted_at=None, expires_on=TODAY - timedelta(days=1)
    )
    back = an_undertaking(person, Clearance.CLEARED_ADVISER, granted_at=None, ended_at=NOON)
    for undertaking in (over, back):
        with pytest.raises(RuleBroken):
            grant_clearance(undertaking, by=None, now=NOON)


def test_who_may_grant_clearance(app):
    person, lead, officer, other = a_person(), a_person(), an_officer(), a_person()
    request = ClearanceRequest(sign(person, Clearance.CLEARED_ADVISER), {lead.id, person.id})
    people = (person, lead, officer, other)
    loaded = [db.session.merge(x) for x in people]
    for x in loaded:
        db.session.refresh(x, ["duties"])
    assert [may_grant_clearance(x, request) for x in loaded] == [False, True, True, False]


def test_taking_it_back_ends_everything_at_once(app):
    person = a_person()
    sign(person)
    grant_clearance(sign(person, Clearance.CLEARED_ADVISER), by=None, now=NOON)

    withdraw_undertaking(by=person, now=NOON)

    assert clearance_of(person.id, now=NOON) is None
    assert all(x.ended_by_id == person.id for x in db.session.scalars(select(Undertaking)))
    with pytest.raises(RuleBroken):
        withdraw_undertaking(by=person, now=NOON)


def test_the_chamber_revokes_with_a_reason_only(app):
    person, officer = a_person(), an_officer()
    sign(person)
    with pytest.raises(RuleBroken) as broken:
        revoke_undertaking(person, reason="  ", by=officer, now=NOON)
    assert broken.value.field == "reason"
    assert clearance_of(person.id, now=NOON)

    revoke_undertaking(person, reason="A paper was given to the press.", by=officer, now=NOON)

    assert clearance_of(person.id, now=NOON) is None
    assert "press" not in " ".join(db.session.scalars(select(Entry.content)))


def test_without_a_yearly_declaration_nothing_restricted_opens(app):
    person = a_person()
    an_undertaking(person, Clearance.CLEARED_ADVISER, expires_on=TODAY + timedelta(days=900))
    assert not may_read_restricted(person, access_of(person.id, now=NOON))

    declare_interests(interests="Shares in a sugar refinery.", chapters=["17"], by=person, now=NOON)

    year = timedelta(days=365)
    for moment, opens in (
        (NOON, True),
        (NOON + year - timedelta(days=1), True),
        (NOON + year, False),
    ):
        access = access_of(person.id, now=moment)
        assert may_read_restricted(person, access) is opens
        assert may_read_confidential(person, access) is opens


def test_committee_papers_are_not_texts_under_negotiation(app):
    person = a_person()
    an_undertaking(person)
    a_declaration(person)
    access = access_of(person.id, now=NOON)
    assert may_read_confidential(person, access)
    assert not may_read_restricted(person, access)


def test_access_costs_two_statements(app, statements):
    person = a_person()
    an_undertaking(person)
    key = person.id
    with statements() as seen:
        access_of(key, now=NOON)
    assert len(seen) == 2


def test_every_language_has_every_clause_and_a_hash_of_its_own():
    text = wording()
    assert set(text.clauses) == set(LOCALES)
    assert len({len(clauses) for clauses in text.clauses.values()}) == 1
    assert len({text.digest(locale) for locale in LOCALES}) == len(LOCALES)
