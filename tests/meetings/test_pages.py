"""The pages of meetings: for everyone, for those who stand in a committee, for its officers."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.attachments.files import store
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.meetings.actions import note_recusal, record_decision
from portal.meetings.models import Demand, Meeting
from portal.meetings.rules import ItemKind, Nature
from tests.conftest import NOON
from tests.makers import a_person, in_all
from tests.meetings.makers import (
    NEXT_WEEK,
    a_bench,
    a_meeting,
    a_past_meeting,
    an_item,
    anew,
    published_minutes,
)


def _texts(name, text):
    return {f"{name}-source": "en", f"{name}-en": text}


def _a_form(committee, **facts):
    return {
        **_texts("title", "What the cheese costs"),
        **_texts("place", "Room 204"),
        "on": "2026-04-27",
        "starts": "10:00",
        "ends": "12:00",
        "committees": str(committee.id),
    } | facts


def _a_paper(app, words=b"secret words of a closed paper"):
    with app.test_request_context():
        return store().keep(io.BytesIO(words), "paper.txt")


def test_the_register_shows_what_comes_and_what_was(app, browse):
    bench = a_bench()
    coming, past = a_meeting(bench.committee), a_past_meeting(bench.committee)
    guest = browse()
    page = guest.get("/en/meetings").text
    assert coming.number in page
    assert past.number not in page
    page = guest.get("/en/meetings?shelf=past").text
    assert past.number in page
    assert coming.number not in page


def test_the_register_is_narrowed_by_committee_and_kind(app, browse):
    ours, theirs = a_bench(), a_bench()
    own, other = a_meeting(ours.committee), a_meeting(theirs.committee)
    page = browse().get(f"/en/meetings?committee={ours.committee.code}&kind=committee").text
    assert own.number in page
    assert other.number not in page
    assert "No meeting is called." in browse().get("/en/meetings?kind=hearing").text
    strange = browse().get("/en/meetings?kind=x&committee=NONE&shelf=y").text
    assert own.number in strange


def test_the_register_goes_on_by_key(app, browse):
    bench = a_bench()
    numbers = [
        a_meeting(bench.committee, on=date(2026, 5, 4) + timedelta(days=n)).number
        for n in range(22)
    ]
    guest = browse()
    first = guest.get("/en/meetings").text
    assert numbers[19] in first
    assert numbers[20] not in first
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = guest.get(older).text
    assert numbers[19] not in second
    assert numbers[20] in second
    assert numbers[21] in second


@pytest.mark.parametrize(("shelf", "expected"), [("coming", 5), ("past", 5)])
def test_the_register_costs_the_same_with_one_meeting_and_with_three(
    app, browse, statements, shelf, expected
):
    bench = a_bench()
    maker = a_meeting if shelf == "coming" else a_past_meeting
    counts = []
    for more in (1, 2):
        for _ in range(more):
            maker(bench.committee)
        with statements() as seen:
            assert browse().get(f"/en/meetings?shelf={shelf}&n={more}").status_code == 200
        counts.append(len(seen))
    assert counts == [expected, expected]


def test_a_meeting_costs_the_same_with_one_item_and_with_three(app, browse, statements):
    bench = a_bench()
    counts = []
    for many in (1, 3):
        meeting = a_past_meeting(bench.committee)
        for _ in range(many):
            an_item(meeting)
            record_decision(anew(meeting), text=in_all("Decided."), now=NOON)
            db.session.commit()
        meeting = published_minutes(anew(meeting))
        with statements() as seen:
            assert browse().get(f"/en/meetings/{meeting.number}").status_code == 200
        counts.append(len(seen))
    assert counts == [8, 8]


def test_a_meeting_shows_its_agenda_and_how_much_of_it_looks_ahead(app, browse):
    meeting = a_meeting(a_bench().committee)
    an_item(meeting, kind=ItemKind.FORMAL, nature=None, title=in_all("Opening"))
    an_item(meeting, nature=Nature.STRATEGIC, title=in_all("Dairy in 2030"), lead="The Center")
    an_item(meeting)
    page = browse().get(f"/en/meetings/{meeting.number}").text
    for words in ("Opening", "Dairy in 2030", "The Center", "Room 204"):
        assert words in page
    assert "Items of substance: 2; of these looking ahead: 1." in page


def test_an_empty_agenda_says_so(app, browse):
    meeting = a_meeting(a_bench().committee)
    assert "The agenda is not public yet." in browse().get(f"/en/meetings/{meeting.number}").text


def test_a_closed_item_and_its_paper_are_there_for_the_committee_alone(app, browse):
    bench, others = a_bench(), a_bench()
    meeting = a_meeting(bench.committee)
    an_item(meeting, title=in_all("Open matter"))
    an_item(meeting, title=in_all("Closed matter"), closed=True, paper=_a_paper(app))
    path = f"/en/meetings/{meeting.number}"
    strangers = [None, others.chair, others.member, others.secretary, a_person()]
    members = [bench.chair, bench.member, bench.secretary]
    for person in strangers:
        browser = browse(person)
        page = browser.get(path).text
        assert "Open matter" in page
        assert "Closed matter" not in page
        assert "paper.txt" not in page
        assert browser.get(f"{path}/papers/101").status_code == 404
        assert browser.get(f"{path}/papers/99").status_code == 404
    for person in members:
        browser = browse(person)
        assert "Closed matter" in browser.get(path).text
        paper = browser.get(f"{path}/papers/101")
        assert paper.data == b"secret words of a closed paper"
        assert paper.headers["Cache-Control"] == "private, no-store"
        paper.close()
    told = " ".join(entry.content for entry in db.session.scalars(select(Entry)))
    assert "Closed matter" not in told
    feed = browse().get("/en/feed.atom").text
    assert "Closed matter" not in feed
    assert browse().get(f"{path}/meeting.ics").text.count("Closed") == 0


def test_no_gap_in_the_numbers_tells_of_a_closed_item(app, browse):
    meeting = a_meeting(a_bench().committee)
    for number in range(3):
        an_item(meeting, title=in_all(f"Matter {number}"), closed=number == 1)
    assert [item.number for item in anew(meeting).items] == [1, 2, 101]
    assert browse().get(f"/en/meetings/{meeting.number}/papers/101").status_code == 404


def test_who_has_not_declared_within_the_year_sees_no_closed_item(app, browse):
    bench = a_bench()
    meeting = a_meeting(bench.committee)
    an_item(meeting, title=in_all("Closed matter"), closed=True, paper=_a_paper(app))
    browser = browse(bench.alternate)
    page = browser.get(f"/en/meetings/{meeting.number}").text
    assert "Closed matter" not in page
    assert "Your declaration of interests is not good any more." in page
    assert browser.get(f"/en/meetings/{meeting.number}/papers/101").status_code == 404


def test_an_open_paper_is_there_for_everyone(app, browse):
    meeting = a_meeting(a_bench().committee)
    an_item(meeting, paper=_a_paper(app, b"open words"))
    paper = browse().get(f"/en/meetings/{meeting.number}/papers/1")
    assert paper.data == b"open words"
    paper.close()
    an_item(meeting)
    assert browse().get(f"/en/meetings/{meeting.number}/papers/2").status_code == 404


def test_the_link_to_join_is_shown_to_those_who_take_part(app, browse):
    bench = a_bench()
    meeting = a_meeting(bench.committee, capacity=1)
    path = f"/en/meetings/{meeting.number}"
    placed, waiting = browse(a_person()), browse(a_person())
    for browser in (placed, waiting):
        browser.post(f"{path}/place")
    for browser in (placed, browse(bench.alternate)):
        assert "https://video.example/room" in browser.get(path).text
    for browser in (waiting, browse()):
        assert "https://video.example/room" not in browser.get(path).text


def test_minutes_are_public_once_approved_and_their_decisions_with_them(app, browse):
    bench = a_bench()
    meeting = a_past_meeting(bench.committee)
    an_item(meeting)
    found = anew(meeting)
    note_recusal(
        found,
        found.items[0],
        term=bench.terms[1],
        reason=in_all("The line is its own."),
        by=None,
        now=NOON,
    )
    record_decision(
        found,
        text=in_all("Ask the Center."),
        organisation_id=bench.terms[1].organisation_id,
        due_on=date(2026, 4, 19),
        now=NOON,
    )
    db.session.commit()
    path = f"/en/meetings/{meeting.number}"
    before = browse().get(path).text
    assert "Ask the Center." not in before
    assert "They are published by" in before
    assert "The line is its own." in before

    published_minutes(anew(meeting), "What was said.")

    after = browse().get(path).text
    for words in ("Ask the Center.", "What was said.", "Overdue"):
        assert words in after
    assert "3 of 3 seats with a vote; the quorum is 2." in after
    assert "No quorum" not in after


def test_minutes_that_are_overdue_are_said_to_be_in_public(app, browse):
    bench = a_bench()
    fresh, old = a_past_meeting(bench.committee, days=13), a_past_meeting(bench.committee, days=20)
    guest = browse()
    assert "Minutes overdue" not in guest.get(f"/en/meetings/{fresh.number}").text
    assert "Minutes overdue" in guest.get(f"/en/meetings/{old.number}").text
    assert guest.get("/en/meetings?shelf=past").text.count("Minutes overdue") == 1


def test_a_correction_shows_both_versions(app, browse):
    meeting = published_minutes(a_past_meeting(a_bench().committee), "First words.")
    published_minutes(meeting, "Second words.", correction=in_all("A name was wrong."))
    page = browse().get(f"/en/meetings/{meeting.number}").text
    for words in ("First words.", "Second words.", "A name was wrong."):
        assert words in page


def test_a_committee_shows_its_activity_and_the_quarter_without_a_meeting(app, browse):
    bench = a_bench(established_on=date(2025, 11, 3))
    meeting = a_past_meeting(bench.committee)
    an_item(meeting, nature=Nature.STRATEGIC)
    published_minutes(anew(meeting))
    a_meeting(bench.committee)
    page = browse().get(f"/en/committees/{bench.committee.code}/meetings").text
    for words in ("meeting held", "meeting planned", "100 %", "II of 2026", "IV of 2025"):
        assert words in page
    assert page.count("no meeting") == 2
    assert "Not active" not in page


@pytest.mark.parametrize(("days", "silent"), [(182, False), (185, True)])
def test_a_committee_that_has_not_met_for_half_a_year_is_flagged(app, browse, days, silent):
    bench = a_bench(established_on=date(2025, 1, 1))
    a_past_meeting(bench.committee, days=days)
    page = browse().get(f"/en/committees/{bench.committee.code}/meetings").text
    assert ("This committee has not met for half a year." in page) is silent


def test_a_committees_meetings_cost_the_same_with_one_and_with_three(app, browse, statements):
    counts = []
    for many in (1, 3):
        bench = a_bench()
        for _ in range(many):
            a_meeting(bench.committee)
            past = a_past_meeting(bench.committee)
            owner = bench.terms[0].organisation_id
            facts = {"text": in_all("Send the survey"), "due_on": NEXT_WEEK, "now": NOON}
            record_decision(anew(past), organisation_id=owner, **facts)
            published_minutes(anew(past))
        with statements() as seen:
            page = browse().get(f"/en/committees/{bench.committee.code}/meetings")
        assert page.text.count("Send the survey") == many
        counts.append(len(seen))
    assert counts == [16, 16]


def test_a_member_asks_for_a_meeting_and_the_chair_has_to_set_a_day(app, browse):
    bench = a_bench()
    path = f"/en/committees/{bench.committee.code}/meetings"
    member, chair = browse(bench.member), browse(bench.chair)
    assert member.post(f"{path}/demand", data={"reason": ""}).status_code == 422
    assert member.post(f"{path}/demand", data={"reason": "Cheese now."}).status_code == 303
    assert "Set a day" in chair.get("/en/desk").text
    assert "Cheese now." in chair.get(path).text
    assert "Cheese now." not in browse().get(path).text

    answer = chair.post(f"{path}/new", data=_a_form(bench.committee))

    assert answer.status_code == 303
    meeting = db.session.scalars(select(Meeting)).one()
    assert db.session.scalars(select(Demand)).one().meeting_id == meeting.id
    assert "Set a day" not in chair.get("/en/desk").text


def test_a_refused_call_keeps_what_was_typed(app, browse):
    bench = a_bench()
    path = f"/en/committees/{bench.committee.code}/meetings/new"
    answer = browse(bench.chair).post(path, data=_a_form(bench.committee, ends="09:00"))
    assert answer.status_code == 422
    assert "A meeting ends after it begins, on the same day." in answer.text
    assert "What the cheese costs" in answer.text
    assert db.session.scalars(select(Meeting)).all() == []


def test_the_secretary_takes_a_meeting_from_its_agenda_to_its_minutes(app, browse, stopped_clock):
    bench = a_bench()
    secretary, chair = browse(bench.secretary), browse(bench.chair)
    code = bench.committee.code
    secretary.post(f"/en/committees/{code}/meetings/new", data=_a_form(bench.committee))
    meeting = db.session.scalars(select(Meeting)).one()
    path = f"/en/meetings/{meeting.number}"
    item = {
        **_texts("title", "Prices"),
        "kind": "discussion",
        "nature": "strategic",
        "starts": "10:00",
        "files": (io.BytesIO(b"prices"), "prices.txt"),
    }
    assert secretary.post(f"{path}/agenda", data=item).status_code == 303
    refused = secretary.post(f"{path}/agenda", data={**_texts("title", "Bare"), "kind": "decision"})
    assert refused.status_code == 422
    assert "Say whether the item looks ahead" in refused.text
    recusal = {"term_id": bench.terms[1].id, **_texts("reason", "Its own line.")}
    assert secretary.post(f"{path}/agenda/1/recusal", data=recusal).status_code == 303
    assert chair.get(f"{path}/change").status_code == 200
    early = secretary.post(f"{path}/minutes", data=_texts("text", "Too early."))
    assert early.status_code == 422

    stopped_clock(meeting.ends_at + timedelta(hours=1))

    secretary, chair = _again(browse, bench)
    assert "Publish the minutes of meeting" in chair.get("/en/desk").text
    seats = {f"seat_{term.id}": "holder" for term in bench.terms}
    assert secretary.post(f"{path}/attendance", data=seats).status_code == 303
    decision = {**_texts("text", "Ask the Center."), "due_on": "2026-05-05", "agency_id": ""}
    assert secretary.post(f"{path}/decisions/new", data=decision).status_code == 422
    decision["organisation_id"] = str(bench.terms[1].organisation_id)
    assert secretary.post(f"{path}/decisions/new", data=decision).status_code == 303
    assert secretary.post(f"{path}/minutes", data=_texts("text", "Said.")).status_code == 303
    assert "Said." not in browse().get(path).text
    assert secretary.post(f"{path}/minutes/publish").status_code == 403
    assert chair.post(f"{path}/minutes/publish").status_code == 303
    assert "Said." in browse().get(path).text
    assert "Publish the minutes of meeting" not in chair.get("/en/desk").text
    assert secretary.post(f"{path}/decisions/1/done").status_code == 303
    assert "Done" in browse().get(path).text


def _again(browse, bench):
    """Sign the officers in anew: a week has passed."""
    people = [a_person(email=f"again-{n}@example.org") for n in range(2)]
    bench.committee.secretary_id = people[0].id
    bench.terms[0].holder_id = people[1].id
    db.session.commit()
    return browse(people[0]), browse(people[1])


def test_others_do_not_work_on_a_committees_meetings(app, browse):
    bench, others = a_bench(), a_bench()
    meeting = a_meeting(bench.committee)
    path = f"/en/meetings/{meeting.number}"
    ordinary = browse(bench.member)
    for work in ("change", "cancel", "agenda", "attendance", "minutes", "decisions/new"):
        assert ordinary.get(f"{path}/{work}").status_code == 403
    stranger = browse(others.chair)
    assert stranger.post(f"{path}/change", data=_a_form(others.committee)).status_code == 403
    code = bench.committee.code
    assert stranger.get(f"/en/committees/{code}/meetings/new").status_code == 403
    assert stranger.get(f"/en/committees/{code}/meetings/demand").status_code == 403
    assert browse().get(f"/en/committees/{code}/meetings/demand").status_code == 401


@pytest.mark.parametrize("path", ["meetings/M-0", "committees/C-NONE/meetings"])
def test_what_is_not_there_is_missing(browse, path):
    assert browse().get(f"/en/{path}").status_code == 404


def test_an_empty_portal_has_no_meetings(browse):
    assert "No meeting is called." in browse().get("/en/meetings").text
    assert "No meeting was held yet." in browse().get("/en/meetings?shelf=past").text
