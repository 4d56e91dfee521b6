"""Calendars, read back by a library that reads calendars."""

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from portal.kernel.database import db
from portal.meetings.actions import cancel_meeting, change_meeting, take_place
from portal.meetings.models import CalendarFeed
from tests.conftest import NOON
from tests.makers import a_person, in_all
from tests.meetings.makers import a_bench, a_call, a_meeting, anew


def _read(answer):
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n")), "RFC 5545, 3.1"
    calendar = Calendar.from_ical(answer.data)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    return list(calendar.walk("VEVENT"))


def _one(browser, meeting):
    (event,) = _read(browser.get(f"/en/meetings/{meeting.number}/meeting.ics"))
    assert not event.errors
    return event


def test_one_meeting_has_its_hours_in_legal_time(app, browse):
    meeting = a_meeting(a_bench().committee)
    event = _one(browse(), meeting)

    assert event["uid"] == f"{meeting.number}@localhost"
    begins = event.decoded("dtstart")
    assert event["dtstart"].params["TZID"] == "Asia/Almaty"
    assert begins.utcoffset() == timedelta(hours=5)
    assert begins.astimezone(UTC) == meeting.starts_at
    assert event.decoded("dtend").astimezone(UTC) == meeting.ends_at
    assert event.decoded("dtstamp") == NOON
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert event["location"] == "Room 204"


def test_the_zone_that_is_named_is_told_with_it(app, browse):
    meeting = a_meeting(a_bench().committee)
    answer = browse().get(f"/en/meetings/{meeting.number}/meeting.ics")
    (zone,) = Calendar.from_ical(answer.data).walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Almaty"
    (standard,) = zone.walk("STANDARD")
    assert standard.decoded("tzoffsetto") == timedelta(hours=5)


def test_a_change_raises_the_sequence_and_a_cancelled_meeting_stays_as_cancelled(app, browse):
    meeting = a_meeting(a_bench().committee)
    before = _one(browse(), meeting)
    later = NOON + timedelta(hours=1)
    change_meeting(anew(meeting), a_call(starts=time(11)), by=None, now=later)
    db.session.commit()
    moved = _one(browse(), meeting)
    cancel_meeting(anew(meeting), reason=in_all("Too few can come."), by=None, now=later)
    db.session.commit()
    cancelled = _one(browse(), meeting)

    assert before["uid"] == moved["uid"] == cancelled["uid"]
    assert [x["sequence"] for x in (before, moved, cancelled)] == [0, 1, 2]
    assert moved.decoded("dtstart").time() == time(11)
    assert moved.decoded("dtstamp") == later
    assert cancelled["status"] == "CANCELLED"
    assert "Too few can come." in cancelled["description"]


def test_a_committee_has_a_calendar_of_its_own_meetings_alone(app, browse):
    ours, theirs = a_bench(), a_bench()
    own, joint = a_meeting(ours.committee), a_meeting(ours.committee, theirs.committee)
    a_meeting(theirs.committee)
    events = _read(browse().get(f"/en/committees/{ours.committee.code}/meetings.ics"))
    assert {x["uid"].split("@")[0] for x in events} == {own.number, joint.number}


def _address(page):
    return page.partition('<p class="hash">http://localhost')[2].partition("<")[0]


def test_a_persons_calendar_has_their_meetings_and_names_nobody(app, browse):
    bench, other = a_bench(), a_bench()
    seated = a_meeting(bench.committee)
    public, full = (a_meeting(other.committee, capacity=1) for _ in range(2))
    a_meeting(other.committee)
    take_place(public, by=bench.member, now=NOON)
    take_place(full, by=a_person(), now=NOON)
    take_place(full, by=bench.member, now=NOON)
    db.session.commit()
    where = _address(browse(bench.member).post("/en/account/calendar").text)

    answer = browse().get(where)

    events = _read(answer)
    assert {x["uid"].split("@")[0] for x in events} == {seated.number, public.number}
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = answer.text.replace("\r\n ", "")
    for person in (bench.member, bench.chair, bench.secretary, bench.alternate):
        assert person.email not in told
        assert person.name not in told
    assert "https://video.example/room" in told
    assert "ATTENDEE" not in told


def test_the_address_is_kept_as_a_hash_and_can_be_ended_and_replaced(app, browse):
    person = a_person()
    browser = browse(person)
    first = _address(browser.post("/en/account/calendar").text)
    kept = db.session.scalars(db.select(CalendarFeed)).one().token
    assert kept not in first
    assert len(kept) == 64

    second = _address(browser.post("/en/account/calendar").text)
    assert second != first
    assert browse().get(first).status_code == 404
    assert browse().get(second).status_code == 200
    assert second not in browser.get("/en/account/calendar").text

    browser.post("/en/account/calendar/end")
    assert browse().get(second).status_code == 404


def test_a_closed_account_has_no_calendar(app, browse):
    person = a_person()
    where = _address(browse(person).post("/en/account/calendar").text)
    person.disabled_at = NOON
    db.session.commit()
    assert browse().get(where).status_code == 404


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    title=st.text(
        st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=90
    ),
    on=st.dates(min_value=date(2026, 4, 21), max_value=date(2030, 12, 31)),
)
def test_whatever_a_meeting_is_called_its_calendar_is_read_back_as_it_was(app, browse, title, on):
    meeting = a_meeting(a_bench().committee, title=in_all(title), on=on)
    event = _one(browse(), meeting)
    assert event["summary"] == title
    assert event.decoded("dtstart").date() == on


@pytest.mark.parametrize("path", ["meetings/M-0/meeting.ics", "calendar/none/meetings.ics"])
def test_what_is_not_there_is_missing(browse, path):
    assert browse().get(f"/en/{path}").status_code == 404
