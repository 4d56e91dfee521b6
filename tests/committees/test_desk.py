"""The Chamber's pages: committees set up, seats filled, applications decided, clearance given."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.queries import get_person
from portal.accounts.rules import Role
from portal.committees.actions import appeal_refusal, sign_undertaking
from portal.committees.models import Application, Committee, Seat, Term, Undertaking
from portal.committees.queries import clearance_of
from portal.committees.rules import ApplicationState, Clearance, SeatCategory
from portal.committees.tasks import tasks
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
from tests.makers import a_committee, a_person, a_seat, a_theme, an_agency, an_organisation
from tests.negotiations.makers import a_group


def a_filled_form(theme, **facts):
    return {
        "code": "C-NEW",
        "theme_id": str(theme.id),
        "kind": "permanent_formal",
        "established_on": "2026-04-20",
        "plan-source": "en",
        "plan-en": "Four meetings a year",
        "mailbox": "chair@chamber.example",
        "languages": ["kk", "ru"],
    } | facts


def test_the_chamber_sets_up_a_committee(browse):
    theme, browser = a_theme(), browse(an_officer())
    assert browser.get("/en/desk/committees/new").status_code == 200
    answer = browser.post("/en/desk/committees/new", data=a_filled_form(theme))
    assert answer.status_code == 303
    assert answer.location.endswith("/en/desk/committees/C-NEW")
    assert "Four meetings a year" in browse().get("/en/committees/C-NEW").text


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"code": "no good"}, "A code is made of letters"),
        ({"kind": "adhoc_formal"}, "its mandate"),
        ({"kind": "adhoc_formal", "mandate-source": "en", "mandate-en": "One"}, "has a last day"),
        ({"plan-en": ""}, "plans for the year"),
        ({"mailbox": "nobody"}, "whole e-mail address"),
        ({"languages": []}, "at least one language"),
        ({"established_on": ""}, "Give the first day"),
    ],
)
def test_what_is_refused_stands_beside_its_field_with_all_that_was_typed(browse, facts, said):
    theme = a_theme()
    answer = browse(an_officer()).post(
        "/en/desk/committees/new", data=a_filled_form(theme, **facts)
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert facts.get("mailbox", "chair@chamber.example") in answer.text
    assert db.session.scalar(select(Committee.id)) is None


def test_a_second_committee_for_the_same_is_refused_on_the_page(browse):
    theme = a_theme()
    a_committee(theme)
    answer = browse(an_officer()).post("/en/desk/committees/new", data=a_filled_form(theme))
    assert answer.status_code == 422
    assert f"Committee C-{theme.code} sits for the same" in answer.text


def test_a_seat_is_made_filled_and_given_to_people(browse):
    committee, organisation = a_committee(a_theme()), an_organisation()
    holder, alternate = a_member(organisation), a_member(organisation)
    browser = browse(an_officer())
    made = browser.post(
        f"/en/desk/committees/{committee.code}/seats",
        data={"role": "member", "category": "academia"},
    )
    seat = made.location
    assert "chosen in the next step" in browser.get(seat).text

    filled = browser.post(
        seat, data={"organisation_id": organisation.id, "starts_on": "2026-04-20"}
    )
    assert filled.status_code == 303
    page = browser.get(seat).text
    assert organisation.name.en in page
    assert holder.name in page

    browser.post(f"{seat}/holder", data={"holder_id": holder.id, "alternate_id": alternate.id})
    roster = browse().get(f"/en/committees/{committee.code}").text
    assert holder.name in roster
    assert f"Alternate: {alternate.name}" in roster


def test_a_stranger_cannot_be_chosen_to_sit_for_an_organisation(browse):
    committee, stranger = a_committee(a_theme()), a_person()
    term = a_term(a_place(committee))
    answer = browse(an_officer()).post(
        f"/en/desk/seats/{term.seat_id}/holder", data={"holder_id": stranger.id}
    )
    assert answer.status_code == 422
    assert db.session.get_one(Term, term.id).holder_id is None


def test_the_sixteenth_vote_is_refused_on_the_page(browse):
    committee = a_committee(a_theme(), *(an_organisation() for _ in range(15)))
    answer = browse(an_officer()).post(
        f"/en/desk/committees/{committee.code}/seats",
        data={"role": "member", "category": "academia"},
    )
    assert answer.status_code == 422
    assert "at most 15 seats with a vote" in answer.text
    assert len(list(db.session.scalars(select(Seat)))) == 15


def test_a_term_is_ended_and_its_empty_seat_abolished(browse):
    term = a_term(a_place())
    browser = browse(an_officer())
    seat = f"/en/desk/seats/{term.seat_id}"
    early = browser.post(f"{seat}/end", data={"ends_on": "2026-04-19"})
    assert early.status_code == 422
    assert browser.post(f"{seat}/abolished").status_code == 422
    assert browser.post(f"{seat}/end", data={"ends_on": "2026-04-20"}).status_code == 303
    assert db.session.get_one(Term, term.id).ends_on == TODAY

    empty = a_place()
    assert browser.post(f"/en/desk/seats/{empty.id}/abolished").status_code == 303
    assert browser.post(f"/en/desk/seats/{empty.id}/end", data={}).status_code == 404


def test_the_particulars_and_the_end_of_a_committee(browse):
    committee = a_committee(a_theme())
    browser, address = browse(an_officer()), f"/en/desk/committees/{committee.code}"
    assert browser.post(address, data={"mailbox": "new@chamber.example"}).status_code == 422
    facts = a_filled_form(a_theme(), mailbox="new@chamber.example")
    assert browser.post(address, data=facts).status_code == 303
    assert browser.post(f"{address}/end", data={"ends_on": "2026-04-20"}).status_code == 303
    page = browse().get(f"/en/committees/{committee.code}").text
    assert "new@chamber.example" in page
    assert "2026-04-20" in page


def test_the_chamber_reads_declared_interests_in_words_and_nobody_else_does(browse):
    holder = a_person()
    committee = a_committee(a_theme())
    a_seat(committee, an_organisation(), holder=holder)
    a_declaration(holder, "17", interests="Shares in Zhetisu Sugar.")
    words = "Shares in Zhetisu Sugar."
    assert words in browse(an_officer()).get(f"/en/desk/committees/{committee.code}").text
    roster = browse().get(f"/en/committees/{committee.code}").text
    assert words not in roster
    assert "HS chapters: 17" in roster


def test_an_application_is_given_a_seat_on_the_page(browse):
    committee = a_committee(a_theme())
    application = an_application(committee)
    seat = a_place(committee)
    browser = browse(an_officer())
    address = f"/en/desk/applications/{application.number}"
    assert "We speak for forty growers." in browser.get(address).text
    assert application.number in browser.get("/en/desk/committees").text

    nothing = browser.post(address, data={"outcome": "seat"})
    assert nothing.status_code == 422
    data = {"outcome": "seat", "seat_id": seat.id, "starts_on": "2026-04-20"}
    assert browser.post(address, data=data).status_code == 303
    assert db.session.get_one(Application, application.id).state is ApplicationState.SEATED


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"outcome": "refuse", "reason": "No seat."}, "Choose the reason"),
        ({"outcome": "refuse", "reason_code": "balance"}, "in your own words why"),
        ({"reason_code": "balance", "reason": "No seat."}, "Choose what becomes of it"),
    ],
)
def test_a_refusal_without_a_reason_is_refused_on_the_page(browse, data, said):
    application = an_application()
    answer = browse(an_officer()).post(f"/en/desk/applications/{application.number}", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.get_one(Application, application.id).state is ApplicationState.WAITING


def test_the_officer_who_refused_is_told_that_another_decides(browse):
    officer = an_officer()
    application = refused(an_application(), by=officer)
    appeal_refusal(application, appeal="Look again.", by=None, now=NOON)
    db.session.commit()
    data = {"outcome": "refuse", "reason": "It stands."}
    address = f"/en/desk/applications/{application.number}"
    own = browse(officer).post(address, data=data)
    assert own.status_code == 422
    assert "an officer who did not refuse it before" in own.text
    assert browse(an_officer()).post(address, data=data).status_code == 303
    assert db.session.get_one(Application, application.id).state is ApplicationState.UPHELD


def test_a_lead_negotiator_grants_clearance_across_from_their_own_group_only(browse):
    theme, lead, other = a_theme(), a_person(Role.NEGOTIATOR), a_person(Role.NEGOTIATOR)
    a_group(theme, lead_id=lead.id)
    a_group(a_theme(), lead_id=other.id)
    adviser = a_person(name="Aigerim Adviser")
    a_seat(a_committee(theme), an_organisation(), holder=adviser)
    undertaking = sign_undertaking(
        clearance=Clearance.CLEARED_ADVISER,
        agreed=True,
        signed=adviser.name,
        locale="en",
        by=adviser,
        now=NOON,
    )
    db.session.commit()
    address = f"/en/desk/clearances/{undertaking.id}"

    stranger, counterpart = browse(other), browse(lead)
    assert "Aigerim Adviser" not in stranger.get("/en/desk/clearances").text
    assert stranger.post(address).status_code == 403
    assert "Aigerim Adviser" in counterpart.get("/en/desk/clearances").text
    assert counterpart.post(address).status_code == 303
    assert clearance_of(adviser.id, now=NOON) is Clearance.CLEARED_ADVISER
    counterpart.get("/en/desk/clearances")
    assert "Nobody waits for clearance." in counterpart.get("/en/desk/clearances").text


def test_the_chamber_revokes_on_the_page_and_the_person_reads_why(browse):
    person = a_person(of=an_organisation())
    a_seat(a_committee(a_theme()), an_organisation(), holder=person)
    undertaking = an_undertaking(person)
    browser, address = browse(an_officer()), f"/en/desk/clearances/{undertaking.id}/end"
    assert person.name in browser.get("/en/desk/clearances").text
    assert person.name in browser.get(address).text
    assert browser.post(address, data={"reason": ""}).status_code == 422
    assert browser.post(address, data={"reason": "A paper was leaked."}).status_code == 303
    assert db.session.get_one(Undertaking, undertaking.id).ended_at == NOON
    assert "A paper was leaked." in browse(person).get("/en/my/seats").text


def test_the_desk_costs_the_same_with_one_committee_and_with_three(browse, statements):
    browser = browse(an_officer())
    counts = []
    for more in (1, 2):
        for _ in range(more):
            committee = a_committee(a_theme(), an_organisation())
            a_place(committee)
            an_application(committee)
        with statements() as seen:
            assert browser.get("/en/desk/committees").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] == 13


def test_gaps_vacancies_and_applications_wait_on_the_desk(browse):
    bare, theme = a_theme(), a_theme()
    committee = a_committee(theme)
    a_seat(committee)
    application = an_application(committee)
    officer = browse(an_officer())
    page = officer.get("/en/desk").text
    assert f"No committee mirrors: {bare.code}" in page
    assert f"No group is named for: {bare.code}, {theme.code}" in page
    assert f"Fill the seats of {committee.code}" in page
    assert f"Decide on application {application.number}" in page
    assert "No committee mirrors" not in browse(a_person()).get("/en/desk").text


def test_a_gap_of_the_group_waits_for_the_agency_that_leads_the_theme(browse):
    theme, elsewhere = a_theme(), a_theme()
    agency = an_agency()
    a_group(a_theme(), agency_id=agency.id)
    theme.lead_id = elsewhere.lead_id = agency.id
    db.session.commit()
    ours = a_person(Role.NEGOTIATOR, at=agency)
    page = browse(ours).get("/en/desk").text
    assert f"No group is named for: {theme.code}, {elsewhere.code}" in page
    assert "No committee mirrors" not in page
    assert "No group is named" not in browse(a_person(Role.NEGOTIATOR)).get("/en/desk").text


def test_whoever_has_nothing_to_do_with_committees_costs_no_statement(app, statements):
    citizen, analyst = (get_person(x.id) for x in (a_person(), a_person(Role.ANALYST)))
    with statements() as seen:
        assert list(tasks(citizen, NOON)) == []
        assert list(tasks(analyst, NOON)) == []
    assert len(seen) == 0


def test_the_desk_goes_on_by_code(browse):
    for number in range(31):
        a_committee(a_theme(), code=f"C-{number:02d}")
    browser = browse(an_officer())
    first = browser.get("/en/desk/committees").text
    assert "/desk/committees/C-29" in first
    assert "/desk/committees/C-30" not in first
    second = browser.get("/en/desk/committees?after=C-29").text
    assert "/desk/committees/C-30" in second
    assert "/desk/committees/C-29" not in second


def test_a_member_is_reminded_of_what_is_due(browse):
    organisation = an_organisation()
    member = a_person(of=organisation)
    a_seat(a_committee(a_theme()), organisation, holder=member)
    browser = browse(member)
    page = browser.get("/en/desk").text
    assert "Sign the undertaking of confidentiality" in page
    assert "Declare your interests for this year" in page

    an_undertaking(member, expires_on=TODAY + timedelta(days=31))
    a_declaration(member, declared_on=TODAY - timedelta(days=365 - 31))
    page = browser.get("/en/desk").text
    assert "Sign the undertaking" not in page
    assert "Declare your interests" not in page


@pytest.mark.parametrize("days", [30, 1])
def test_the_reminder_comes_a_month_before_the_end(browse, days):
    organisation = an_organisation()
    member = a_person(of=organisation)
    a_seat(a_committee(a_theme()), organisation, holder=member)
    an_undertaking(member, expires_on=TODAY + timedelta(days=days))
    a_declaration(member, declared_on=TODAY - timedelta(days=365 - days))
    page = browse(member).get("/en/desk").text
    assert "Sign the undertaking of confidentiality" in page
    assert "Declare your interests for this year" in page


def test_an_application_for_a_kind_without_a_free_seat_shows_none(browse):
    committee = a_committee(a_theme())
    a_place(committee, category=SeatCategory.LABOUR)
    application = an_application(committee)
    page = browse(an_officer()).get(f"/en/desk/applications/{application.number}").text
    assert "Chair (" not in page
    assert "Committee member (" not in page
