"""The pages of answers, as people use them."""

import pytest

from portal.accounts.rules import Role
from portal.comments.models import Point
from portal.comments.rules import CommentState, Stance, Visibility
from portal.kernel.database import db
from portal.register.models import Question
from portal.responses.actions import group_points
from portal.responses.models import Batch, Commitment, Concern, Response
from portal.responses.rules import BatchState, CommitmentState, Disposition, ReasonCode
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_person, a_theme, an_agency, an_organisation, in_all
from tests.responses.makers import (
    TOMORROW,
    a_comment,
    a_commitment,
    a_concern,
    an_answer,
    an_official,
    points_of,
    published,
)

NEW = {"statement-source": "ru", "statement-ru": "Сыр", "statement-kk": "Ірімшік"}


def _answer(**fields):
    return {
        "disposition": "accepted",
        "answer-source": "en",
        "answer-en": "Accepted: the line moves.",
        "answer-ru": "Принято.",
        "answer-kk": "Қабылданды.",
    } | fields


def test_an_official_groups_answers_and_a_second_publishes(browse, app):
    docket = a_docket()
    dairy = an_organisation(name=in_all("The dairy union"))
    comments = [a_comment(docket, "Keep cheese out.", of=dairy), a_comment(docket, "Me too.")]
    owner = an_agency("OWNER")
    analyst = browse(an_official(Role.ANALYST, docket))
    approver = browse(an_official(Role.APPROVER, docket))
    desk = f"/en/desk/dockets/{docket.number}"

    page = analyst.get(f"{desk}/points")
    assert "The dairy union" in page.text
    answer = analyst.post(f"{desk}/points", data={"points": points_of(*comments), **NEW})
    assert answer.status_code == 302
    assert "grouped into concern 1" in analyst.get(f"{desk}/points").text

    assert "What was said" in analyst.get(f"{desk}/concerns/1").text
    answer = analyst.post(
        f"{desk}/concerns/1",
        data=_answer(
            **{
                "disposition": "not_accepted",
                "reason_code": "fiscal_cost",
                "promises-0-text-source": "en",
                "promises-0-text-en": "Report every half year",
                "promises-0-agency_id": owner.id,
                "promises-0-due_on": TOMORROW.isoformat(),
            }
        ),
    )
    assert answer.status_code == 302
    public = f"/en/dockets/{docket.number}/answers"
    assert "the line moves" not in browse().get(public).text
    assert "Not answered yet" in browse().get(public).text

    batch = db.session.scalar(db.select(Batch))
    assert "the line moves" in analyst.get(f"/en/desk/answers/{batch.id}").text
    assert analyst.post(f"/en/desk/answers/{batch.id}/submit").status_code == 302
    assert "Publish 1 answer" in approver.get(f"/en/desk/answers/{batch.id}").text
    assert approver.post(f"/en/desk/answers/{batch.id}/publish").status_code == 302

    page = browse().get(public).text
    assert "the line moves" in page
    assert "The cost to the budget" in page
    assert "CM-2026-0001" in page
    assert "Ministry OWNER" in page
    assert "Принято." in browse().get(public.replace("/en/", "/ru/")).text
    assert "Report every half year" in browse().get(f"/en/dockets/{docket.number}/concerns/1").text
    assert "Published" in approver.get(f"/en/desk/answers/{batch.id}").text
    assert "Not answered" not in analyst.get(f"{desk}/points").text


def test_a_returned_batch_shows_the_remark_and_can_be_mended(browse, app):
    docket = a_docket()
    response = an_answer(a_concern(docket))
    analyst = browse(an_official(Role.ANALYST, docket))
    approver = browse(an_official(Role.APPROVER, docket))
    address = f"/en/desk/answers/{response.batch_id}"
    analyst.post(f"{address}/submit")

    assert approver.post(f"{address}/return", data={"remark": " "}).status_code == 422
    assert approver.post(f"{address}/return", data={"remark": "Say why."}).status_code == 302

    assert "Say why." in analyst.get(address).text
    desk = f"/en/desk/dockets/{docket.number}/concerns/1"
    assert analyst.post(desk, data=_answer()).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"disposition": ""}, "Choose what became of it."),
        ({"disposition": "not_accepted"}, "Who is refused is told why"),
        ({"disposition": "deferred", "reason_code": "legal_limit"}, "taken up again"),
        (
            {
                "disposition": "deferred",
                "reason_code": "legal_limit",
                "deferred_until": "2026-04-20",
            },
            "The day must lie ahead.",
        ),
        ({"reason_code": "legal_limit"}, "carries no reason"),
        ({"answer-en": "", "answer-ru": "", "answer-kk": ""}, "at least one language"),
        ({"promises-0-text-en": "Report"}, "one body that owes it"),
        ({"promises-1-due_on": "tomorrow"}, "Say what is promised."),
        ({"shared": "77"}, "valid choice"),
    ],
)
def test_an_answer_that_gives_no_account_is_refused_beside_the_field(browse, app, fields, sentence):
    docket = a_docket()
    a_concern(docket)
    browser = browse(an_official(Role.NEGOTIATOR, docket))

    page = browser.post(
        f"/en/desk/dockets/{docket.number}/concerns/1",
        data=_answer(**{"answer-kk": "Менің жауабым"} | fields),
    )

    assert page.status_code == 422
    assert sentence in page.text
    assert "answer-kk" in fields or "Менің жауабым" in page.text
    assert db.session.scalar(db.select(Response)) is None


def test_a_draft_is_shown_again_and_its_promises_are_rewritten(browse, app):
    docket = a_docket()
    concern = a_concern(docket)
    an_answer(concern, commitments=[a_commitment(docket, text=in_all("The old promise"))])
    owner = an_agency()
    browser = browse(an_official(Role.ANALYST, docket))
    address = f"/en/desk/dockets/{docket.number}/concerns/1"

    assert "The old promise" in browser.get(address).text
    fields = {
        "promises-0-text-en": "The new promise",
        "promises-0-agency_id": owner.id,
        "promises-0-due_on": "2026-09-01",
    }
    assert browser.post(address, data=_answer(**fields)).status_code == 302

    kept = db.session.scalars(db.select(Commitment)).all()
    assert [x.text.en for x in kept] == ["The new promise"]


def test_a_promise_of_another_answer_can_be_shared(browse, app):
    docket = a_docket()
    promise = a_commitment(docket)
    an_answer(a_concern(docket), commitments=[promise])
    a_concern(docket)
    browser = browse(an_official(Role.ANALYST, docket))
    address = f"/en/desk/dockets/{docket.number}/concerns/2"

    assert browser.post(address, data=_answer(shared=[promise.id])).status_code == 302

    assert "A promise" in browser.get(address).text
    assert db.session.scalar(db.select(db.func.count(Commitment.id))) == 1


def test_nothing_ticked_is_refused_and_what_was_typed_stays(browse, app):
    docket = a_docket()
    a_comment(docket)
    browser = browse(an_official(Role.ANALYST, docket))
    address = f"/en/desk/dockets/{docket.number}/points"

    page = browser.post(address, data=NEW)
    assert page.status_code == 422
    assert "Choose at least one point." in page.text
    assert "Ірімшік" in page.text

    point = db.session.scalar(db.select(Concern.id))
    assert point is None
    page = browser.post(address, data={"points": "1"})
    assert page.status_code == 422
    assert "Say in one sentence" in page.text
    assert 'value="1" checked' in page.text


def test_a_point_can_be_taken_out_again(browse, app):
    docket = a_docket()
    comment = a_comment(docket, "One", "Two")
    concern = a_concern(docket, comment)
    browser = browse(an_official(Role.ANALYST, docket))
    first = points_of(comment)[0]
    address = f"/en/desk/dockets/{docket.number}/points/ungroup"

    assert browser.post(address, data={"point": first, "concern": 1}).status_code == 302

    assert db.session.get(Concern, concern.id).points == 1
    assert "One" in browser.get(f"/en/desk/dockets/{docket.number}/points").text
    assert browser.post(address, data={"point": "x", "concern": 1}).status_code == 404
    assert browser.post(address, data={"point": first, "concern": 1}).status_code == 404


def test_points_are_narrowed_and_turned_by_the_address(browse, app):
    docket = a_docket()
    notice = a_notice(docket, questions=1)
    for n in range(30):
        a_comment(docket, f"Point {n:02d}")
    odd = a_comment(docket, "Odd one out")
    point = db.session.get_one(Point, points_of(odd)[0])
    question = db.session.scalar(db.select(Question.id).where(Question.notice_id == notice.id))
    point.stance, point.question_id = Stance.OPPOSE, question
    db.session.commit()
    browser = browse(an_official(Role.ANALYST, docket))
    address = f"/en/desk/dockets/{docket.number}/points"

    page = browser.get(address).text
    assert "Point 24" in page
    assert "Point 25" not in page
    assert "after=25" in page
    assert "Odd one out" in browser.get(f"{address}?after=25").text
    assert "Odd one out" in browser.get(f"{address}?stance=oppose").text
    assert "Point 01" not in browser.get(f"{address}?stance=oppose").text
    assert "Odd one out" in browser.get(f"{address}?question=1&stance=nonsense").text
    assert "No point is left" in browser.get(f"{address}?question=2&after=x").text


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (None, 401),
        (Role.MODERATOR, 403),
        (Role.AUTHOR, 403),
        (Role.APPROVER, 200),
        (Role.ANALYST, 200),
        (Role.NEGOTIATOR, 200),
    ],
)
def test_who_enters_the_workbench(browse, app, role, expected):
    docket = a_docket()
    response = an_answer(a_concern(docket))
    browser = browse(an_official(role, docket) if role else None)

    for address in (
        f"/en/desk/dockets/{docket.number}/points",
        f"/en/desk/dockets/{docket.number}/concerns/1",
        f"/en/desk/answers/{response.batch_id}",
        "/en/desk/answers",
    ):
        assert browser.get(address).status_code == expected, address


def test_officials_of_another_agency_do_not_enter(browse, app):
    docket = a_docket()
    browser = browse(a_person(Role.ANALYST, at=an_agency()))

    assert browser.get(f"/en/desk/dockets/{docket.number}/points").status_code == 403


def test_officials_of_the_agency_above_do(browse, app):
    above = an_agency()
    docket = a_docket(agency_id=an_agency(parent_id=above.id).id)
    browser = browse(a_person(Role.ANALYST, at=above))

    assert browser.get(f"/en/desk/dockets/{docket.number}/points").status_code == 200


def test_an_approver_does_not_draft_and_an_analyst_does_not_publish(browse, app):
    docket = a_docket()
    response = an_answer(a_concern(docket))
    analyst = browse(an_official(Role.ANALYST, docket))
    approver = browse(an_official(Role.APPROVER, docket))
    desk = f"/en/desk/dockets/{docket.number}"
    batch = f"/en/desk/answers/{response.batch_id}"

    assert approver.post(f"{desk}/points", data={"points": "1", **NEW}).status_code == 403
    assert approver.post(f"{desk}/points/ungroup", data={"point": "1"}).status_code == 403
    assert approver.post(f"{desk}/concerns/1", data=_answer()).status_code == 403
    assert approver.post(f"{batch}/submit").status_code == 403
    analyst.post(f"{batch}/submit")
    assert analyst.post(f"{batch}/publish").status_code == 403
    assert analyst.post(f"{batch}/return", data={"remark": "No"}).status_code == 403
    assert db.session.get(Batch, response.batch_id).state is BatchState.SUBMITTED


def test_what_is_not_there_is_missing(browse, app):
    docket = a_docket()
    hidden = a_docket(opened_on=None)
    browser = browse(an_official(Role.ANALYST, docket))

    for address in (
        f"/en/dockets/{hidden.number}/answers",
        f"/en/dockets/{docket.number}/concerns/1",
        f"/en/dockets/{docket.number}/concerns/999999999999999",
        f"/en/desk/dockets/{docket.number}/concerns/1",
        "/en/desk/answers/1",
        "/en/desk/promises/CM-2026-0001",
        "/en/dockets/NONE/answers",
    ):
        assert browser.get(address).status_code == 404, address


def test_the_answers_page_costs_the_same_at_one_concern_and_at_three(browse, app, statements):
    docket = a_docket(a_theme())
    a_notice(docket)
    owner = an_agency()
    answers = []
    counts = []
    for wanted in (1, 3):
        while len(answers) < wanted:
            promise = a_commitment(docket, agency_id=owner.id)
            answers.append(an_answer(a_concern(docket), commitments=[promise]))
            published(answers[-1])
        browser = browse()
        with statements() as seen:
            browser.get(f"/en/dockets/{docket.number}/answers")
        counts.append(len(seen))

    assert counts == [11, 11]


def test_the_workbench_and_the_desk_cost_the_same_at_one_item_and_at_three(browse, app, statements):
    docket = a_docket(a_theme())
    browser = browse(an_official(Role.ANALYST, docket))
    counts = []
    made = 0
    for wanted in (1, 3):
        while made < wanted:
            a_comment(docket)
            an_answer(a_concern(docket))
            made += 1
        for address in (f"/en/desk/dockets/{docket.number}/points", "/en/desk/answers"):
            with statements() as seen:
                assert browser.get(address).status_code == 200
            counts.append(len(seen))

    assert counts[:2] == counts[2:]


def test_a_concern_is_narrowed_by_what_became_of_it(browse, app):
    docket = a_docket()
    published(
        an_answer(a_concern(docket, statement=in_all("The cheese"))),
        an_answer(
            a_concern(docket, statement=in_all("The cars")),
            disposition=Disposition.NOT_ACCEPTED,
            reason_code=ReasonCode.POLICY_CHOICE,
        ),
    )
    a_concern(docket, statement=in_all("The tyres"))
    an_answer(a_concern(docket, statement=in_all("The wine")))
    address = f"/en/dockets/{docket.number}/answers"
    browser = browse()

    assert all(x in browser.get(address).text for x in ("The cheese", "The cars", "The tyres"))
    page = browser.get(f"{address}?disposition=accepted").text
    assert "The cheese" in page
    assert "The cars" not in page
    assert "The wine" not in page
    page = browser.get(f"{address}?disposition=open").text
    assert "The tyres" in page
    assert "The wine" in page
    assert "The cheese" not in page
    assert "No concern here" in browser.get(f"{address}?disposition=noted").text


def test_many_concerns_go_on_to_a_next_page(browse, app):
    docket = a_docket()
    for n in range(17):
        a_concern(docket, statement=in_all(f"Matter {n:02d}"))
    address = f"/en/dockets/{docket.number}/answers"

    page = browse().get(address).text
    assert "Matter 14" in page
    assert "Matter 15" not in page
    assert "after=15" in page
    assert "Matter 16" in browse().get(f"{address}?after=15").text


def test_a_point_is_found_by_the_number_on_the_receipt(browse, app):
    docket = a_docket()
    a_comment(docket, "Keep cheese out.", "Open the wine.", number="C-7Q4M-9TXK")
    concern = a_concern(docket, a_comment(docket))
    published(an_answer(concern))
    a_comment(docket, "Hidden words", number="C-HIDE", state=CommentState.WITHHELD)
    a_comment(a_docket(), "Elsewhere", number="C-ELSE")
    address = f"/en/dockets/{docket.number}/answers?point="
    browser = browse()

    page = browser.get(f"{address}c-7q4m-9txk").text
    assert "Point 1: Keep cheese out." in page
    assert "Not grouped into a concern yet." in page
    assert "Point 1:" not in browser.get(f"{address}C-7Q4M-9TXK/2").text
    for number in ("C-HIDE", "C-ELSE", "C-NONE", "C-7Q4M-9TXK/9"):
        page = browser.get(address + number).text
        assert "No posted comment" in page
        assert "Hidden words" not in page
        assert "Elsewhere" not in page


def test_words_that_not_all_may_read_are_not_quoted_to_all(browse, app):
    docket = a_docket()
    shy = an_organisation(name=in_all("The shy firm"))
    closed = an_organisation(name=in_all("The closed firm"))
    comments = [
        a_comment(docket, "Shy words", of=shy, visibility=Visibility.ANONYMOUS_PUBLIC),
        a_comment(docket, "Closed words", of=closed, visibility=Visibility.COMMITTEE),
        a_comment(docket, "Gone words", author_name="Gone person"),
    ]
    a_concern(docket, *comments)
    comments[2].state = CommentState.WITHDRAWN
    db.session.commit()

    for address in (
        f"/en/dockets/{docket.number}/answers",
        f"/en/dockets/{docket.number}/concerns/1",
    ):
        page = browse().get(address).text
        assert "Shy words" in page
        for hidden in ("The shy firm", "Closed words", "The closed firm", "Gone words", "Gone p"):
            assert hidden not in page

    page = browse(an_official(Role.ANALYST, docket)).get(
        f"/en/desk/dockets/{docket.number}/concerns/1"
    )
    assert "Closed words" in page.text


def test_who_filed_sees_how_each_point_was_used(browse, app):
    ours = an_organisation()
    docket = a_docket()
    comment = a_comment(docket, "Keep cheese out.", "Train firms.", "And this.", of=ours)
    other = a_comment(docket, "Words of somebody else.", of=an_organisation())
    first, second, _third = points_of(comment)
    concerns = [a_concern(docket, other), a_concern(docket), a_concern(docket)]
    group_points([first], concern=concerns[1], by=None, now=NOON)
    group_points([second], concern=concerns[2], by=None, now=NOON)
    published(
        an_answer(
            concerns[1],
            disposition=Disposition.NOT_ACCEPTED,
            reason_code=ReasonCode.POLICY_CHOICE,
            answer=in_all("The quota stays."),
        )
    )
    an_answer(concerns[2], answer=in_all("Only drafted."))
    reader = browse(a_person(of=ours))

    page = reader.get("/en/my/answers").text

    assert page.count("Not answered yet") == 2
    assert "Not accepted" in page
    assert "The quota stays." in page
    assert f"/en/dockets/{docket.number}/concerns/{concerns[1].number}" in page
    assert "Only drafted." not in page
    assert "Words of somebody else." not in page
    assert "/en/my/answers" in reader.get("/en/my/comments").text
    assert "not filed a comment yet" in browse(a_person()).get("/en/my/answers").text
    assert browse().get("/en/my/answers").status_code == 401


def test_ones_own_points_cost_the_same_at_one_comment_and_at_three(browse, app, statements):
    ours = an_organisation()
    reader = browse(a_person(of=ours))
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_comment(a_docket(), "One.", "Two.", of=ours)
        with statements() as seen:
            reader.get("/en/my/answers")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_long_point_is_shortened_and_a_long_answer_leads_to_the_whole(browse, app):
    docket = a_docket()
    concern = a_concern(docket, a_comment(docket, "word " * 1000))
    published(an_answer(concern, answer=in_all("answer " * 500)))

    page = browse().get(f"/en/dockets/{docket.number}/answers").text
    assert "Read the whole answer" in page
    assert page.count("answer ") < 300
    assert page.count("word ") < 300


def test_those_who_owe_a_promise_say_how_it_was_kept(browse, app):
    docket = a_docket()
    owner = an_agency()
    published(an_answer(a_concern(docket), commitments=[a_commitment(docket, agency_id=owner.id)]))
    address = "/en/desk/promises/CM-2026-0001"
    official = browse(a_person(Role.ANALYST, at=owner))

    assert browse(an_official(Role.ANALYST, docket)).get(address).status_code == 403
    assert "A promise" in official.get("/en/desk/answers").text
    page = official.post(address, data={"outcome": "kept"})
    assert page.status_code == 422
    assert "Say in a sentence" in page.text
    assert official.post(address, data={}).status_code == 422
    answer = official.post(address, data={"outcome": "kept", "note-en": "The report is out."})
    assert answer.status_code == 302

    assert "The report is out." in browse().get(f"/en/dockets/{docket.number}/answers").text
    kept = db.session.scalar(db.select(Commitment))
    assert kept.state is CommitmentState.DONE
    assert "Settle the promise" not in official.get(address).text


def test_a_docket_without_words_says_so(browse, app):
    docket = a_docket()

    assert "Nothing was said" in browse().get(f"/en/dockets/{docket.number}/answers").text
    a_comment(docket)
    assert "are being read" in browse(a_person()).get(f"/en/dockets/{docket.number}/answers").text


def test_the_longest_answers_still_fit_a_page(browse, app):
    docket = a_docket()
    longest = in_all("ұ" * 3_990)
    answers = [
        an_answer(
            a_concern(docket, a_comment(docket, *["ұ" * 20_000] * 3), statement=in_all("ұ" * 390)),
            answer=longest,
        )
        for _ in range(30)
    ]
    browser = browse(an_official(Role.ANALYST, docket))

    assert browser.get(f"/en/desk/answers/{answers[0].batch_id}").status_code == 200
    published(*answers)
    for address in ("answers", "concerns/1"):
        assert browser.get(f"/en/dockets/{docket.number}/{address}").status_code == 200
    assert browser.get(f"/en/desk/dockets/{docket.number}/points").status_code == 200
    last = browser.get(f"/en/desk/answers/{answers[0].batch_id}?after=20").text
    assert "Concern 30" in last
