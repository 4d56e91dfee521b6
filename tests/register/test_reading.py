"""What surrounds a notice: what became of it, its issue, its agency, what is to come."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Agency
from portal.kernel.database import db
from portal.kernel.text import LOCALES
from portal.register.actions import drop_plan, publish_scheduled, return_notice
from portal.register.models import Notice
from portal.register.queries import get_draft, get_notice, get_plan, shares
from portal.register.rules import Ask, Goods, NoticeKind, Part, QuestionForm
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_person, an_agency, in_all
from tests.register.makers import (
    a_mirrored_theme,
    a_plan,
    a_scheduled_notice,
    a_submitted_notice,
    an_approver,
    an_author,
    an_issue,
    published,
)


def later(kind, earlier, **facts):
    """Publish a notice about an earlier one."""
    docket = get_notice(earlier.number).docket
    return published(a_submitted_notice(kind=kind, docket=docket, earlier=[earlier], **facts))


def test_a_correction_leaves_the_text_and_stands_beside_it(app, browse):
    first = a_notice(number="TN-2025-50", volume=12, text="# SUMMARY\nFifty thousand.\n")
    before = (get_notice(first.number).texts[0].html, first.closes_on, first.title)
    correction = later(NoticeKind.CORRECTION, first)
    kept = get_notice(first.number)
    assert (kept.texts[0].html, kept.closes_on, kept.title) == before
    page = browse().get(f"/en/notices/{first.number}").text
    assert "This notice was corrected." in page
    assert f"Corrected by {correction.number}" in page
    assert first.number in browse().get(f"/en/notices/{correction.number}").text


def test_an_extension_moves_the_last_day_and_shows_the_first_one_struck_out(app, browse):
    first = a_notice(number="TN-2025-50", volume=12, closes="2026-05-04")
    extension = later(NoticeKind.EXTENSION, first, wanted_closing=date(2026, 5, 20))
    kept = get_notice(first.number)
    assert (kept.closes_on, kept.first_closing) == (date(2026, 5, 20), date(2026, 5, 4))
    assert extension.closes_on is None
    page = browse().get(f"/en/notices/{first.number}").text
    assert '<s><time datetime="2026-05-04">' in page
    assert "Until 20 May 2026" in page
    assert f"Time for comments extended by {extension.number}" in page


def test_a_comment_is_in_time_after_the_old_deadline_once_it_was_extended(
    app, browse, stopped_clock
):
    first = a_notice(number="TN-2025-50", volume=12, closes="2026-05-04")
    later(NoticeKind.EXTENSION, first, wanted_closing=date(2026, 5, 20))
    stopped_clock(NOON + timedelta(days=20))
    page = browse().get(f"/en/notices/{first.number}/comment")
    assert page.status_code == 200
    assert "marked as late" not in page.text


def test_a_closed_notice_is_reopened(app, browse):
    first = a_notice(number="TN-2025-50", volume=12, opens="2026-03-02", closes="2026-04-10")
    later(NoticeKind.REOPENING, first, wanted_closing=date(2026, 5, 20))
    assert "Until 20 May 2026" in browse().get(f"/en/notices/{first.number}").text


def test_a_withdrawn_notice_says_so_first_and_asks_for_no_comments(app, browse):
    first = a_notice(number="TN-2025-50", volume=12)
    withdrawal = later(NoticeKind.WITHDRAWAL, first)
    kept = get_notice(first.number)
    assert kept.withdrawn_on == date(2026, 4, 20)
    assert kept.closes_on == date(2026, 4, 20)
    page = browse().get(f"/en/notices/{first.number}").text
    assert "Withdrawn on 20 April 2026" in page
    assert f"/en/notices/{first.number}/comment" not in page
    assert withdrawal.number in page


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_shows_context_goods_and_the_form_of_questions(app, browse, locale):
    notice = published(
        a_submitted_notice(
            lines=[Goods(2022, "040690", in_all("Hard cheese"), "15 %", "10 %")],
            questions=[
                Ask(in_all("Which?"), QuestionForm.CHOICE, (in_all("This"), in_all("That"))),
                Ask(in_all("How much?"), QuestionForm.NUMBER, unit=in_all("tonnes a year")),
                Ask(in_all("Which line?"), QuestionForm.HS_LINE),
            ],
        )
    )
    page = browse().get(f"/{locale}/notices/{notice.number}").text
    for words in ("0406.90", "10 %", "About why_now.", "This", "tonnes a year"):
        assert words in page
    assert 'class="para" href="#p-1"' in page
    assert len(page.encode()) < 200_000


def test_the_goods_are_a_page_and_a_table_of_their_own(app, browse):
    goods = [Goods(2017, f"{n:02d}01", in_all(f"=Goods {n}")) for n in range(1, 60)]
    number = published(a_submitted_notice(lines=goods)).number
    page = browse().get(f"/en/notices/{number}").text
    assert "All the goods of this notice" in page
    assert "=Goods 59" not in page
    assert "=Goods 59" in browse().get(f"/en/notices/{number}/goods").text
    table = browse().get(f"/en/notices/{number}/goods.csv")
    rows = table.text.splitlines()
    assert len(rows) == 60
    assert rows[1] == "0101,HS 2017,'=Goods 1 (kk),'=Goods 1 (ru),'=Goods 1,,"


def test_a_shorter_time_wears_a_mark(app, browse):
    hurried = published(
        a_submitted_notice(
            wanted_closing=date(2026, 4, 28), waiver_reason=in_all("The round is near.")
        )
    )
    usual = published(a_submitted_notice())
    assert "Shorter time" in browse().get(f"/en/notices/{hurried.number}").text
    assert "Shorter time" not in browse().get(f"/en/notices/{usual.number}").text


@pytest.mark.parametrize(("days", "said"), [(0, "is promised by"), (1, "is overdue")])
def test_a_promised_analysis_is_overdue_the_day_after(app, browse, stopped_clock, days, said):
    promised = date(2026, 5, 11)
    notice = published(
        a_submitted_notice(kind=NoticeKind.INTENT_TO_LAUNCH, impact_promised_on=promised)
    )
    stopped_clock(NOON + timedelta(days=(promised - NOON.date()).days + days))
    assert said in browse().get(f"/en/notices/{notice.number}").text


def test_an_analysis_that_came_is_overdue_no_more(app, browse, stopped_clock):
    notice = published(
        a_submitted_notice(kind=NoticeKind.INTENT_TO_LAUNCH, impact_promised_on=date(2026, 4, 30))
    )
    later(NoticeKind.IMPACT_ANALYSIS, notice)
    stopped_clock(NOON + timedelta(days=30))
    page = browse().get(f"/en/notices/{notice.number}").text
    assert "it is published in the docket" in page
    assert "overdue" not in page


def test_an_issue_lists_what_appeared_by_agency_and_kind(app, browse):
    moa, mebp = an_agency("MOA"), an_agency("MEBP")
    mine = published(a_submitted_notice(mebp))
    theirs = published(a_submitted_notice(moa, title=in_all("Sheep")))
    correction = later(NoticeKind.CORRECTION, mine, title=in_all("A mistake"))
    a_notice(number="2024-1", series="FR", opens="2026-04-20")
    page = browse().get("/en/issues/2026-04-20").text
    assert "No. 1" in page
    assert page.index("Ministry MEBP") < page.index("Ministry MOA")
    for notice in (mine, theirs, correction):
        assert f"/en/notices/{notice.number}" in page
    assert "2024-1" not in page
    listed = browse().get("/en/issues").text
    assert "/en/issues/2026-04-20" in listed
    assert "3 documents" in listed


def test_issues_lead_to_their_neighbours_and_other_days_have_none(app, browse):
    for day in (date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 9)):
        a_notice(opens=day.isoformat())
        an_issue(day)
    page = browse().get("/en/issues/2026-04-07").text
    assert 'rel="prev" href="/en/issues/2026-04-02"' in page
    assert 'rel="next" href="/en/issues/2026-04-09"' in page
    for strange in ("2026-04-08", "2026-13-40", "x", "0000-00-00"):
        assert browse().get(f"/en/issues/{strange}").status_code == 404


@pytest.mark.parametrize("path", ["13/RTN/45", "13/rtn/46"])
def test_a_citation_resolves_by_volume_series_and_page(app, browse, path):
    notice = a_notice(volume=13, page=45, last_page=47)
    answer = browse().get(f"/ru/citation/{path}")
    assert answer.location.endswith(f"/ru/notices/{notice.number}")


@pytest.mark.parametrize("path", ["13/RTN/48", "12/RTN/45", "13/XX/45", "13/RTN/999999999999"])
def test_a_citation_of_nothing_leads_nowhere(app, browse, path):
    a_notice(volume=13, page=45, last_page=47)
    assert browse().get(f"/en/citation/{path}").status_code == 404


def test_an_agency_shows_what_it_published_and_means_to_ask(app, browse):
    agency = an_agency("MEBP", mailbox="office@mebp.example")
    mine = a_notice(a_docket(agency_id=agency.id))
    other = a_notice()
    plan = a_plan(db.session.scalars(select(Agency).where(Agency.code == "MEBP")).one())
    page = browse().get("/en/agencies/MEBP").text
    assert mine.number in page
    assert other.number not in page
    assert plan.number in page
    assert "office@mebp.example" in page
    assert browse().get("/en/agencies/NONE").status_code == 404


def test_the_calendar_of_what_is_to_come(app, browse):
    near, far = a_plan(), a_plan(opens_from=date(2027, 4, 1), opens_by=date(2027, 5, 1))
    dropped = a_plan(opens_from=date(2026, 7, 1), opens_by=date(2026, 7, 2))
    drop_plan(get_plan(dropped.number), reason=in_all("Settled."), by=an_author(), now=NOON)
    db.session.commit()
    page = browse().get("/en/planned").text
    assert page.index(near.number) < page.index(dropped.number) < page.index(far.number)
    assert "Settled." in page
    calendar = browse().get("/en/planned.ics")
    assert calendar.mimetype == "text/calendar"
    assert calendar.text.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20260601" in calendar.text
    assert "DTEND;VALUE=DATE:20260701" in calendar.text
    assert "STATUS:CANCELLED" in calendar.text
    feed = browse().get("/en/planned.atom").text
    assert f"A consultation was announced, {near.number}" in feed
    assert f"The announced consultation {dropped.number} will not take place." in feed


def test_a_plan_that_a_notice_carries_out_leads_to_it_and_counts_as_planned(app, browse):
    agency = an_agency()
    plan = a_plan(agency)
    notice = a_submitted_notice(agency, plan_id=plan.id)
    assert shares(date(2025, 1, 1)) == (0, 0)
    number = published(notice).number
    published(a_submitted_notice())
    assert f"/en/notices/{number}" in browse().get("/en/planned").text
    assert shares(date(2025, 1, 1)) == (2, 1)


def test_what_is_inspected_is_seen_from_its_day_until_it_appears(app, browse, stopped_clock):
    notice = a_scheduled_notice(
        inspect_on=date(2026, 4, 22), publish_on=date(2026, 4, 27), title=in_all("To be seen")
    )
    key = notice.id
    guest = browse()
    assert guest.get(f"/en/inspection/{key}").status_code == 404
    assert "To be seen" not in guest.get("/en/inspection").text
    stopped_clock(NOON + timedelta(days=2))
    assert "To be seen" in guest.get("/en/inspection").text
    page = guest.get(f"/en/inspection/{key}").text
    assert "27 April 2026" in page
    assert "Words under summary." in page
    assert "To be seen" not in guest.get("/en/notices?state=all").text
    stopped_clock(NOON + timedelta(days=7))
    publish_scheduled(get_draft(key), now=NOON + timedelta(days=7))
    db.session.commit()
    assert guest.get(f"/en/inspection/{key}").status_code == 404


def test_what_is_scheduled_without_inspection_is_seen_by_nobody(app, browse, stopped_clock):
    notice = a_scheduled_notice(title=in_all("Hidden until its day"))
    key = notice.id
    taken_back = a_scheduled_notice(inspect_on=date(2026, 4, 20), title=in_all("Taken back"))
    approver = an_approver(taken_back.agency)
    return_notice(get_draft(taken_back.id), remark="Mend.", by=approver, now=NOON)
    db.session.commit()
    stopped_clock(NOON + timedelta(days=6))
    for path in (f"inspection/{key}", f"inspection/{taken_back.id}"):
        assert browse().get(f"/en/{path}").status_code == 404
    for path in ("inspection", "notices?state=all", "issues", "planned", "feed.atom"):
        page = browse().get(f"/en/{path}").text
        assert "Hidden until its day" not in page
        assert "Taken back" not in page


@pytest.mark.parametrize("many", [1, 3])
def test_the_new_pages_cost_the_same_with_one_row_and_with_three(app, browse, statements, many):
    agency, theme = an_agency("MEBP"), a_mirrored_theme()
    docket = a_docket(theme)
    for _ in range(many):
        a_notice(docket, agency_id=agency.id, opens="2026-04-02", themes=(theme,))
        a_plan(db.session.get_one(Agency, agency.id))
        a_scheduled_notice(inspect_on=date(2026, 4, 20))
    an_issue(date(2026, 4, 2))
    costs = {
        "issues": 3,
        "issues/2026-04-02": 5,
        "agencies/MEBP": 6,
        "planned": 4,
        "planned.ics": 3,
        "planned.atom": 2,
        "inspection": 2,
    }
    seen_costs = {}
    for path in costs:
        with statements() as seen:
            assert browse().get(f"/en/{path}").status_code == 200
        seen_costs[path] = len(seen)
    assert seen_costs == costs


@pytest.mark.parametrize(
    "path", ["issues", "planned", "planned.ics", "planned.atom", "inspection", "agencies/MEBP"]
)
def test_unchanged_pages_are_not_made_again(app, browse, path):
    an_agency("MEBP")
    first = browse().get(f"/en/{path}")
    again = browse().get(f"/en/{path}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_dates_of_a_notice_go_into_a_calendar(app, browse):
    notice = a_notice(closes="2026-05-04")
    calendar = browse().get(f"/kk/notices/{notice.number}/dates.ics").text
    assert "DTSTART;VALUE=DATE:20260504" in calendar
    assert f"UID:{notice.number}-closes@" in calendar


def test_only_authors_of_the_agency_announce(app, browse):
    plan = a_plan()
    agency = plan.agency
    for outsider in (a_person(), an_author()):
        answer = browse(outsider).get(f"/en/desk/planned/{plan.number}")
        assert answer.status_code == 404
    author = browse(an_author(agency))
    page = author.get(f"/en/desk/planned/{plan.number}")
    assert "A question to come" in page.text
    data = {
        "agency": agency.code,
        "kind": "tariff_offer",
        **{f"title-{x}": f"Moved {x}" for x in LOCALES},
        "opens_from": "2026-07-01",
        "opens_by": "2026-06-01",
    }
    answer = author.post(f"/en/desk/planned/{plan.number}", data=data)
    assert answer.status_code == 422
    assert "The last day comes before the first." in answer.text
    assert "Moved kk" in answer.text
    answer = author.post(f"/en/desk/planned/{plan.number}", data=data | {"opens_by": "2026-07-09"})
    assert answer.status_code == 303
    assert get_plan(plan.number).title.kk == "Moved kk"


def test_an_announcement_is_dropped_with_a_reason(app, browse):
    plan = a_plan()
    author = browse(an_author(plan.agency))
    path = f"/en/desk/planned/{plan.number}/drop"
    assert author.post(path, data={}).status_code == 422
    reason = {"drop-reason-ru": "Решено.", "drop-reason-source": "ru"}
    assert author.post(path, data=reason).status_code == 303
    assert get_plan(plan.number).dropped_on == date(2026, 4, 20)


def test_a_part_of_the_statement_is_told_in_the_notice(app):
    notice = published(a_submitted_notice())
    assert {row.part for row in get_notice(notice.number).parts} >= {Part.STILL_OPEN}
    assert db.session.query(Notice).count() == 1
