"""The story as it stands once it is loaded: its numbers, its order, what is open today."""

import csv
import re
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import yaml
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Organisation, Person
from portal.accounts.passwords import is_password
from portal.attachments.files import store
from portal.comments.models import Comment, CommentFile
from portal.comments.rules import OF_COMMITTEES, POSTED, CommentState, Visibility, is_late
from portal.comments.tallies import differences
from portal.committees.models import Committee, Declaration, Undertaking
from portal.committees.queries import (
    applications_on_desk,
    mirror,
    places_in,
    sitting,
    vacant_seats,
)
from portal.committees.rules import ApplicationState, ForumKind
from portal.demo.loading import load
from portal.demo.signins import lines, password_file, the_password
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.text import LOCALES
from portal.ledger.actions import seal
from portal.ledger.audit import verify
from portal.ledger.models import Entry
from portal.opinions.models import Opinion
from portal.opinions.queries import drafts_of, get_filed
from portal.opinions.results import results
from portal.opinions.rules import Stage
from portal.outbox.models import Letter
from portal.outreach.models import Asker, InformationRequest, Page
from portal.outreach.rules import PageKind, check_blocks
from portal.register.models import Docket, Notice
from portal.register.rules import NoticeState
from portal.responses.models import Batch, Commitment, Concern, Response
from portal.responses.rules import BatchState, CommitmentState
from portal.subscriptions.models import Fanout
from tests.conftest import NOON, empty_database

EXPECTED = yaml.safe_load(Path(__file__).with_name("expected.yaml").read_text("utf-8"))
DOCKETS = [name for name in EXPECTED if name.startswith("MEBP-")]


@pytest.fixture(scope="module", autouse=True)
def story(portal):
    """Load the story once for all tests here; they only read it."""
    with portal.app_context():
        empty_database()
        load(now=NOON)
        db.session.commit()
        yield portal
        db.session.rollback()


def _comments(*dockets):
    query = (
        select(Comment)
        .join(Comment.docket)
        .where(Docket.number.in_(dockets))
        .options(
            joinedload(Comment.notice),
            joinedload(Comment.organisation),
            joinedload(Comment.region),
        )
    )
    return list(db.session.scalars(query))


def _figures(comments):
    posted = [comment for comment in comments if comment.state in POSTED]
    return {
        "received": len(comments),
        "published": len(posted),
        "by_status": dict(Counter(comment.state.value for comment in comments)),
        "by_lang": dict(Counter(comment.locale for comment in posted)),
        "by_stance": dict(Counter(comment.stance.value for comment in posted)),
        "by_group": dict(Counter(map(_group, posted))),
        "regions": len({comment.region.code for comment in posted if comment.region}),
        "confidential": sum(
            comment.visibility is Visibility.BUSINESS_CONFIDENTIAL for comment in posted
        ),
        "late": sum(
            comment.notice is not None
            and is_late(comment.filed_at, comment.notice.closes_on, comment.notice.opens_on)
            for comment in posted
        ),
    }


def _group(comment):
    if comment.capacity in OF_COMMITTEES:
        return "committee"
    return comment.organisation.group.value if comment.organisation else "individual"


def test_it_has_the_numbers_that_were_counted_by_hand():
    assert _figures(_comments(*DOCKETS)) == EXPECTED["all"]
    for docket in DOCKETS:
        assert _figures(_comments(docket)) == EXPECTED[docket], docket
    assert differences() == []


def test_every_point_of_the_answered_docket_has_its_answer():
    rows = db.session.execute(
        select(Response.disposition, func.count()).group_by(Response.disposition)
    )
    assert {kind.value: number for kind, number in rows} == EXPECTED["dispositions"]
    batch = db.session.scalars(select(Batch)).one()
    assert batch.state is BatchState.PUBLISHED
    assert batch.published_by_id not in {batch.submitted_by_id, batch.made_by_id}
    assert [c.number for c in db.session.scalars(select(Concern).order_by(Concern.number))] == [
        *range(1, 13)
    ]


def test_one_promise_is_kept_and_one_is_late():
    today = clock.legal_day(clock.now())
    promises = list(db.session.scalars(select(Commitment)))
    late = [p for p in promises if p.due_on < today and p.state is not CommitmentState.DONE]
    assert len(promises) == 5
    assert [p.number for p in late] == ["CM-04"]
    assert [p.number for p in promises if p.state is CommitmentState.DONE] == ["CM-03"]


def test_something_is_open_today_something_waits_and_nothing_lies_ahead():
    now = clock.now()
    notices = list(db.session.scalars(select(Notice)))
    open_today = [n for n in notices if n.period and n.period.is_open(now)]
    assert len(open_today) >= 2
    assert [n.state for n in notices if n.number is None] == [NoticeState.SUBMITTED]
    waiting = [c for c in _comments("MEBP-2014-0005", "MEBP-2014-0006") if c.state not in POSTED]
    assert {c.state for c in waiting} == {CommentState.IN_MODERATION}
    assert db.session.scalar(select(func.max(Entry.at))) < now
    assert all(n.published_at < now for n in notices if n.published_at)


def test_the_ledger_tells_it_in_the_order_of_time():
    moments = list(db.session.scalars(select(Entry.at).order_by(Entry.id)))
    assert moments == sorted(moments)
    while seal(clock.now()):
        pass
    report = verify()
    assert report.faults == []
    assert report.sealed == len(moments) > 150


def test_no_year_of_the_story_is_left_in_what_is_published():
    query = select(Notice).options(joinedload(Notice.texts), joinedload(Notice.questions))
    for notice in db.session.scalars(query).unique():
        words = [*notice.title.texts.values(), *notice.summary.texts.values()]
        words += [text.markdown for text in notice.texts]
        left = " ".join(words).replace("TN-2014-", "").replace("MEBP-2014-", "")
        assert "2014" not in left, notice.number
        assert "{" not in left, notice.number


def _measured_in_public():
    """Return the table that everyone may take away from the Chamber's page, by docket."""
    told = current_app.test_client().get("/en/chamber.csv").text
    return {row["docket"]: row for row in csv.DictReader(StringIO(told.removeprefix("\ufeff")))}


def test_the_public_scorecard_shows_the_known_numbers():
    rows = _measured_in_public()
    for docket in DOCKETS:
        shown = (int(rows[docket]["comments_received"]), int(rows[docket]["comments_posted"]))
        assert shown == (EXPECTED[docket]["received"], EXPECTED[docket]["published"]), docket
    answered = EXPECTED["answered"]
    row = rows[answered["docket"]]
    assert int(row["concerns"]) == answered["concerns"]
    assert int(row["concerns_answered"]) == answered["answered"]
    assert int(row["answered_percent"]) == 100
    assert int(row["accepted_percent"]) == answered["accepted_percent"]
    waited = date.fromisoformat(row["last_answer"]) - date.fromisoformat(row["comments_until"])
    assert waited.days == answered["days"]
    assert row["standing"] == answered["standing"]


def test_the_public_page_says_in_numbers_what_its_table_lists():
    rows = list(_measured_in_public().values())
    page = " ".join(current_app.test_client().get("/en/chamber").text.split())
    shown = dict(re.findall(r"<b>([^<]*)</b><span>(.*?)</span>", page))
    known = EXPECTED["promises"]
    kept = f"{known['kept']} kept, {known['overdue']} overdue"
    by_label = {label: value for value, label in shown.items()}
    assert by_label["comments received"] == str(sum(int(x["comments_received"]) for x in rows))
    assert by_label["concerns answered"] == str(EXPECTED["answered"]["answered"])
    assert kept in page
    assert "CM-04" in page


def test_everyone_reads_how_requests_are_answered_and_nobody_who_asked():
    known = EXPECTED["information_requests"]
    reader = current_app.test_client()
    page = " ".join(reader.get("/en/requests").text.split())
    assert f"<b>{known['n']}</b><span>requests</span>" in page
    assert f"<small>{known['on_time']} in time</small>" in page
    library = reader.get("/ru/learn/answers").text
    answers = sorted(set(re.findall(r"/ru/learn/answers/(IR[-\w]+)", library)))
    assert len(answers) == known["public_answers"]
    everything = library + "".join(reader.get(f"/ru/learn/answers/{x}").text for x in answers)
    askers = list(db.session.scalars(select(Asker)))
    assert len(askers) == known["n"]
    for asker in askers:
        assert asker.email.endswith(".example")
        assert asker.email not in everything
        assert asker.name.split()[-1] not in everything
    states = Counter(db.session.scalars(select(InformationRequest.state)))
    assert states == {"answered": 8, "partly_answered": 1, "redirected": 1}
    for locale in LOCALES:
        assert "standing" not in reader.get(f"/{locale}/learn/answers").text


def test_gaps_in_the_mirror_show_on_its_page():
    page = current_app.test_client().get("/en/committees").text
    told = page[page.index('id="gaps"') : page.index('id="further"')]
    assert re.findall(r'/en/themes/(\w{3})"', told) == EXPECTED["gaps"]


def test_the_joint_position_is_filed_as_the_story_tells_it():
    opinion = db.session.scalars(select(Opinion).where(Opinion.filed_at.is_not(None))).one()
    filed = get_filed(db.session.get_one(Comment, opinion.comment_id).number)
    whole, sugar = results(filed, filed.polls[-1])
    votes = [(x.total.in_favour, x.total.against, x.total.abstained) for x in (whole, sugar)]
    assert votes == [(8, 1, 0), (8, 1, 0)]
    assert sorted((x.cast, x.entitled) for x in whole.counts.values()) == [(4, 5), (5, 6)]
    assert sorted((x.cast, x.entitled) for x in sugar.counts.values()) == [(4, 4), (5, 6)]
    assert [x.organisation.slug for x in filed.polls[-1].dissents] == ["auto-dealers"]
    assert [x.organisation.slug for x in filed.recusals] == ["zhetisu-sugar"]
    stages = {line.stage for line in drafts_of(_committees(), now=clock.now())}
    assert stages == {Stage.FILED, Stage.VOTING, Stage.DRAFTING}


def _committees():
    return list(db.session.scalars(select(Committee.id)))


def test_gaps_in_the_mirror_are_the_themes_without_a_committee():
    pairs = mirror(on=clock.legal_day(clock.now()))
    assert [pair.theme.code for pair in pairs if pair.is_gap] == EXPECTED["gaps"]


def test_committees_have_people_a_long_vacancy_an_appeal_and_an_undertaking_that_ran_out():
    now = clock.now()
    today = clock.legal_day(now)
    every = sitting(on=today)
    assert [x.code for x in every] == ["C-AGR", "C-MKT", "C-ROO", "C-SRV"]
    assert [x.code for x in every if x.kind is ForumKind.ADHOC_FORMAL and x.ends_on] == ["C-ROO"]
    held = [place.term for x in every for place in places_in(x, on=today) if place.term]
    assert all(term.holder for term in held)
    assert sum(term.alternate is not None for term in held) == 5
    assert [x.code for x, _place in vacant_seats(every, on=today)] == ["C-AGR"]
    waiting = applications_on_desk()
    assert {x.state for x in waiting} == {ApplicationState.WAITING, ApplicationState.APPEALED}
    signed = list(db.session.scalars(select(Undertaking)))
    assert sum(x.expires_on < today for x in signed) == 1
    declared = {x.person.name: x.chapters for x in db.session.scalars(_declarations())}
    assert declared["Erlan Batyr"] == ["17"]


def _declarations():
    return select(Declaration).options(joinedload(Declaration.person))


def test_everyone_invented_is_marked_and_signs_in_with_the_one_password():
    for organisation in db.session.scalars(select(Organisation)):
        for text in organisation.name.texts.values():
            assert "(demo)" in text or "(демо)" in text, text
    people = list(db.session.scalars(select(Person)))
    assert all(person.email.endswith(".example") for person in people)
    assert len({person.password for person in people}) == 1
    assert is_password(people[0].password, the_password())
    addresses = {person.email for person in people}
    assert {line.email for line in lines()} <= addresses
    assert len({line.role for line in lines()}) == 10
    assert password_file().stat().st_mode & 0o077 == 0


def test_confidential_files_are_sealed_and_every_file_is_in_the_store():
    query = select(CommentFile).options(joinedload(CommentFile.attachment))
    files = list(db.session.scalars(query))
    assert len(files) == 15
    for file in files:
        assert file.confidential == file.attachment.name.startswith("BCI"), file.attachment.name
        assert store().path(file.attachment.sha256).stat().st_size == file.attachment.size


def test_every_page_about_an_agreement_has_its_four_blocks():
    query = select(Page).options(joinedload(Page.texts))
    pages = list(db.session.scalars(query).unique())
    assert len(pages) == 8
    for page in pages:
        check_blocks(PageKind(page.kind), {text.locale: text.markdown for text in page.texts})


def test_nobody_gets_a_letter_about_what_is_past():
    assert db.session.scalar(select(func.count()).select_from(Fanout)) > 0
    assert db.session.scalar(select(Fanout.id).where(Fanout.done_at.is_(None))) is None
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
