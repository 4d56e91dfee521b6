"""Briefings during a round: there for cleared members alone; the report is for everyone."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.accounts.rules import Role
from portal.committees.rules import Clearance
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import LEGAL_TIME
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from portal.meetings.actions import Sitting, give_briefing, report_round
from portal.meetings.rules import check_briefing_day, minutes_to_answer, report_due
from portal.negotiations.models import Consultation
from portal.negotiations.queries import get_negotiation, get_round, groups_in
from tests.conftest import NOON
from tests.makers import (
    a_committee,
    a_docket,
    a_person,
    a_seat,
    a_theme,
    an_agency,
    an_organisation,
    in_all,
)
from tests.meetings.makers import a_hearing, a_hearing_notice, cleared, published_minutes
from tests.negotiations.makers import a_group, a_round, talks_of

TODAY = NOON.date()
LATER = NOON + timedelta(days=30)


class Scene:
    """A round of one day, today, with a group and a committee that face each other."""

    def __init__(self):
        self.agency = an_agency()
        self.theme = a_theme()
        self.lead = a_person(Role.NEGOTIATOR, at=self.agency)
        self.talks = talks_of(self.agency)
        a_group(self.theme, agency_id=self.agency.id, lead_id=self.lead.id)
        a_round(self.talks, starts_on=TODAY, ends_on=TODAY)
        self.committee = a_committee(self.theme)
        self.member = self.seated(cleared(a_person()))
        self.code = self.talks.code
        self.path = f"/en/negotiations/{self.code}/rounds/1/briefings/{self.theme.code}"

    def seated(self, person, **facts):
        a_seat(self.committee, an_organisation(), holder=person, **facts)
        return person

    def sitting(self):
        db.session.expire_all()
        talks = get_negotiation(self.code)
        return Sitting(talks, get_round(talks, 1), groups_in(talks)[0])

    def brief(self, text="We gave way on cheese."):
        give_briefing(self.sitting(), on=TODAY, text=in_all(text), by=None, now=NOON)
        db.session.commit()


@given(st.integers(-2, 4))
def test_a_note_is_of_a_day_of_the_round(offset):
    first, last = TODAY, TODAY + timedelta(days=2)
    day = TODAY + timedelta(days=offset)
    if 0 <= offset <= 2:
        assert check_briefing_day(day, first, last) == day
    else:
        with pytest.raises(RuleBroken) as broken:
            check_briefing_day(day, first, last)
        assert broken.value.field == "on"


@given(st.dates(min_value=date(2024, 4, 1), max_value=date(2028, 12, 1)))
def test_a_report_is_due_on_the_tenth_working_day(day):
    assert working_days_between(day, report_due(day)) == 10


def test_the_median_leaves_out_what_is_not_answered():
    def asked(minutes):
        return NOON, None if minutes is None else NOON + timedelta(minutes=minutes)

    assert minutes_to_answer([]) is None
    assert minutes_to_answer([asked(None)]) is None
    assert minutes_to_answer([asked(10), asked(None), asked(30), asked(90)]) == 30


def test_briefings_are_there_for_the_lead_and_for_cleared_members_alone(app, browse):
    scene = Scene()
    scene.brief()
    others = {
        "guest": None,
        "without clearance": scene.seated(a_person()),
        "cleared for less": scene.seated(
            cleared(a_person(), clearance=Clearance.COMMITTEE_CONFIDENTIAL)
        ),
        "expired": scene.seated(cleared(a_person(), expires_on=TODAY - timedelta(days=1))),
        "taken back": scene.seated(cleared(a_person(), ended_at=NOON)),
        "term over": scene.seated(cleared(a_person()), ends=TODAY - timedelta(days=1)),
        "cleared, of no committee": cleared(a_person()),
        "another negotiator": a_person(Role.NEGOTIATOR, at=scene.agency),
        "administrator": a_person(Role.ADMINISTRATOR),
    }
    readers = {name: browse(person) for name, person in others.items()}
    for name, reader in readers.items():
        assert reader.get(scene.path).status_code == 404, name
        assert reader.post(f"{scene.path}/questions").status_code == 404, name
        page = reader.get(f"/en/negotiations/{scene.code}/rounds/1").text
        assert "Briefings" not in page, name
        assert "cheese" not in page, name
    for person in (scene.lead, scene.member):
        assert "We gave way on cheese." in browse(person).get(scene.path).text
    told = " ".join(entry.content for entry in db.session.scalars(select(Entry)))
    assert "cheese" not in told


def test_a_clearance_ends_the_same_night(app, browse, stopped_clock):
    scene = Scene()
    person = scene.seated(cleared(a_person(), expires_on=TODAY))
    reader = browse(person)
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=LEGAL_TIME) + timedelta(days=1)
    stopped_clock(midnight - timedelta(seconds=1))
    assert browse(scene.member).get(scene.path).status_code == 200
    stopped_clock(midnight)
    assert reader.get(scene.path).status_code in {401, 404}


def test_a_question_is_asked_and_answered_and_its_time_is_shown(app, browse, stopped_clock):
    scene = Scene()
    lead, member = browse(scene.lead), browse(scene.member)
    note = {"on": TODAY.isoformat(), "text-source": "en", "text-en": "Flour is agreed."}
    assert lead.post(scene.path, data=note | {"on": "2026-04-21"}).status_code == 422
    assert lead.post(scene.path, data=note).status_code == 303
    assert lead.post(scene.path, data=note).status_code == 422
    assert member.post(scene.path, data=note).status_code == 403
    assert lead.post(f"{scene.path}/questions", data={"question": "?"}).status_code == 403
    assert member.post(f"{scene.path}/questions", data={"question": ""}).status_code == 422
    asked = member.post(f"{scene.path}/questions", data={"question": "And grain?"})
    assert asked.status_code == 303
    stopped_clock(NOON + timedelta(minutes=42))
    where = f"{scene.path}/questions/1"
    assert "And grain?" in lead.get(where).text
    assert member.get(where).status_code == 403
    assert lead.post(where, data={"answer": "Not grain."}).status_code == 303
    assert lead.post(where, data={"answer": "Again."}).status_code == 422
    page = member.get(scene.path).text
    for words in ("Flour is agreed.", "And grain?", "Not grain.", "within 42 minutes"):
        assert words in page


def test_the_report_is_public_once_and_its_lateness_too(app, browse, stopped_clock):
    scene = Scene()
    path = f"/en/negotiations/{scene.code}/rounds/1"
    guest, office = browse(), browse(scene.lead)
    assert "It is published by" in guest.get(path).text
    assert guest.get(f"{path}/report").status_code == 401
    assert browse(scene.member).get(f"{path}/report").status_code == 403
    report = {"text-source": "en", "text-en": "Flour is settled."}
    assert office.post(f"{path}/report", data={}).status_code == 422
    stopped_clock(LATER)
    assert "Report overdue" in guest.get(path).text
    stopped_clock(NOON)
    assert office.post(f"{path}/report", data=report).status_code == 303
    assert office.post(f"{path}/report", data=report).status_code == 422
    assert "Flour is settled." in guest.get(path).text
    assert (
        f"/en/negotiations/{scene.code}/rounds/1"
        in guest.get(f"/en/negotiations/{scene.code}").text
    )


def test_a_round_is_not_reported_before_its_last_day(app):
    scene = Scene()
    talks = get_negotiation(scene.code)
    with pytest.raises(RuleBroken):
        report_round(
            talks,
            get_round(talks, 1),
            text=in_all("Early."),
            by=None,
            now=NOON - timedelta(days=1),
        )


def test_what_was_held_counts_as_a_consultation_of_the_talks(app, stopped_clock):
    scene = Scene()
    scene.brief()
    docket = a_docket(negotiation_id=scene.talks.id)
    hearing = a_hearing(a_hearing_notice(docket=docket))
    noted = select(Consultation.reference).order_by(Consultation.id)
    assert list(db.session.scalars(noted)) == [f"{scene.code}/1"]

    published_minutes(hearing, now=hearing.ends_at + timedelta(days=1))

    assert list(db.session.scalars(noted)) == [f"{scene.code}/1", hearing.number]


@pytest.mark.parametrize("path", ["NONE/rounds/1", "NONE/rounds/1/briefings/NONE"])
def test_what_is_not_there_is_missing(browse, path):
    assert browse().get(f"/en/negotiations/{path}").status_code == 404
