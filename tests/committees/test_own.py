"""What members and applicants do for themselves, and what others never see of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.rules import MemberRole
from portal.committees.models import Application, Declaration, Undertaking
from portal.committees.queries import clearance_of
from portal.committees.rules import ApplicationState
from portal.committees.wording import wording
from portal.kernel.database import db
from tests.committees.makers import (
    TODAY,
    a_declaration,
    a_member,
    a_place,
    a_term,
    an_application,
    an_officer,
    an_undertaking,
    refused,
)
from tests.conftest import NOON
from tests.makers import a_committee, a_person, a_seat, a_theme, an_organisation

SIGNED = {"clearance": "committee_confidential", "agreed": "y"}


def a_seated_person(**facts):
    person = a_person(of=an_organisation(), **facts)
    a_seat(a_committee(a_theme()), an_organisation(), holder=person)
    return person


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_undertaking_is_read_and_signed_in_each_language(browse, locale):
    person = a_seated_person()
    browser = browse(person)
    page = browser.get(f"/{locale}/my/undertaking").text
    for clause in wording().clauses[locale]:
        assert clause.split("'")[0] in page
    assert wording().digest(locale) in page

    answer = browser.post(f"/{locale}/my/undertaking", data=SIGNED | {"signed": person.name})

    assert answer.status_code == 303
    kept = db.session.scalars(select(Undertaking)).one()
    assert (kept.locale, kept.digest) == (locale, wording().digest(locale))
    assert clearance_of(person.id, now=NOON)


def test_without_the_tick_or_the_name_it_is_not_signed(browse):
    person = a_seated_person()
    browser = browse(person)
    for data in ({"signed": person.name}, SIGNED | {"signed": "Somebody"}):
        answer = browser.post("/en/my/undertaking", data=data)
        assert answer.status_code == 422
        assert data["signed"] in answer.text
    assert clearance_of(person.id, now=NOON) is None


def test_who_sits_nowhere_signs_and_declares_nothing(browse):
    browser = browse(a_person())
    for page in ("undertaking", "declaration"):
        assert browser.get(f"/en/my/{page}").status_code == 403
        assert browser.post(f"/en/my/{page}", data=SIGNED).status_code == 403
    assert "You sit in no committee." in browser.get("/en/my/seats").text


def test_a_secretary_is_not_led_to_papers_that_only_members_sign(browse):
    secretary = an_officer()
    a_committee(a_theme(), secretary_id=secretary.id)
    page = browse(secretary).get("/en/my/seats").text
    assert "Secretary" in page
    assert "/my/undertaking" not in page
    assert "/my/declaration" not in page


def test_whose_term_ended_yesterday_signs_no_more(browse):
    person = a_person()
    a_seat(a_committee(a_theme()), an_organisation(), holder=person, ends=TODAY - timedelta(days=1))
    assert browse(person).get("/en/my/undertaking").status_code == 403


def test_an_undertaking_is_taken_back_on_the_page(browse):
    person = a_seated_person()
    an_undertaking(person)
    browser = browse(person)
    assert "Take your undertaking back" in browser.get("/en/my/seats").text
    assert browser.post("/en/my/undertaking/end").status_code == 303
    assert clearance_of(person.id, now=NOON) is None
    assert "Take your undertaking back" not in browser.get("/en/my/seats").text


def test_interests_are_declared_on_the_page(browse):
    person = a_seated_person()
    browser = browse(person)
    assert "not declared your interests" in browser.get("/en/my/seats").text
    wrong = browser.post("/en/my/declaration", data={"interests": "Shares.", "chapters": "sugar"})
    assert wrong.status_code == 422
    assert "two digits with commas between" in wrong.text
    assert "Shares." in wrong.text
    assert browser.post("/en/my/declaration", data={}).status_code == 422

    answer = browser.post("/en/my/declaration", data={"interests": "Shares.", "chapters": "17, 4"})

    assert answer.status_code == 303
    assert db.session.scalars(select(Declaration)).one().chapters == ["04", "17"]
    assert "HS chapters: 04, 17" in browser.get("/en/my/seats").text


def test_ones_page_says_what_is_in_force_expired_and_ended(browse):
    person = a_seated_person()
    an_undertaking(person, expires_on=TODAY - timedelta(days=1))
    an_undertaking(person, ended_at=NOON)
    a_declaration(person)
    page = browse(person).get("/en/my/seats").text
    assert "expired" in page
    assert "ended" in page
    assert "no undertaking in force" in page


def test_ones_page_costs_the_same_with_one_seat_and_with_three(browse, statements):
    person = a_person(of=an_organisation())
    browser = browse(person)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_seat(a_committee(a_theme()), an_organisation(), holder=person)
            an_undertaking(person)
        with statements() as seen:
            assert browser.get("/en/my/seats").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] == 10


def test_an_organisation_applies_reads_why_it_was_refused_and_appeals(browse):
    organisation = an_organisation()
    owner = a_member(organisation, MemberRole.OWNER)
    committee = a_committee(a_theme())
    browser = browse(owner)
    address = f"/en/committees/{committee.code}/apply"
    data = {"acting_id": organisation.id, "category": "sme"}
    assert browser.get(address).status_code == 200
    assert browser.post(address, data=data).status_code == 422
    answer = browser.post(address, data=data | {"case": "We speak for bakers."})
    assert answer.status_code == 303
    page = answer.location
    assert "We speak for bakers." in browser.get(page).text

    refused(db.session.scalars(select(Application)).one(), by=an_officer())
    text = browser.get(page).text
    assert "No seat of this kind is free" in text
    assert "held until 2028" in text
    assert browser.post(page, data={"appeal": ""}).status_code == 422
    assert browser.post(page, data={"appeal": "One is free."}).status_code == 303
    assert db.session.scalars(select(Application)).one().state is ApplicationState.APPEALED
    assert browser.post(page, data={"appeal": "Again."}).status_code == 422


def test_a_body_puts_forward_one_of_its_members(browse):
    chamber, baker = an_organisation(), an_organisation()
    committee = a_committee(a_theme())
    data = {
        "acting_id": chamber.id,
        "organisation_id": baker.id,
        "category": "sme",
        "case": "Good.",
    }
    browser = browse(a_member(chamber, MemberRole.REPRESENTATIVE))
    assert browser.post(f"/en/committees/{committee.code}/apply", data=data).status_code == 303
    kept = db.session.scalars(select(Application)).one()
    assert (kept.organisation_id, kept.nominated_by_id) == (baker.id, chamber.id)
    assert kept.holder_id is None


def test_nobody_applies_in_the_name_of_an_organisation_that_is_not_theirs(browse):
    own, other = an_organisation(), an_organisation()
    committee = a_committee(a_theme())
    address = f"/en/committees/{committee.code}/apply"
    data = {"acting_id": other.id, "category": "sme", "case": "Let us in."}
    browser = browse(a_member(own, MemberRole.REPRESENTATIVE))
    assert browser.post(address, data=data).status_code == 422
    assert browse(a_member(own)).post(address, data=data).status_code == 403
    assert db.session.scalar(select(Application.id)) is None


def test_an_application_is_hidden_from_strangers(browse):
    organisation = an_organisation()
    committee = a_committee(a_theme())
    application = an_application(
        committee, organisation=organisation, case="Our margins fell by half."
    )
    address = f"/en/my/applications/{application.number}"
    owner = browse(a_member(organisation, MemberRole.OWNER))
    assert "Our margins fell" in owner.get(address).text
    for reader in (browse(), browse(a_person()), browse(a_member(an_organisation()))):
        assert reader.get(address).status_code == 404
        assert reader.post(address, data={"appeal": "Mine."}).status_code == 404
        assert reader.post(f"{address}/end").status_code == 404
    public = browse().get(f"/en/committees/{committee.code}").text
    assert "margins" not in public
    assert organisation.name.en not in public
    assert "1 application was made." in public


def test_an_application_is_taken_back(browse):
    organisation = an_organisation()
    application = an_application(organisation=organisation)
    browser = browse(a_member(organisation, MemberRole.OWNER))
    assert browser.post(f"/en/my/applications/{application.number}/end").status_code == 303
    assert db.session.get_one(Application, application.id).state is ApplicationState.WITHDRAWN


def test_refusals_are_public_as_numbers_with_their_reasons(browse):
    committee = a_committee(a_theme())
    for _ in range(2):
        refused(an_application(committee), by=an_officer())
    seated = an_application(committee)
    a_term(a_place(committee))
    page = browse().get(f"/en/committees/{committee.code}").text
    assert "3 applications were made." in page
    assert "2 were refused." in page
    assert "No seat of this kind is free" in page
    assert seated.number not in page
    every = browse().get("/en/committees/balance").text
    assert "3 applications were made." in every
