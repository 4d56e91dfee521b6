"""Public hearings: called in good time, asked in good time, spoken one after the other."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.accounts.rules import Role
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.ledger.models import Entry
from portal.meetings import rules
from portal.meetings.actions import (
    change_meeting,
    give_slot,
    refuse_testimony,
    request_testimony,
    withdraw_testimony,
)
from portal.meetings.models import Meeting
from portal.meetings.models import Testimony as Speech
from portal.meetings.queries import get_request, speakers_at
from portal.meetings.rules import (
    SLOT,
    check_hearing_day,
    check_request,
    check_slot,
    comments_after,
    requests_end,
    slot_begins,
)
from portal.outbox.models import Letter
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_person, an_agency, an_organisation, in_all
from tests.meetings.makers import (
    a_bench,
    a_call,
    a_hearing,
    a_hearing_notice,
    a_meeting,
    a_request,
    anew,
)

DAYS = st.dates(min_value=date(2024, 4, 1), max_value=date(2028, 12, 1))
TODAY = legal_day(NOON)


def _texts(name, text):
    return {f"{name}-source": "en", f"{name}-en": text}


@given(DAYS, st.integers(-3, 3))
def test_twenty_working_days_lie_between_the_notice_and_the_hearing(published, offset):
    earliest = published
    while working_days_between(published, earliest) < 20:
        earliest += timedelta(days=1)
    day = earliest + timedelta(days=offset)
    if offset >= 0:
        check_hearing_day(day, published)
    else:
        with pytest.raises(RuleBroken) as broken:
            check_hearing_day(day, published)
        assert broken.value.field == "on"
        assert broken.value.facts["earliest"] == earliest.strftime("%d.%m.%Y")


@given(DAYS, st.integers(-3, 3))
def test_requests_end_fourteen_days_before_the_hearing(day, offset):
    until = requests_end(day)
    assert (day - until).days == 14
    wanted = until + timedelta(days=offset)
    assert requests_end(day, wanted) == min(wanted, until)
    if offset <= 0:
        check_request(until, today=wanted)
    else:
        with pytest.raises(RuleBroken) as broken:
            check_request(until, today=wanted)
        assert until.strftime("%d.%m.%Y") in str(broken.value)


@given(st.integers(1, 600), st.integers(-2, 130))
def test_slots_fill_the_hours_one_after_the_other(minutes, slot):
    ends = NOON + timedelta(minutes=minutes)
    hours = {"starts": NOON, "ends": ends}
    if 1 <= slot <= minutes // 5:
        assert check_slot(slot, **hours) == slot
        begins = slot_begins(NOON, slot)
        assert begins >= NOON
        assert begins + SLOT <= ends
        assert begins + SLOT == slot_begins(NOON, slot + 1)
    else:
        with pytest.raises(RuleBroken):
            check_slot(slot, **hours)


def test_comments_are_taken_for_a_week_after_the_hearing():
    assert comments_after(date(2026, 5, 15)) == date(2026, 5, 22)
    assert comments_after(date(2026, 5, 2)) == date(2026, 5, 12), "The 9th is a holiday."


def test_a_hearing_hangs_on_a_published_notice_of_a_hearing_and_there_is_one(app):
    with pytest.raises(RuleBroken):
        a_hearing(a_notice())
    db.session.rollback()
    notice = a_hearing_notice()
    with pytest.raises(RuleBroken) as broken:
        a_hearing(notice, on=date(2026, 4, 29))
    assert broken.value.field == "on"
    db.session.rollback()
    hearing = a_hearing(notice)
    assert hearing.docket_id == notice.docket_id
    assert hearing.hearing.requests_until == date(2026, 5, 1)
    with pytest.raises(RuleBroken):
        a_hearing(notice)


def test_a_hearing_is_not_moved_to_a_day_that_is_too_soon(app):
    hearing = a_hearing()
    with pytest.raises(RuleBroken) as broken:
        change_meeting(hearing, a_call(on=date(2026, 4, 29)), by=None, now=NOON)
    assert broken.value.field == "on"


def test_a_request_that_comes_late_is_refused_with_a_sentence(app):
    hearing = a_hearing()
    facts = {"speaker": "A", "summary": "B", "locale": "en", "by": a_person()}
    late = datetime.combine(date(2026, 5, 1), time(19), NOON.tzinfo)
    in_time = late - timedelta(seconds=1)
    with pytest.raises(RuleBroken) as broken:
        request_testimony(anew(hearing), now=late, **facts)
    assert "01.05.2026" in str(broken.value)
    request_testimony(anew(hearing), now=in_time, **facts)


def test_one_asks_once_for_each_body_one_speaks_for(app):
    hearing, ours, theirs = a_hearing(), an_organisation(), an_organisation()
    person = a_person(of=ours)
    a_request(hearing, person)
    a_request(hearing, person, organisation_id=ours.id)
    for wrong in (None, ours.id, theirs.id):
        with pytest.raises(RuleBroken):
            a_request(hearing, person, organisation_id=wrong)
        db.session.rollback()


MOVES = st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 7)), max_size=30)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=MOVES)
def test_slots_never_overlap_in_whatever_order_they_are_given(app, moves):
    hearing = a_hearing(starts=time(10), ends=time(10, 30))
    asked = [a_request(hearing).number for _ in range(5)]
    hearing = anew(hearing)
    for who, slot in moves:
        testimony = get_request(hearing, asked[who])
        try:
            if slot == 0:
                withdraw_testimony(hearing, testimony, by=testimony.person, now=NOON)
            else:
                give_slot(hearing, testimony, slot=slot, by=None, now=NOON)
        except RuleBroken:
            continue
        times = [slot_begins(hearing.starts_at, x.slot) for x in speakers_at(hearing)]
        assert times == sorted(times)
        assert all(later - one >= SLOT for one, later in pairwise(times))
        assert all(hearing.starts_at <= x and x + SLOT <= hearing.ends_at for x in times)
    db.session.commit()


def test_the_database_itself_holds_one_speaker_to_a_slot(app):
    hearing = a_hearing()
    one, other = a_request(hearing), a_request(hearing)
    one.slot = other.slot = 1
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.commit()
    db.session.rollback()


def test_a_hearing_with_slots_does_not_become_too_short_for_them(app):
    hearing = a_hearing(starts=time(10), ends=time(11))
    asked = a_request(hearing).number
    hearing = anew(hearing)
    give_slot(hearing, get_request(hearing, asked), slot=4, by=None, now=NOON)
    db.session.commit()
    day = {"on": date(2026, 5, 15), "starts": time(10)}
    with pytest.raises(RuleBroken) as broken:
        change_meeting(anew(hearing), a_call(**day, ends=time(10, 19)), by=None, now=NOON)
    assert broken.value.field == "ends"
    change_meeting(anew(hearing), a_call(**day, ends=time(10, 20)), by=None, now=NOON)


def test_a_refusal_needs_a_reason_and_settles_the_request(app):
    hearing = a_hearing()
    number = a_request(hearing).number
    hearing = anew(hearing)
    asked = get_request(hearing, number)
    with pytest.raises(RuleBroken) as broken:
        refuse_testimony(hearing, asked, reason=None, by=None, now=NOON)
    assert broken.value.field == "reason"
    refuse_testimony(hearing, asked, reason=in_all("Too many."), by=None, now=NOON)
    db.session.commit()
    with pytest.raises(RuleBroken):
        give_slot(anew(hearing), get_request(hearing, number), slot=1, by=None, now=NOON)


def test_a_hearing_goes_from_its_notice_to_its_transcript(app, browse, stopped_clock):
    agency = an_agency()
    notice = a_hearing_notice(docket=a_docket(agency_id=agency.id))
    office, speaker = browse(a_person(Role.AUTHOR, at=agency)), browse(a_person())
    form = {
        **_texts("title", "Services to open"),
        **_texts("place", "Hall 3"),
        "on": "2026-05-15",
        "starts": "10:00",
        "ends": "11:00",
    }
    soon = office.post(f"/en/notices/{notice.number}/hearing", data=form | {"on": "2026-04-27"})
    assert soon.status_code == 422
    assert "The notice must be out 20 working days" in soon.text
    assert office.post(f"/en/notices/{notice.number}/hearing", data=form).status_code == 303
    meeting = db.session.scalars(select(Meeting)).one()
    path = f"/en/meetings/{meeting.number}"
    assert meeting.number in browse().get("/en/meetings?kind=hearing").text

    asks = {"organisation_id": "", "speaker": "A. Kassym", "summary": "Nine hours at the border."}
    bare = speaker.post(f"{path}/testimony", data=asks | {"summary": ""})
    assert bare.status_code == 422
    assert "A. Kassym" in bare.text
    assert speaker.post(f"{path}/testimony", data=asks).status_code == 303
    assert "A. Kassym" not in browse().get(path).text
    testimony = db.session.scalars(select(Speech)).one()
    where = f"{path}/speakers/{testimony.number}"
    assert speaker.get(f"{path}/speakers").status_code == 403
    assert "Nine hours at the border." in office.get(f"{path}/speakers").text
    assert office.post(where, data={"slot": "3"}).status_code == 303

    page = browse().get(path).text
    for words in ("A. Kassym", "10:10", "Nine hours at the border.", notice.number, "22 May 2026"):
        assert words in page
    letter = db.session.scalars(select(Letter).where(Letter.key.startswith("testimony:"))).one()
    assert "10:10" in letter.subject

    told = " ".join(entry.content for entry in db.session.scalars(select(Entry)))
    assert "Kassym" not in told
    assert "border" not in told

    stopped_clock(meeting.ends_at + timedelta(hours=3))
    office = browse(a_person(Role.AUTHOR, at=agency))
    signer = browse(a_person(Role.APPROVER, at=agency))
    assert office.post(f"{path}/minutes", data=_texts("text", "All words.")).status_code == 303
    assert office.post(f"{path}/minutes/publish").status_code == 403
    assert signer.post(f"{path}/minutes/publish").status_code == 303
    page = browse().get(path).text
    assert "All words." in page
    assert "Transcript" in page


def test_what_is_no_hearing_takes_no_requests(app, browse):
    meeting = a_meeting(a_bench().committee)
    assert browse(a_person()).get(f"/en/meetings/{meeting.number}/testimony").status_code == 404
    assert browse().get("/en/notices/TN-NONE/hearing").status_code == 404


def test_only_who_asked_takes_a_request_back(app, browse):
    hearing = a_hearing()
    person = a_person()
    asked = a_request(hearing, person)
    path = f"/en/meetings/{hearing.number}/testimony/{asked.number}/withdraw"
    assert browse(a_person()).post(path).status_code == 403
    assert browse(person).post(path).status_code == 303
    assert get_request(hearing, asked.number).state is rules.TestimonyState.WITHDRAWN
    assert date(2026, 4, 20) == TODAY


def test_a_hearing_costs_the_same_with_one_speaker_and_with_three(app, browse, statements):
    counts = []
    for many in (1, 3):
        hearing = a_hearing()
        for slot in range(1, many + 1):
            asked = a_request(hearing).number
            found = anew(hearing)
            give_slot(found, get_request(found, asked), slot=slot, by=None, now=NOON)
        db.session.commit()
        with statements() as seen:
            assert browse().get(f"/en/meetings/{hearing.number}").status_code == 200
        counts.append(len(seen))
    assert counts == [9, 9]
