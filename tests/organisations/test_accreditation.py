"""Accreditation: asking, deciding, appealing, reminding."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.rules import OrganisationGroup, Role
from portal.kernel import clock
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.organisations.actions import (
    appeal_refusal,
    grant_accreditation,
    refuse_accreditation,
    request_accreditation,
)
from portal.organisations.models import Accreditation
from portal.organisations.queries import accreditation_on, get_accreditation
from portal.organisations.reminders import remind_of_ends
from portal.organisations.rules import (
    LATEST_REMINDER,
    AccreditationState,
    Check,
    RefusalReason,
)
from portal.outbox.models import Letter
from tests.attachments.makers import PDF
from tests.comments.makers import a_comment
from tests.conftest import NOON
from tests.makers import a_person, an_organisation
from tests.organisations.makers import a_letter, a_member, an_accreditation

TODAY = legal_day(NOON)
DAY = timedelta(days=1)
EVERY = [check.value for check in Check]


def letters():
    return [x.subject for x in db.session.scalars(select(Letter).order_by(Letter.id))]


def state_of(request):
    db.session.expire_all()
    return db.session.get_one(Accreditation, request.id).state


def test_an_association_asks_with_its_statutes_and_the_chamber_finds_it_on_its_desk(browse):
    organisation = an_organisation()
    owner, chamber = browse(a_member(organisation)), browse(a_person(Role.CHAMBER))
    path = f"/en/desk/organisations/{organisation.slug}/accreditation"
    assert "Choose the file." in owner.post(path).text
    answer = owner.post(path, data={"files": (io.BytesIO(PDF), "statutes.pdf")})
    assert answer.status_code == 303
    request = db.session.scalars(select(Accreditation)).one()
    assert request.state is AccreditationState.REQUESTED
    again = owner.post(path, data={"files": (io.BytesIO(PDF), "statutes.pdf")})
    assert again.status_code == 422
    assert f"Decide whether to accredit {organisation.name.en}" in chamber.get("/en/desk").text
    assert organisation.name.en in chamber.get("/en/desk/accreditations").text
    statutes = f"/en/desk/accreditations/{request.id}/statutes"
    for reader in (chamber, owner):
        with reader.get(statutes) as handed_out:
            assert handed_out.data == PDF
    for stranger in (None, a_person(), a_person(Role.MODERATOR)):
        assert browse(stranger).get(statutes).status_code == 404


def test_the_chamber_accredits_when_every_check_is_ticked(browse):
    organisation = an_organisation()
    request, owner = an_accreditation(organisation), a_member(organisation)
    chamber = browse(a_person(Role.CHAMBER))
    path = f"/en/desk/accreditations/{request.id}"
    partly = chamber.post(path, data={"decision": "grant", "checks": EVERY[:-1], "note": "Thanks"})
    assert partly.status_code == 422
    assert "Accredit only when every check is ticked" in partly.text
    assert "Thanks" in partly.text
    granted = chamber.post(path, data={"decision": "grant", "checks": EVERY})
    assert granted.status_code == 303
    assert state_of(request) is AccreditationState.GRANTED
    row = db.session.get_one(Accreditation, request.id)
    assert (row.starts_on, row.ends_on) == (TODAY, date(2029, 4, 19))
    assert [x.recipient for x in db.session.scalars(select(Letter))] == [owner.email]
    assert "is accredited" in letters()[0]
    assert chamber.post(path, data={"decision": "grant", "checks": EVERY}).status_code == 422


def test_a_refusal_needs_a_reason_and_the_association_reads_it(browse):
    organisation = an_organisation()
    owner, request = browse(a_member(organisation)), an_accreditation(organisation)
    chamber = browse(a_person(Role.CHAMBER))
    path = f"/en/desk/accreditations/{request.id}"
    assert "Choose the reason." in chamber.post(path, data={"decision": "refuse"}).text
    assert state_of(request) is AccreditationState.REQUESTED
    reason = {"decision": "refuse", "reason": "members_not_shown", "note": "Send the list."}
    assert chamber.post(path, data=reason).status_code == 303
    page = owner.get(f"/en/desk/organisations/{organisation.slug}/accreditation").text
    assert "It is not shown whom it speaks for." in page
    assert "Send the list." in page
    public = browse().get(f"/en/organisations/{organisation.slug}").text
    assert "Send the list." not in public
    assert "not shown whom" not in public


def test_an_appeal_is_decided_by_another_officer(browse):
    organisation = an_organisation()
    owner, request = browse(a_member(organisation)), an_accreditation(organisation)
    first, second = a_person(Role.CHAMBER), a_person(Role.CHAMBER)
    refuse_accreditation(
        get_accreditation(request.id),
        checks=[],
        reason=RefusalReason.STATUTES_INCOMPLETE,
        note="",
        by=first,
        now=NOON,
    )
    db.session.commit()
    path = f"/en/desk/organisations/{organisation.slug}/accreditation/{request.id}/appeal"
    assert owner.post(path, data={"appeal": " "}).status_code == 422
    assert owner.post(path, data={"appeal": "They are complete."}).status_code == 303
    assert state_of(request) is AccreditationState.APPEALED
    decide = f"/en/desk/accreditations/{request.id}"
    refuser, other = browse(first), browse(second)
    assert "They are complete." in other.get(decide).text
    assert "Decide the appeal of" in other.get("/en/desk").text
    refused = refuser.post(decide, data={"decision": "grant", "checks": EVERY})
    assert refused.status_code == 422
    assert "Another officer of the Chamber decides the appeal." in refused.text
    assert other.post(decide, data={"decision": "grant", "checks": EVERY}).status_code == 303
    assert state_of(request) is AccreditationState.GRANTED


def test_a_refusal_that_is_upheld_is_the_end_of_it_and_a_new_request_begins_anew(app):
    organisation, owner, officer = an_organisation(), a_person(), a_person(Role.CHAMBER)
    request = an_accreditation(organisation, AccreditationState.APPEALED)
    facts = {"checks": [], "reason": RefusalReason.UNTRUE, "note": "", "now": NOON}
    refuse_accreditation(get_accreditation(request.id), by=officer, **facts)
    db.session.commit()
    assert state_of(request) is AccreditationState.UPHELD
    with pytest.raises(RuleBroken):
        appeal_refusal(get_accreditation(request.id), appeal="Again", by=owner, now=NOON)
    request_accreditation(organisation, statutes=a_letter(), by=owner, now=NOON)


def test_an_appeal_of_another_association_is_out_of_reach(browse):
    ours, theirs = an_organisation(), an_organisation()
    request = an_accreditation(theirs, AccreditationState.REFUSED)
    path = f"/en/desk/organisations/{ours.slug}/accreditation/{request.id}/appeal"

    assert browse(a_member(ours)).post(path, data={"appeal": "No"}).status_code == 404


@pytest.mark.parametrize("group", [OrganisationGroup.FIRM, OrganisationGroup.CHAMBER])
def test_only_associations_ask(app, group):
    with pytest.raises(RuleBroken):
        request_accreditation(
            an_organisation(group=group), statutes=a_letter(), by=a_person(), now=NOON
        )


def test_the_third_in_a_row_begins_when_the_second_ends_and_has_no_end(app):
    organisation = an_organisation()
    for starts, ends in (
        (date(2020, 5, 1), date(2023, 4, 30)),
        (date(2023, 5, 1), date(2026, 4, 30)),
    ):
        an_accreditation(organisation, AccreditationState.GRANTED, starts_on=starts, ends_on=ends)
    request, officer = an_accreditation(organisation), a_person(Role.CHAMBER)
    grant_accreditation(
        get_accreditation(request.id), checks=list(Check), note="", by=officer, now=NOON
    )
    db.session.commit()
    row = db.session.get_one(Accreditation, request.id)

    assert (row.starts_on, row.ends_on) == (date(2026, 5, 1), None)
    assert accreditation_on(organisation, date(2099, 1, 1)).id == request.id
    with pytest.raises(RuleBroken):
        request_accreditation(organisation, statutes=a_letter(), by=a_person(), now=NOON)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_it_runs_to_its_last_day(app, offset):
    organisation = an_organisation()
    an_accreditation(organisation, AccreditationState.GRANTED, ends_on=TODAY)
    found = accreditation_on(organisation, TODAY + offset * DAY)

    assert (found is not None) == (offset <= 0)


def test_owners_are_reminded_sixty_and_fourteen_days_before_the_end_each_once(app):
    organisation, ends = an_organisation(), date(2026, 12, 31)
    owner = a_member(organisation)
    an_accreditation(organisation, AccreditationState.GRANTED, ends_on=ends)
    told = {}
    for left in (61, 60, 59, 30, 15, 14, 13, 1, 0):
        day = NOON + (ends - TODAY - left * DAY)
        told[left] = remind_of_ends(day) + remind_of_ends(day)

    assert told == {61: 0, 60: 1, 59: 0, 30: 0, 15: 0, 14: 1, 13: 0, 1: 0, 0: 0}
    assert (
        letters() == [f"The accreditation of {organisation.name.en}: last day 31 December 2026"] * 2
    )
    assert {x.recipient for x in db.session.scalars(select(Letter))} == {owner.email}


@pytest.mark.parametrize("late", [-30, -31])
def test_a_worker_that_slept_reminds_late_and_once(app, late):
    organisation = an_organisation()
    a_member(organisation)
    an_accreditation(organisation, AccreditationState.GRANTED, ends_on=TODAY + late * DAY)
    done = [remind_of_ends(NOON), remind_of_ends(NOON)]

    assert done == ([1, 0] if -late <= LATEST_REMINDER.days else [0, 0])


def test_whoever_has_asked_again_is_not_reminded(app):
    organisation = an_organisation()
    a_member(organisation)
    an_accreditation(organisation, AccreditationState.GRANTED, ends_on=TODAY + 10 * DAY)
    an_accreditation(organisation)

    assert remind_of_ends(NOON) == 0


def test_an_ending_accreditation_is_a_task_of_its_owners(browse):
    organisation = an_organisation()
    an_accreditation(organisation, AccreditationState.GRANTED, ends_on=TODAY + 14 * DAY)
    desk = browse(a_member(organisation)).get("/en/desk").text

    assert f"Ask for the next accreditation of {organisation.name.en}" in desk
    assert "4 May 2026" in desk


@pytest.mark.parametrize("state", [None, AccreditationState.REFUSED, AccreditationState.GRANTED])
def test_accreditation_has_no_effect_on_the_right_to_comment(app, state):
    organisation = an_organisation()
    if state:
        an_accreditation(organisation, state)

    assert a_comment(of=organisation, now=clock.now()).organisation_id == organisation.id
