"""Final reports on a concluded agreement: who was to report, who did, and all in one file."""

import csv
import io
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.committees.rules import ForumKind
from portal.kernel.database import db
from portal.negotiations.models import Theme
from portal.negotiations.rules import Stage
from portal.opinions.models import Dissent, Poll
from portal.opinions.rules import Choice, Kind, ReportState, report_due, report_state
from portal.register.queries import get_notice
from portal.register.rules import NoticeKind, NoticeState
from tests.conftest import NOON
from tests.makers import a_committee, a_docket, a_negotiation, a_notice, a_theme
from tests.opinions.makers import (
    a_draft_opinion,
    a_notice_for,
    a_table,
    a_wording,
    filed,
    organisation_of,
    put_to_vote,
    vote,
)

BODY = "# Economic interest\nIt pays.\n\n# Equity and reciprocity in the sector\nIt is fair."
DUE = report_due(date(2026, 4, 2))


@given(st.integers(-40, 40), st.integers(-40, 40) | st.none())
def test_a_report_is_in_time_through_its_last_day(today, filed_after):
    filed_on = None if filed_after is None else DUE + timedelta(days=filed_after)
    state = report_state(due=DUE, filed_on=filed_on, today=DUE + timedelta(days=today))

    if filed_after is not None:
        assert state is (ReportState.FILED if filed_after <= 0 else ReportState.FILED_LATE)
    else:
        assert state is (ReportState.AWAITED if today <= 0 else ReportState.OVERDUE)


def an_outcome(table, **facts):
    facts = {"opens": "2026-04-02", "closes": None, "kind": NoticeKind.OUTCOME} | facts
    notice = a_notice_for(table, **facts)
    notice.docket.stage = Stage.PRE_OUTCOME
    db.session.commit()
    return get_notice(str(notice.number))


def a_report(table, notice, *, now=NOON):
    """File the final report of a committee."""
    wording = a_wording("Ratify it.", title="Our report", body=BODY)
    notice = get_notice(str(notice.number))
    number = a_draft_opinion(table, wording, notice=notice, kind=Kind.FINAL_REPORT, now=now)
    put_to_vote(number, table, closes=now.date() + timedelta(days=5), now=now)
    for person in table.voters:
        vote(number, person, Choice.FOR, now=now)
    return filed(number, table, now=now)


def test_everyone_sees_who_reported_who_is_late_and_who_is_awaited(browse, stopped_clock):
    table = a_table()
    notice = an_outcome(table)
    path = f"/en/notices/{notice.number}/reports"
    theme = db.session.get_one(Theme, table.committee.theme_id)
    a_committee(theme, code="C-OF-ANOTHER", negotiation_id=a_negotiation().id)
    a_committee(theme, code="C-OVER", ends_on=date(2026, 4, 1))
    a_committee(theme, code="C-TALK", kind=ForumKind.INFORMAL_NETWORK)
    page = browse().get(path).text

    assert table.committee.code in page
    assert "Awaited" in page
    assert "reports.zip" not in page
    for other in ("C-OF-ANOTHER", "C-OVER", "C-TALK"):
        assert other not in page
    assert path in browse().get(f"/en/notices/{notice.number}").text

    stopped_clock(NOON + timedelta(days=20))
    assert "Overdue" in browse().get(path).text
    stopped_clock(NOON)
    comment = a_report(table, notice)
    for locale in ("kk", "ru", "en"):
        page = browse().get(f"/{locale}/notices/{notice.number}/reports").text
        assert comment.number in page
        assert "reports.zip" in page
    assert "Filed in time" in page
    assert path in browse().get(f"/en/opinions/{comment.number}").text


def test_the_bundle_holds_every_report_and_names_who_did_not_report(browse):
    table = a_table()
    silent = a_theme()
    a_committee(silent, code="C-SILENT")
    docket = a_docket(
        db.session.get_one(Theme, table.committee.theme_id), silent, stage=Stage.REVIEW
    )
    notice = a_notice(docket, closes=None, kind=NoticeKind.OUTCOME)
    comment = a_report(table, notice)
    poll_id = db.session.scalars(db.select(Poll.id)).one()
    organisation = organisation_of(table.members[0]).id
    db.session.add(
        Dissent(poll_id=poll_id, organisation_id=organisation, ask="Not so.", text="Why.", at=NOON)
    )
    db.session.commit()
    path = f"/en/notices/{notice.number}/reports.zip"
    answer = browse().get(path)

    assert answer.mimetype == "application/zip"
    assert f"reports-{notice.number}.zip" in answer.headers["Content-Disposition"]
    with ZipFile(io.BytesIO(answer.data)) as pack:
        names = pack.namelist()
        rows = list(csv.DictReader(io.StringIO(pack.read("reports.csv").decode("utf-8-sig"))))
        text = pack.read(f"{comment.number}.md").decode()
    assert names == ["reports.csv", f"{comment.number}.md"]
    assert {row["committee"]: row["report"] for row in rows} == {
        table.committee.code: comment.number,
        "C-SILENT": "",
    }
    for words in ("Our report", "It pays.", "Ratify it.", "Not so.", comment.digest):
        assert words in text
    assert browse().get(path).data == answer.data


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": NoticeKind.REQUEST_FOR_COMMENTS},
        {"state": NoticeState.DRAFT},
        {"stage": Stage.DURING},
    ],
)
def test_only_a_published_notice_of_outcome_has_reports(browse, facts):
    stage = (facts := dict(facts)).pop("stage", Stage.PRE_OUTCOME)
    notice = a_notice(a_docket(stage=stage), **({"kind": NoticeKind.OUTCOME} | facts))
    for ending in ("reports", "reports.zip"):
        assert browse().get(f"/en/notices/{notice.number}/{ending}").status_code == 404


def test_the_page_costs_the_same_with_one_report_and_with_three(browse, statements):
    counts = []
    for many in (1, 3):
        tables = [a_table() for _ in range(many)]
        themes = [db.session.get_one(Theme, x.committee.theme_id) for x in tables]
        notice = a_notice(
            a_docket(*themes, stage=Stage.REVIEW), closes=None, kind=NoticeKind.OUTCOME
        )
        for table in tables:
            a_report(table, notice)
        with statements() as seen:
            page = browse().get(f"/en/notices/{notice.number}/reports").text
        assert page.count("Filed in time") == many
        counts.append(len(seen))
    assert counts == [12, 12]
