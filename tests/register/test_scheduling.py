"""Publication on a later day, senior approval of a shorter time, files beside a draft."""

import io
import multiprocessing
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.kernel.calendar import is_working
from portal.kernel.database import db, writing
from portal.kernel.errors import PortalError, RuleBroken
from portal.register.actions import publish_notice, schedule_notice
from portal.register.jobs import publish_due
from portal.register.models import Issue, Notice
from portal.register.queries import files_of, get_draft, get_notice
from portal.register.rules import NoticeState, check_schedule
from tests.conftest import NOON, make_portal
from tests.makers import a_person, an_agency, in_all
from tests.register.makers import (
    a_draft,
    a_scheduled_notice,
    a_submitted_notice,
    an_approver,
    an_author,
    published,
)

TODAY = NOON.date()


@pytest.mark.parametrize(
    ("publish_in", "inspect_in", "field"),
    [
        (0, None, "publish_on"),
        (-1, None, "publish_on"),
        (5, None, "publish_on"),
        (93, None, "publish_on"),
        (7, 7, "inspect_on"),
        (7, -1, "inspect_on"),
        (7, 0, None),
        (7, 6, None),
        (1, None, None),
        (92, None, None),
    ],
)
def test_a_day_of_publication_is_a_working_day_to_come(publish_in, inspect_in, field):
    publish_on = TODAY + timedelta(days=publish_in)
    inspect_on = None if inspect_in is None else TODAY + timedelta(days=inspect_in)
    if field is None:
        assert is_working(publish_on)
        check_schedule(publish_on, inspect_on, today=TODAY)
        return
    with pytest.raises(RuleBroken) as refusal:
        check_schedule(publish_on, inspect_on, today=TODAY)
    assert refusal.value.field == field


def test_a_notice_appears_on_its_day_and_not_before(app):
    key = a_scheduled_notice(publish_on=TODAY + timedelta(days=7)).id
    assert publish_due(NOON + timedelta(days=6)) == 0
    assert get_draft(key).state is NoticeState.SCHEDULED
    assert publish_due(NOON + timedelta(days=7)) == 1
    assert publish_due(NOON + timedelta(days=7)) == 0
    notice = get_notice("TN-2026-01")
    assert notice.published_on == TODAY + timedelta(days=7)
    assert notice.closes_on == date(2026, 5, 28)  # The 27th is Kurban Ait.
    assert notice.approved_by_id


def test_a_missed_day_is_made_up_for(app):
    a_scheduled_notice(publish_on=TODAY + timedelta(days=1))
    assert publish_due(NOON + timedelta(days=3)) == 1
    assert get_notice("TN-2026-01").published_on == TODAY + timedelta(days=3)


def test_one_that_lacks_something_by_now_holds_nobody_up_and_shows_on_the_desk(
    app, browse, stopped_clock
):
    stuck = a_scheduled_notice(
        publish_on=TODAY + timedelta(days=1), wanted_closing=date(2026, 5, 12)
    )
    agency, key = stuck.agency, stuck.id
    a_scheduled_notice(publish_on=TODAY + timedelta(days=2))
    assert publish_due(NOON + timedelta(days=8)) == 1
    assert get_draft(key).state is NoticeState.SCHEDULED
    assert get_notice("TN-2026-01").id != key
    stopped_clock(NOON + timedelta(days=8))
    desk = browse(an_approver(agency)).get("/en/desk").text
    assert "A notice could not appear on its day" in desk


def test_an_approver_schedules_and_takes_back(app, browse):
    notice = a_submitted_notice()
    key, agency = notice.id, notice.agency
    approver = browse(an_approver(agency))
    path = f"/en/desk/notices/{key}"
    page = approver.get(f"{path}/preview").text
    assert "Publish in the register: comments close on 20 May 2026" in page
    wrong = approver.post(f"{path}/schedule", data={"day-publish_on": "2026-04-25"})
    assert wrong.status_code == 422
    assert "The register does not appear on 25.04.2026." in wrong.text
    assert approver.post(f"{path}/schedule", data={"day-publish_on": "soon"}).status_code == 422
    data = {"day-publish_on": "2026-04-27", "day-inspect_on": "2026-04-22"}
    assert approver.post(f"{path}/schedule", data=data).status_code == 303
    assert "It appears in the register on 27 April 2026." in approver.get(f"{path}/preview").text
    assert approver.post(f"{path}/return", data={"remark": "Wait."}).status_code == 302
    back = get_draft(key)
    assert (back.state, back.publish_on, back.approved_by_id) == (NoticeState.RETURNED, None, None)


def test_the_hand_that_wrote_does_not_schedule(app, browse):
    notice = a_submitted_notice()
    author = db.session.get_one(Person, notice.drafted_by_id)
    with pytest.raises(RuleBroken, match="someone who did not write it"):
        schedule_notice(get_draft(notice.id), publish_on=date(2026, 4, 27), by=author, now=NOON)


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_a_shorter_time_takes_a_senior_approver(app, browse, verb):
    notice = a_submitted_notice(
        wanted_closing=date(2026, 5, 6), waiver_reason=in_all("The round is near.")
    )
    key, agency = notice.id, notice.agency
    senior = a_person(Role.SENIOR_APPROVER, at=agency)
    data = {"day-publish_on": "2026-04-22"}
    path = f"/en/desk/notices/{key}"
    approver = browse(an_approver(agency))
    assert approver.post(f"{path}/{verb}", data=data).status_code == 403
    assert "A senior approver decides on it" in approver.get(f"{path}/preview").text
    assert browse(senior).post(f"{path}/{verb}", data=data).status_code in {302, 303}


def handed_out(browser, path):
    """Return the bytes of a file that a browser is given."""
    with browser.get(path) as answer:
        return answer.data


def test_a_file_is_put_beside_a_draft_and_published_with_it(app, browse):
    notice = a_draft()
    key, agency = notice.id, notice.agency
    author = browse(an_author(agency))
    path = f"/en/desk/notices/{key}/files"
    data = {
        "kind": "data",
        "file_title-en": "Trade by code",
        "locale": "en",
        "source-en": "Statistics",
        "as_of": "2026-03-31",
    }
    empty = author.post(path, data=data)
    assert empty.status_code == 422
    assert "Choose a file." in empty.text
    wrong = {"files": (io.BytesIO(b"MZ"), "run.exe"), **data}
    answer = author.post(path, data=wrong, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "this type is not taken" in answer.text
    files = {
        "files": [
            (io.BytesIO(b"code,value\n0406,1\n"), "trade.csv"),
            (io.BytesIO(b"0406: 1"), "trade.txt"),
        ],
        **data,
    }
    answer = author.post(path, data=files, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert browse().get(f"/en/inspection/{key}/files/1").status_code == 404
    assert handed_out(author, f"/en/inspection/{key}/files/1") == b"code,value\n0406,1\n"
    author.post(f"/en/desk/notices/{key}/submit")
    number = published(get_draft(key)).number
    page = browse().get(f"/en/notices/{number}").text
    assert "Trade by code" in page
    assert "SHA-256" in page
    guest = browse()
    assert handed_out(guest, f"/en/notices/{number}/files/1") == b"code,value\n0406,1\n"
    assert handed_out(guest, f"/en/notices/{number}/files/1/accessible") == b"0406: 1"
    assert guest.get(f"/en/notices/{number}/files/2").status_code == 404
    assert author.post(f"{path}/1/remove").status_code == 404


def test_a_file_is_taken_away_again(app, browse):
    notice = a_draft()
    author = browse(an_author(notice.agency))
    path = f"/en/desk/notices/{notice.id}/files"
    files = {"files": (io.BytesIO(b"x\n"), "a.txt"), "kind": "document", "locale": "kk"}
    files["file_title-kk"] = "Құжат"
    author.post(path, data=files, content_type="multipart/form-data")
    assert author.post(f"{path}/1/remove").status_code == 303
    assert files_of(get_draft(notice.id)) == []


def test_an_unlawful_table_of_goods_is_refused_beside_its_field_and_kept(app, browse):
    notice = a_draft()
    author = browse(an_author(notice.agency))
    data = {
        "kind": "tariff_offer",
        "decision_status": "open",
        "source": "en",
        "year": "2022",
        "lines": "0406; 15 %; 10 %; Cheese\n0555; 1; 2; <script>alert(1)</script>",
    }
    answer = author.post(f"/en/desk/notices/{notice.id}", data=data)
    assert answer.status_code == 422
    assert "Line 2: 0555 is under no heading of the Harmonised System of 2022." in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<script>alert(1)" not in answer.text
    huge = data | {"lines": "0406; ; ; Cheese\n" * 2_001}
    answer = author.post(f"/en/desk/notices/{notice.id}", data=huge)
    assert "at most 2000 lines" in answer.text


def test_what_is_typed_is_kept_apart_from_the_draft_and_comes_back(app, browse, stopped_clock):
    notice = a_draft()
    key, agency = notice.id, notice.agency
    first = an_author(agency)
    name = first.name
    mine = browse(first)
    path = f"/en/desk/notices/{key}"
    typed = {"kind": "request_for_comments", "title-en": "Half a ti", "wanted_closing": "31.02."}
    answer = mine.post(path, data=typed | {"step": "keep"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert get_draft(key).title.en == "A subject"
    page = mine.get(path).text
    assert "Your words were kept" in page
    assert 'value="Half a ti"' in page
    assert 'value="31.02."' in page
    second = browse(an_author(agency))
    theirs = second.get(path).text
    assert f"{name} is writing in this draft too" in theirs
    assert "Half a ti" not in theirs
    stopped_clock(NOON + timedelta(minutes=16))
    assert "is writing in this draft too" not in second.get(path).text
    assert mine.post(path, data={"step": "drop"}).status_code == 302
    assert "Half a ti" not in mine.get(path).text


def publish_in_a_process(environment, key, approver, barrier, fails):
    """Publish a notice in a process of its own, and lose it again where it `fails`."""
    app = make_portal(environment)
    with app.app_context(), writing():
        barrier.wait(60)
        try:
            publish_notice(get_draft(key), by=db.session.get_one(Person, approver), now=NOON)
        except PortalError:
            db.session.rollback()
        else:
            (db.session.rollback if fails else db.session.commit)()
        db.session.remove()
        db.engine.dispose()


def test_processes_that_publish_at_once_leave_no_gap_and_begin_one_issue(app, environment):
    agency = an_agency()
    author = an_author(agency)
    keys = [a_submitted_notice(agency, author=author).id for _ in range(6)]
    approver = an_approver(agency).id
    db.session.rollback()
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(len(keys))
    processes = [
        spawning.Process(
            target=publish_in_a_process, args=(environment, key, approver, barrier, n == 2)
        )
        for n, key in enumerate(keys)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * len(keys)
    rows = db.session.execute(
        select(Notice.number, Notice.page).where(Notice.number.is_not(None)).order_by(Notice.page)
    )
    assert [tuple(row) for row in rows] == [(f"TN-2026-{n:02d}", n) for n in range(1, 6)]
    issues = db.session.scalars(select(Issue)).all()
    assert [(issue.day, issue.volume, issue.number) for issue in issues] == [(TODAY, 13, 1)]
