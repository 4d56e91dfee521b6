"""Contacts outside the portal: recorded in five working days, late ones marked, none changed."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.accounts.rules import Role
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import LEGAL_TIME
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from portal.meetings.models import Contact
from portal.meetings.queries import get_contact
from portal.meetings.rules import ContactKind, check_contact, contact_due
from portal.register.models import Docket
from tests.conftest import NOON
from tests.makers import a_docket, a_person, an_agency, an_organisation, in_all
from tests.meetings.makers import a_contact

TODAY = NOON.date()
DAYS = st.dates(min_value=date(2024, 4, 1), max_value=date(2028, 12, 31))


@given(DAYS, st.integers(-3, 3))
def test_a_contact_is_late_after_its_fifth_working_day(day, offset):
    due = contact_due(day)
    assert working_days_between(day, due) == 5
    recorded = datetime.combine(due + timedelta(days=offset), time(12), LEGAL_TIME)
    contact = Contact(on=day, recorded_at=recorded)
    assert contact.is_late is (offset > 0)


@given(st.integers(-3, 3))
def test_only_what_has_taken_place_is_recorded(offset):
    facts = {"party": "The Union", "organisation_id": None, "subject": in_all("Cheese")}
    day = TODAY + timedelta(days=offset)
    if offset <= 0:
        assert check_contact(day, today=TODAY, **facts)[0] == day
    else:
        with pytest.raises(RuleBroken) as broken:
            check_contact(day, today=TODAY, **facts)
        assert broken.value.field == "on"


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"on": None}, "on"), ({"party": ""}, "party"), ({"subject": None}, "subject")],
)
def test_a_contact_says_when_with_whom_and_what_about(app, missing, field):
    with pytest.raises(RuleBroken) as broken:
        a_contact(**missing)
    assert broken.value.field == field


def test_what_was_recorded_stays_and_is_corrected_beside(app):
    first = a_contact()
    first.party = "Somebody else"
    with pytest.raises(RuleBroken):
        db.session.flush()
    db.session.rollback()
    docket = first.docket_id
    docket = db.session.get_one(Docket, docket)
    second = a_contact(docket, party="The League", corrects=get_contact(first.number))
    assert (first.number, second.number) == ("K-2026-0001", "K-2026-0002")
    assert second.corrects.id == first.id
    with pytest.raises(RuleBroken):
        a_contact(docket, corrects=get_contact("K-2026-0001"))


def test_the_register_and_the_docket_show_contacts_and_mark_the_late(app, browse):
    docket, other = a_docket(), a_docket()
    late = a_contact(docket, on=date(2026, 4, 1), party="The late Union")
    organisation = an_organisation()
    fresh = a_contact(docket, on=date(2026, 4, 17), organisation_id=organisation.id)
    elsewhere = a_contact(other)
    guest = browse()
    page = guest.get("/en/contacts").text
    for words in (late.number, fresh.number, elsewhere.number, "The late Union"):
        assert words in page
    assert organisation.name.en in page
    assert page.count("Recorded late") == 1
    narrowed = guest.get(f"/en/contacts?docket={docket.number}").text
    assert elsewhere.number not in narrowed
    of_docket = guest.get(f"/en/dockets/{docket.number}").text
    assert "Other contacts" in of_docket
    assert late.number in of_docket
    assert elsewhere.number not in of_docket
    assert guest.get("/en/contacts?docket=NONE").status_code == 404


def test_an_official_records_and_corrects_a_contact(app, browse):
    docket = a_docket()
    agency = an_agency()
    office = browse(a_person(Role.NEGOTIATOR, at=agency))
    form = {
        "docket": docket.number,
        "agency_id": str(agency.id),
        "kind": "letter",
        "on": "2026-04-16",
        "organisation_id": "",
        "party": "The Union",
        "subject-source": "en",
        "subject-en": "Cheese",
    }
    refused = office.post("/en/desk/contacts/new", data=form | {"party": ""})
    assert refused.status_code == 422
    assert "Say with whom" in refused.text
    assert office.post("/en/desk/contacts/new", data=form).status_code == 303
    contact = db.session.scalars(select(Contact)).one()
    assert (contact.kind, contact.agency_id) == (ContactKind.LETTER, agency.id)

    again = form | {"party": "The League"}
    path = f"/en/desk/contacts/{contact.number}/correct"
    assert office.post(path, data=again).status_code == 303
    page = browse().get("/en/contacts").text
    assert "The League" in page
    assert "Corrected" in page
    assert office.post(path, data=again).status_code == 422
    told = " ".join(entry.content for entry in db.session.scalars(select(Entry)))
    assert "Union" not in told
    assert "Cheese" not in told


def test_an_agency_that_one_does_not_serve_cannot_be_named(app, browse):
    docket, ours, theirs = a_docket(), an_agency(), an_agency()
    form = {
        "docket": docket.number,
        "agency_id": str(theirs.id),
        "kind": "call",
        "on": "2026-04-16",
        "party": "The Union",
        "subject-source": "en",
        "subject-en": "Cheese",
    }
    office = browse(a_person(Role.ANALYST, at=ours))
    assert office.post("/en/desk/contacts/new", data=form).status_code == 422


def test_contacts_cost_the_same_with_one_and_with_three(app, browse, statements):
    docket = a_docket()
    counts = []
    for many in (1, 2):
        for _ in range(many):
            a_contact(docket)
        with statements() as seen:
            assert browse().get(f"/en/contacts?n={many}").status_code == 200
        counts.append(len(seen))
    assert counts == [2, 2]


def test_an_empty_register_says_so(browse):
    assert "No contact is recorded." in browse().get("/en/contacts").text
