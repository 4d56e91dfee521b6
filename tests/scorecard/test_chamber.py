"""The page of the Chamber, against numbers known by hand."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from portal.accounts.rules import Role
from portal.comments.rules import CommentState
from portal.kernel.database import db
from portal.meetings.actions import finish_action, record_decision
from portal.register.rules import NoticeKind
from portal.responses.actions import cancel_commitment, keep_commitment
from portal.responses.models import Commitment
from portal.responses.rules import Disposition, ReasonCode
from portal.scorecard.promises import promises
from portal.scorecard.queries import late_dockets, scores, totals
from portal.scorecard.rules import Standing
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_person, an_agency, an_organisation, in_all
from tests.meetings.makers import a_bench, a_past_meeting, anew, published_minutes
from tests.responses.makers import TODAY, a_comment, a_commitment, a_concern, an_answer, published

FEBRUARY = datetime(2026, 2, 20, 7, tzinfo=UTC)
MARCH = datetime(2026, 3, 10, 7, tzinfo=UTC)


@pytest.fixture
def register(app):
    """Four dockets whose figures are known: answered, late, open, and of another register."""
    owner = an_agency("OWNER")
    union = an_organisation()
    answered = a_docket(title=in_all("The answered one"))
    a_notice(answered, opens="2026-01-05", closes="2026-02-04")
    first = a_comment(answered, "One", "Two", of=union)
    a_comment(answered, "Not shown", state=CommentState.WITHHELD)
    a_comment(answered, "Not confirmed", state=CommentState.VERIFICATION_PENDING)
    made = {"agency_id": owner.id, "now": FEBRUARY}
    published(
        an_answer(
            a_concern(answered, first),
            disposition=Disposition.ACCEPTED_IN_PART,
            commitments=[
                a_commitment(answered, due_on=date(2026, 3, 2), text=in_all("Late"), **made),
                a_commitment(answered, due_on=date(2026, 4, 30), text=in_all("Soon"), **made),
                a_commitment(answered, due_on=date(2026, 3, 20), text=in_all("Kept"), **made),
                a_commitment(answered, due_on=date(2026, 3, 21), text=in_all("Gone"), **made),
                a_commitment(answered, due_on=date(2026, 9, 1), text=in_all("Far"), **made),
            ],
        ),
        an_answer(
            a_concern(answered, a_comment(answered, "Three")),
            disposition=Disposition.NOT_ACCEPTED,
            reason_code=ReasonCode.POLICY_CHOICE,
        ),
        now=FEBRUARY,
    )
    for name, settle, word in (
        ("Kept", keep_commitment, "note"),
        ("Gone", cancel_commitment, "reason"),
    ):
        found = next(x for x in db.session.scalars(db.select(Commitment)) if x.text.en == name)
        settle(found, by=None, now=MARCH, **{word: in_all("Because.")})
    db.session.commit()

    late = a_docket(title=in_all("The late one"))
    a_notice(late, opens="2026-01-01", closes="2026-02-02", contact_email="office@agency.example")
    a_concern(late)
    a_comment(late, "Not grouped")
    running = a_docket(title=in_all("The open one"))
    a_notice(running)
    a_comment(running)
    foreign = a_docket(title=in_all("The foreign one"))
    a_notice(foreign, kind=NoticeKind.FOREIGN, series="FR", closes="2025-01-01")
    a_comment(foreign)
    return {"answered": answered, "late": late, "open": running, "foreign": foreign}


def test_the_totals_are_those_known(register):
    found = totals(TODAY)

    assert found.dockets == 3
    assert found.received == 6
    assert found.posted == 5
    assert found.points == 6
    assert (found.concerns, found.answered, found.taken_up) == (3, 2, 1)
    assert (found.promised, found.kept, found.cancelled, found.overdue) == (5, 1, 1, 1)
    assert found.points_answered == 3
    assert found.answered_share == 50
    assert found.accepted_share == 50
    assert found.kept_share == 33


def test_each_docket_is_measured(register):
    rows, more = scores(today=TODAY, limit=10)
    by_number = {row.docket.number: row for row in rows}
    answered = by_number[register["answered"].number]
    late = by_number[register["late"].number]
    running = by_number[register["open"].number]

    assert more is None
    assert register["foreign"].number not in by_number
    assert answered.days_open == 31
    assert (answered.received, answered.posted, answered.coverage.points) == (3, 2, 3)
    assert (answered.answered_share, answered.accepted_share) == (100, 50)
    assert answered.due == date(2026, 4, 6)
    assert answered.last_on == date(2026, 2, 20)
    assert answered.standing is Standing.ANSWERED_IN_TIME
    assert late.standing is Standing.LATE
    assert late.answered_share == 0
    assert (late.coverage.ungrouped, late.coverage.unanswered) == (1, 1)
    assert late.due == date(2026, 4, 3)
    assert running.standing is Standing.OPEN
    assert running.accepted_share is None


def test_only_the_late_are_called_late(register):
    assert late_dockets(today=TODAY) == [register["late"]]
    assert late_dockets(today=date(2026, 4, 3)) == []
    assert late_dockets(today=date(2026, 4, 4)) == [register["late"]]


def test_a_due_day_that_moved_to_a_working_day_is_not_late_before_it(app):
    docket = a_docket()
    a_notice(docket, opens="2026-01-01", closes="2026-02-04")
    a_comment(docket)

    assert late_dockets(today=date(2026, 4, 6)) == []
    assert late_dockets(today=date(2026, 4, 7)) == [docket]


def test_promises_are_sorted_by_how_they_stand(register):
    found = promises(TODAY)

    assert [x.text.en for x in found.overdue] == ["Late"]
    assert [x.text.en for x in found.soon] == ["Soon"]
    assert [x.text.en for x in found.kept] == ["Kept"]


@pytest.fixture
def decided(app):
    """A meeting whose decisions ask for things by known days, two of them done."""
    bench = a_bench()
    meeting = a_past_meeting(bench.committee, days=45)
    owners = {"agency_id": an_agency("MTI").id}, {"organisation_id": bench.terms[0].organisation_id}
    meeting = anew(meeting)
    days = [date(2026, 4, 19), TODAY, date(2026, 5, 20), date(2026, 5, 21), date(2026, 3, 20)]
    for number, day in enumerate(days):
        text = in_all(f"Asked for by {day}")
        record_decision(meeting, text=text, due_on=day, now=MARCH, **owners[number % 2])
    record_decision(meeting, text=in_all("Asks nobody"), now=MARCH)
    db.session.commit()
    return meeting


def test_what_meetings_decide_stands_among_the_promises_once_the_minutes_are_public(
    browse, register, decided
):
    assert "Asked for" not in browse().get("/en/chamber").text
    meeting = published_minutes(anew(decided))
    committee = meeting.committees[0].code
    finish_action(meeting, meeting.decisions[4], by=None, now=NOON)
    db.session.commit()
    found = promises(TODAY)

    assert [x.number for x in found.overdue] == ["CM-2026-0001", f"{meeting.number}/D-1"]
    assert [x.due_on for x in found.soon] == [TODAY, date(2026, 4, 30), date(2026, 5, 20)]
    assert [x.done_on for x in found.kept] == [TODAY, date(2026, 3, 10)]
    assert found.overdue[1].owner.en == "Ministry MTI"
    page = browse().get("/en/chamber").text
    assert f"/en/meetings/{meeting.number}#decisions" in page
    assert "Ministry MTI" in page
    assert "Asks nobody" not in page
    assert totals(TODAY).promised == 5

    shown = browse().get(f"/en/meetings/{meeting.number}").text
    assert "/en/chamber#promises" in shown
    listed = browse().get(f"/en/committees/{committee}/meetings").text
    assert listed.index("Asked for by 2026-05-21") < listed.index("Asked for by 2026-03-20")
    assert "Overdue" in listed
    assert "Asks nobody" not in listed


def test_everyone_reads_the_page(browse, register):
    for locale in ("kk", "ru", "en"):
        page = browse().get(f"/{locale}/chamber")
        assert page.status_code == 200
    for words in ("The late one", "17 days late", "CM-2026-0001", "of 3", "Answered in time"):
        assert words in page.text
    assert "The foreign one" not in page.text
    assert "mailto:" not in page.text


def test_the_chamber_alone_is_offered_to_write_to_the_ministry(browse, register):
    page = browse(a_person(Role.CHAMBER)).get("/en/chamber").text
    assert "mailto:office@agency.example?subject=Late%20answers" in page
    assert "mailto:" not in browse(a_person(Role.ANALYST)).get("/en/chamber").text


def test_a_portal_without_dockets_has_a_page(browse, app):
    assert "No docket is open yet." in browse().get("/en/chamber").text


def test_the_page_costs_the_same_at_one_docket_and_at_three(browse, app, statements):
    counts = []
    made = 0
    for wanted in (1, 3):
        while made < wanted:
            docket = a_docket()
            a_notice(docket, opens="2026-01-01", closes="2026-01-20")
            a_comment(docket)
            published(an_answer(a_concern(docket), commitments=[a_commitment(docket)]))
            meeting = a_past_meeting(a_bench().committee)
            record_decision(
                anew(meeting),
                text=in_all("Do it"),
                agency_id=docket.agency_id,
                due_on=TODAY,
                now=meeting.ends_at,
            )
            published_minutes(anew(meeting))
            made += 1
        browser = browse()
        with statements() as seen:
            assert browser.get("/en/chamber").status_code == 200
        counts.append(len(seen))

    assert counts == [20, 20]


def test_the_table_to_take_away_says_the_same(browse, register):
    register["open"].title = in_all("=HYPERLINK()")
    db.session.commit()

    answer = browse().get("/en/chamber.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))

    assert answer.mimetype == "text/csv"
    assert len(rows) == 3
    by_number = {row["docket"]: row for row in rows}
    answered = by_number[register["answered"].number]
    assert answered["answered_percent"] == "100"
    assert answered["accepted_percent"] == "50"
    assert answered["days_open"] == "31"
    assert answered["answers_due"] == "2026-04-06"
    assert answered["standing"] == "answered_in_time"
    assert by_number[register["open"].number]["title"] == "'=HYPERLINK()"


def test_tables_and_pages_go_on_by_key(browse, app, monkeypatch):
    for n in range(5):
        a_notice(a_docket(title=in_all(f"Subject no. {n}"), opened_on=date(2026, 3, 1 + n // 2)))
    monkeypatch.setattr("portal.scorecard.views.PAGE", 2)
    monkeypatch.setattr("portal.scorecard.views.CHUNK", 2)

    page = browse().get("/en/chamber").text
    assert "Subject no. 4" in page
    assert "Subject no. 2" not in page
    key = page.split("before=")[1].split("#")[0]
    assert "Subject no. 2" in browse().get(f"/en/chamber?before={key}").text
    assert browse().get("/en/chamber?before=never.x").status_code == 200
    table = browse().get("/en/chamber.csv").text
    assert [table.count(f"Subject no. {n}") for n in range(5)] == [1] * 5
