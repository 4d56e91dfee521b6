"""The pages of a draft, from its beginning to its filing, as members and everyone else see them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.rules import Role
from portal.comments.models import Comment
from portal.comments.rules import CommentState
from portal.committees.models import Declaration
from portal.kernel.clock import end_of, legal_day
from portal.kernel.database import db
from portal.negotiations.models import NegotiatingGroup
from portal.opinions.models import MemberRemark, Opinion, Version
from portal.opinions.queries import latest_version
from portal.opinions.rules import Choice, Kind
from portal.outbox.models import Letter
from portal.register.rules import NoticeKind
from tests.conftest import NOON
from tests.makers import a_notice, a_person, an_agency, saved
from tests.opinions.makers import (
    SOON,
    a_draft_opinion,
    a_notice_for,
    a_table,
    a_wording,
    adopted,
    filed,
    put_to_vote,
    vote,
)


@pytest.fixture
def table(app):
    return a_table(others=True)


@pytest.fixture
def browse(browse):
    """Give each person one browser, however often they come."""
    known = {}

    def browser(person=None):
        key = person.id if person else None
        return known[key] if key in known else known.setdefault(key, browse(person))

    return browser


def _fields(**more):
    return {
        "base": "1",
        "title": "On excluded goods",
        "locale": "en",
        "body": "Asked.",
        "points-0-key": "1",
        "points-0-ask": "Keep the duty on cheese.",
        "points-0-text": "Why.",
        "points-0-stance": "oppose",
        "step": "save",
    } | more


def test_a_member_begins_a_draft_from_the_workspace(browse, table):
    notice = a_notice_for(table, questions=2)
    browser = browse(table.members[0])
    assert "has not begun" in browser.get(f"/en/my/committees/{table.committee.code}").text
    form = f"/en/my/committees/{table.committee.code}/opinions/new"
    assert str(notice.number) in browser.get(form).text

    answer = browser.post(
        form, data={"kind": "opinion", "notice": notice.id, "title": "Cheese", "locale": "ru"}
    )

    assert answer.status_code == 303
    opinion = db.session.scalars(select(Opinion)).one()
    assert answer.location.endswith(f"/en/my/opinions/{opinion.number}/edit")
    assert "Cheese" in browser.get(answer.location).text
    assert "Cheese" in browser.get(f"/en/my/committees/{table.committee.code}").text


def test_a_draft_is_begun_only_on_a_notice_that_is_open_to_the_committee(browse, table):
    elsewhere, foreign = a_notice_for(table), a_notice()
    asks_nothing = a_notice(closes=None)
    browser = browse(table.chair)
    form = f"/en/my/committees/{table.committee.code}/opinions/new"
    for notice in (foreign, asks_nothing):
        answer = browser.post(
            form, data={"kind": "opinion", "notice": notice.id, "title": "A", "locale": "en"}
        )
        assert answer.status_code == 422
    report = {"kind": "final_report", "notice": elsewhere.id, "title": "A", "locale": "en"}
    assert browser.post(form, data=report).status_code == 422


@pytest.mark.parametrize(
    ("kind", "words"),
    [(Kind.ISSUE_PAPER, "Who gains and who loses"), (Kind.OPINION, "")],
)
def test_a_paper_begins_with_its_headings(browse, table, kind, words):
    notice = a_notice_for(table)
    browse(table.chair).post(
        f"/en/my/committees/{table.committee.code}/opinions/new",
        data={"kind": kind.value, "notice": notice.id, "title": "A", "locale": "en"},
    )

    body = latest_version(db.session.scalars(select(Opinion)).one()).body
    assert words in body
    assert bool(body) == bool(words)


def test_points_are_added_and_taken_away_without_a_script(browse, table):
    number = a_draft_opinion(table)
    browser = browse(table.members[0])
    path = f"/en/my/opinions/{number}/edit"
    page = browser.get(path).text
    assert 'value="Keep the duty on cheese."' in page

    more = browser.post(path, data=_fields(step="add"))
    assert more.status_code == 200
    assert 'id="point-2"' in more.text
    less = browser.post(path, data=_fields(step="remove-0"))
    assert 'value="Keep the duty on cheese."' not in less.text
    assert db.session.scalar(select(func.count()).select_from(Version)) == 1


def test_two_people_saving_the_same_draft_are_both_heard(browse, table):
    number = a_draft_opinion(table)
    first, second = browse(table.members[0]), browse(table.members[1])
    path = f"/en/my/opinions/{number}/edit"
    assert first.post(path, data=_fields(body="Theirs entirely.")).status_code == 303

    refused = second.post(path, data=_fields(body="Mine entirely."))

    assert refused.status_code == 422
    assert "Version 2 was saved meanwhile" in refused.text
    assert "Theirs entirely." in refused.text
    assert "Mine entirely.</textarea>" in refused.text
    assert "<ins>Mine </ins>" in refused.text
    assert 'name="base" type="hidden" value="2"' in refused.text
    again = second.post(path, data=_fields(base="2", body="Theirs, and mine."))
    assert again.status_code == 303
    bodies = list(db.session.scalars(select(Version.body).order_by(Version.number)))
    assert bodies == ["Asked of our members.", "Theirs entirely.", "Theirs, and mine."]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Give the draft a title."),
        ("points-0-ask", "x" * 281, "Use at most 280 characters."),
        ("body", "line\n" * 2_001, "Use at most 2000 lines."),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    browse, table, field, value, sentence
):
    number = a_draft_opinion(table)

    answer = browse(table.chair).post(
        f"/en/my/opinions/{number}/edit", data=_fields(**{"points-0-text": "Kept.", field: value})
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept.</textarea>" in answer.text


def test_what_changed_is_shown_word_by_word(browse, table):
    number = a_draft_opinion(table)
    browser = browse(table.chair)
    browser.post(f"/en/my/opinions/{number}/edit", data=_fields(body="Asked of all members."))

    page = browser.get(f"/en/my/opinions/{number}/changes?before=1&after=2").text
    assert "<del>our </del>" in page
    assert "<ins>all </ins>" in page
    assert "Asked of" in browser.get(f"/en/my/opinions/{number}/versions/1").text
    for wrong in ("versions/9", "changes?before=9", "changes?after=9"):
        assert browser.get(f"/en/my/opinions/{number}/{wrong}").status_code == 404


def test_markdown_of_a_draft_runs_nothing(browse, table):
    hostile = "# A\n<script>alert(1)</script> [x](javascript:alert(1)) ![y](//evil.example/z)"
    wording = a_wording("<b>ask</b>", body=hostile, title="<i>T</i>")
    number = a_draft_opinion(table, wording)

    page = browse(table.chair).get(f"/en/my/opinions/{number}").text
    main = page[page.index("<main") :]
    assert "<script" not in main
    assert 'href="javascript' not in main
    assert "<img" not in main
    assert "&lt;b&gt;ask" in main


def test_members_comment_and_are_asked_once(browse, table):
    number = a_draft_opinion(table)
    browser = browse(table.chair)
    for day in ("2026-04-24", "2026-04-27"):
        asked = browser.post(f"/en/my/opinions/{number}/call", data={"ask-until": day})
        assert asked.status_code == 303
    letters = list(db.session.scalars(select(Letter)))
    assert len(letters) == len({letter.recipient for letter in letters}) == 6
    assert table.observer.email not in {letter.recipient for letter in letters}
    assert not any("excluded goods" in letter.text + letter.html for letter in letters)
    assert "Comment on the draft" in browse(table.liaison).get("/en/desk").text

    said = browse(table.liaison).post(
        f"/en/my/opinions/{number}/remarks", data={"remark-text": "Ask the bakers too."}
    )
    assert said.status_code == 303
    assert "Ask the bakers too." in browser.get(f"/en/my/opinions/{number}").text
    assert db.session.scalar(select(func.count()).select_from(MemberRemark)) == 1
    empty = browser.post(f"/en/my/opinions/{number}/remarks", data={"remark-text": ""})
    assert empty.status_code == 422


def test_another_committee_is_invited_and_joins(browse, table):
    other = a_table()
    number = a_draft_opinion(table)
    browser = browse(table.secretary)
    done = browser.post(
        f"/en/my/opinions/{number}/invitations", data={"invite-committee": other.committee.id}
    )
    assert done.status_code == 303
    written = set(db.session.scalars(select(Letter.recipient)))
    assert written == {other.chair.email, other.secretary.email}
    chair = browse(other.chair)
    assert "Say whether your committee joins" in chair.get("/en/desk").text
    assert "Take part" in chair.get(f"/en/my/opinions/{number}").text
    theirs = f"/en/my/committees/{other.committee.code}"
    assert number in chair.get(theirs).text
    assert number not in browse(other.members[0]).get(theirs).text
    assert (
        browse(other.secretary)
        .post(f"/en/my/opinions/{number}/invitations/answer", data={"answer": "join"})
        .status_code
        == 403
    )

    joined = chair.post(
        f"/en/my/opinions/{number}/invitations/answer",
        data={"committee": other.committee.id, "answer": "join"},
    )
    assert joined.status_code == 303
    assert browse(other.members[0]).get(f"/en/my/opinions/{number}").status_code == 200
    assert number in browse(other.members[0]).get(theirs).text


def test_a_vote_from_opening_to_filing(browse, table):
    group = _group_across(table)
    number = a_draft_opinion(table)
    chair = browse(table.chair)
    page = f"/en/my/opinions/{number}"
    refused = chair.post(f"{page}/polls", data={"poll-closes_on": "2026-04-20"})
    assert refused.status_code == 422
    assert "at least until tomorrow" in refused.text
    assert chair.post(f"{page}/polls", data={"poll-closes_on": SOON}).status_code == 303
    told = set(db.session.scalars(select(Letter.recipient)))
    assert told == {x.email for x in [*table.voters, table.alternate]}

    for person in table.voters:
        browser = browse(person)
        assert "Vote on: On excluded goods" in browser.get("/en/desk").text
        undeclared = browser.post(f"{page}/ballot", data={"ballot-item-0": "for"})
        assert undeclared.status_code == 422
        assert "Declare the interest first" in undeclared.text
        choice = "against" if person is table.members[0] else "for"
        done = browser.post(
            f"{page}/ballot", data={"ballot-item-0": choice, "ballot-declared": "y"}
        )
        assert done.status_code == 303
        assert "Vote on:" not in browser.get("/en/desk").text
    assert "Adopted" in chair.get(page).text

    against = browse(table.members[0])
    assert "Attach your dissent" in against.get("/en/desk").text
    lacking = against.post(f"{page}/dissents", data={"dissent-ask": "", "dissent-text": "Why."})
    assert lacking.status_code == 422
    done = against.post(
        f"{page}/dissents", data={"dissent-ask": "Allocate it quarterly.", "dissent-text": "Why."}
    )
    assert done.status_code == 303
    assert "File the adopted opinion" in chair.get("/en/desk").text

    answer = chair.post(f"{page}/filing")
    assert answer.status_code == 303
    comment = db.session.scalars(select(Comment)).one()
    assert answer.location.endswith(f"/en/receipts/{comment.number}")
    receipt = chair.get(answer.location).text
    assert "committees adopted it by vote" in receipt
    assert "A moderator reads it" not in receipt
    assert chair.post(f"{page}/filing").location == answer.location
    letter = db.session.scalars(select(Letter).where(Letter.recipient == group.mailbox)).one()
    assert comment.number in letter.text
    for where in (
        f"/en/opinions/{comment.number}",
        f"/en/comments/{comment.number}",
    ):
        text = browse(a_person(Role.NEGOTIATOR)).get(where).text
        assert "Allocate it quarterly." in text
        assert "Dissent" in text
        assert table.committee.code in text
    listed = browse().get(f"/en/committees/{table.committee.code}/opinions").text
    assert "On excluded goods" in listed
    assert "for 3, against 1, abstained 0" in listed
    assert "filed an opinion" in browse().get("/en/ledger").text


def _group_across(table):
    return saved(
        NegotiatingGroup(
            code="WG-1",
            theme_id=table.committee.theme_id,
            agency_id=an_agency().id,
            mailbox="group@ministry.example",
            languages="kk ru",
        )
    )


@pytest.mark.parametrize("who", ["liaison", "observer", "secretary"])
def test_who_has_no_vote_is_told_why(browse, table, who):
    number = a_draft_opinion(table)
    put_to_vote(number, table)

    answer = browse(getattr(table, who)).post(
        f"/en/my/opinions/{number}/ballot",
        data={"ballot-item-0": "for", "ballot-declared": "y"},
    )

    assert answer.status_code == 403
    assert "Only voting seats vote" in answer.text


def test_how_seats_vote_does_not_show_before_the_end(browse, table):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    vote(number, table.chair, Choice.AGAINST)

    page = browse(table.members[0]).get(f"/en/my/opinions/{number}").text
    assert "1 of 4 seats has voted" in page
    assert "Abstained" not in page


def test_a_member_steps_aside_on_the_page(browse, table):
    number = a_draft_opinion(table)
    browser = browse(table.members[0])
    page = f"/en/my/opinions/{number}"
    silent = browser.post(f"{page}/recusals", data={"recusal-item": "1", "recusal-reason": ""})
    assert silent.status_code == 422
    done = browser.post(
        f"{page}/recusals", data={"recusal-item": "1", "recusal-reason": "We own the mill."}
    )
    assert done.status_code == 303
    assert "We own the mill." in browse(table.observer).get(page).text


def test_a_filing_after_the_deadline_is_kept_and_marked(browse, table, stopped_clock):
    notice = a_notice_for(table, closes="2026-04-17")
    number = a_draft_opinion(table, notice=notice)
    adopted(number, table)
    comment = filed(number, table)

    for where in ("opinions", "comments"):
        page = browse().get(f"/en/{where}/{comment.number}").text
        assert "Filed after the deadline" in page


@pytest.mark.parametrize("number_of_opinions", [1, 3])
def test_the_lists_cost_the_same_however_long(browse, table, statements, number_of_opinions):
    for _each in range(number_of_opinions):
        number = a_draft_opinion(table)
        adopted(number, table)
        filed(number, table)
    browser, guest = browse(table.members[0]), browse()

    with statements() as seen:
        browser.get(f"/en/my/committees/{table.committee.code}")
    assert len(seen) == 14
    with statements() as seen:
        guest.get(f"/en/committees/{table.committee.code}/opinions")
    assert len(seen) == 12


def test_a_draft_costs_a_fixed_number_of_statements(browse, table, statements):
    number = a_draft_opinion(table)
    put_to_vote(number, table)
    browser = browse(table.chair)

    with statements() as seen:
        browser.get(f"/en/my/opinions/{number}")
    assert len(seen) == 17
    filed_later = a_draft_opinion(table)
    adopted(filed_later, table)
    comment = filed(filed_later, table)
    with statements() as seen:
        browse().get(f"/en/opinions/{comment.number}")
    assert len(seen) == 11


def test_a_final_report_is_due_thirty_days_after_the_notice_of_outcome(
    browse, table, stopped_clock
):
    notice = a_notice_for(table, kind=NoticeKind.OUTCOME, closes=None)
    body = "# Economic interest\nA.\n\n# Equity and reciprocity in the sector\nB."
    number = a_draft_opinion(table, a_wording(body=body), notice=notice, kind=Kind.FINAL_REPORT)
    page = browse(table.chair).get(f"/en/my/opinions/{number}").text
    assert "4 May 2026" in page

    late = end_of(legal_day(NOON) + timedelta(days=20))
    stopped_clock(late)
    put_to_vote(number, table, closes=legal_day(late) + timedelta(days=5), now=late)
    for person in table.voters:
        vote(number, person, Choice.FOR, now=late)
    comment = filed(number, table, now=late)
    assert "Filed after the thirty days" in browse().get(f"/en/opinions/{comment.number}").text


def test_everyone_finds_the_way_to_their_committees(browse, table):
    browser = browse(table.alternate)
    assert "/en/my/committees" in browser.get("/en/desk").text
    page = browser.get("/en/my/committees").text
    assert table.committee.code in page
    assert "(as alternate)" in page
    assert "Secretary" in browse(table.secretary).get("/en/my/committees").text
    assert "You sit in no committee" in browse(a_person()).get("/en/my/committees").text
    assert browse().get("/en/my/committees").status_code == 401
    public = browse().get(f"/en/committees/{table.committee.code}").text
    assert f"/en/committees/{table.committee.code}/opinions" in public


def test_the_chair_is_told_whose_declared_interests_touch_the_docket(browse, table):
    notice = a_notice_for(table, chapters=["17", "04"])
    number = a_draft_opinion(table, notice=notice)
    sugar, cars, old = table.members
    for person, chapters, day in (
        (sugar, ["17", "87"], date(2026, 2, 2)),
        (cars, ["87"], date(2026, 2, 2)),
        (old, ["17"], date(2025, 4, 20)),
    ):
        saved(
            Declaration(person_id=person.id, declared_on=day, interests="Ours.", chapters=chapters)
        )
    path = f"/en/my/opinions/{number}"

    told = browse(table.chair).get(path).text
    assert "Ask these members" in told
    asked = told[told.index("Ask these members") :]
    asked = asked[: asked.index("</ul>")]
    assert sugar.name in asked
    assert "HS chapters 17" in asked
    assert cars.name not in asked
    assert old.name not in asked
    assert "Ask these members" not in browse(sugar).get(path).text


def test_an_opinion_whose_comment_is_withdrawn_is_shown_no_more(browse, table):
    number = a_draft_opinion(table)
    adopted(number, table)
    comment = filed(number, table)
    guest = browse()
    assert guest.get(f"/en/opinions/{comment.number}").status_code == 200

    comment.state = CommentState.WITHDRAWN
    db.session.commit()
    told = browse(a_person())
    assert told.get(f"/en/opinions/{comment.number}").status_code == 404
    listed = told.get(f"/en/committees/{table.committee.code}/opinions").text
    assert comment.number not in listed
