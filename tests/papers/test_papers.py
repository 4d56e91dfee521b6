"""Restricted papers: who knows of them, what an opening leaves behind, what leaks leave."""

from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select, text

from portal.accounts.rules import Role
from portal.committees.models import Undertaking
from portal.committees.rules import Clearance
from portal.kernel.clock import end_of, legal_day
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.papers.models import LeakIncident, Paper, Reading
from portal.papers.printing import marked_copy
from portal.papers.rules import OPEN_FOR, is_open
from tests.conftest import NOON
from tests.makers import a_person, in_all
from tests.papers.makers import WORD, Circle


@pytest.fixture
def circle(app):
    return Circle()


def opened(browser, paper):
    """Open a paper as somebody does, and return the page that they see."""
    answer = browser.post(f"/en/papers/{paper.number}/open", follow_redirects=True)
    assert answer.status_code == 200
    return answer


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_to_outsiders_there_is_no_such_paper(circle, browse):
    paper = circle.paper()
    for person in [*circle.outsiders(), None]:
        browser = browse(person)
        assert paper.number not in browser.get("/en/papers").text
        for path in ("", "/readings", "/readings/R-AAAA-BBBB"):
            answer = browser.get(f"/en/papers/{paper.number}{path}")
            assert answer.status_code == 404
            assert "cheese" not in answer.text
        for path in ("open", "copy", "withdraw", "incidents", "incidents/1"):
            data = {"found": "x", "outcome": "x"}
            answer = browser.post(f"/en/papers/{paper.number}/{path}", data=data)
            assert answer.status_code == 404
    assert db.session.scalar(select(Reading)) is None


def test_of_a_paper_with_an_abstract_outsiders_see_the_abstract_alone(circle, browse):
    paper = circle.paper(public_title=in_all("On dairy"), abstract=in_all("In one sentence."))
    for person in [*circle.outsiders(), None]:
        browser = browse(person)
        page = browser.get(f"/en/papers/{paper.number}").text
        assert "In one sentence." in page
        assert "On dairy" in browser.get("/en/papers").text
        for words in (WORD, "cheese", circle.committee.code):
            assert words not in page
        refused = browser.post(f"/en/papers/{paper.number}/open")
        assert refused.status_code == (401 if person is None else 403)


def test_a_member_opens_it_on_record_and_every_page_bears_the_name(circle, browse):
    paper = circle.paper()
    browser = browse(circle.member)
    assert WORD not in browser.get(f"/en/papers/{paper.number}").text
    page = opened(browser, paper)
    assert WORD in page.text
    reading = db.session.scalars(select(Reading)).one()
    assert page.text.count(f"Serik Member · 20 April 2026, 12:00 · {reading.mark}") > 2
    assert "no-store" in page.headers["Cache-Control"]
    log = browse(circle.owner).get(f"/en/papers/{paper.number}/readings").text
    assert "Serik Member" in log
    assert reading.mark in log
    assert browser.get(f"/en/papers/{paper.number}/readings").status_code == 403
    entry = db.session.scalars(select(Entry).where(Entry.kind == "PaperRead")).one()
    assert entry.facts == {
        "by": circle.member.id,
        "paper": paper.number,
        "mark": reading.mark,
        "manner": "screen",
    }
    assert not entry.public


def test_a_long_paper_bears_the_name_on_each_of_its_pages(circle, browse):
    paper = circle.paper(text="\n\n".join(f"Paragraph {n}. " + "words " * 400 for n in range(120)))
    browser = browse(circle.member)
    first = opened(browser, paper)
    mark = db.session.scalars(select(Reading.mark)).one()
    second = browser.get(f"/en/papers/{paper.number}/readings/{mark}?part=2").text
    assert second != first.text
    assert "Paragraph 119." in second
    assert f"Serik Member · 20 April 2026, 12:00 · {mark}" in second


def test_an_opening_is_the_readers_own_and_ends(circle, browse, stopped_clock):
    paper = circle.paper()
    opened(browse(circle.member), paper)
    mark = db.session.scalars(select(Reading.mark)).one()
    path = f"/en/papers/{paper.number}/readings/{mark}"
    assert browse(circle.adviser).get(path).status_code == 404
    assert browse(circle.owner).get(path).status_code == 404
    stopped_clock(NOON + OPEN_FOR - timedelta(seconds=1))
    assert browse(circle.member).get(path).status_code == 200
    stopped_clock(NOON + OPEN_FOR)
    assert browse(circle.member).get(path).status_code == 404


def test_an_opening_lasts_its_time_and_no_longer():
    for offset, open_ in ((timedelta(0), True), (OPEN_FOR, False), (-OPEN_FOR, False)):
        assert is_open(NOON, NOON + offset) is open_
    assert is_open(NOON, NOON + OPEN_FOR - timedelta(microseconds=1))


def test_a_copy_bears_name_time_and_mark_on_every_page(circle, browse):
    paper = circle.paper(text=f"# A\n\n{WORD}\n\n" + "\n\n".join("word " * 300 for _ in range(12)))
    answer = browse(circle.member).post(f"/en/papers/{paper.number}/copy")
    assert answer.mimetype == "application/pdf"
    reading = db.session.scalars(select(Reading)).one()
    assert reading.mark in answer.headers["Content-Disposition"]
    pages = words_of(answer.data)
    assert len(pages) > 2
    assert WORD in pages[0]
    for page in pages:
        assert "Serik Member" in page
        assert reading.mark in page
        assert "12:00" in page


def test_words_of_a_paper_never_become_markup(app):
    hostile = '#read("/etc/passwd") $x$ #panic("x") <b> [x](javascript:1)'
    table = f"| a | {hostile} |\n|---|---|\n| 1 |"
    made = marked_copy(
        title=hostile,
        agency="Ә Ғ Қ Ң Ө Ұ Ү Һ І",
        number="P-1",
        stamp=hostile,
        warning="W",
        text="\n\n".join([f"# {hostile}", f"### {hostile}", hostile, f"- {hostile}", table]),
        locale="kk",
    )
    [page, *_] = words_of(made)
    assert '#read("/etc/passwd")' in page
    assert "Ә Ғ Қ Ң Ө Ұ Ү Һ І" in page


def test_what_is_for_cleared_advisers_is_not_for_members(circle, browse):
    paper = circle.paper(clearance=Clearance.CLEARED_ADVISER)
    assert browse(circle.member).get(f"/en/papers/{paper.number}").status_code == 404
    assert WORD in opened(browse(circle.adviser), paper).text
    assert WORD in opened(browse(circle.owner), paper).text


def test_access_ends_with_the_undertaking_and_with_the_term(circle, browse, stopped_clock):
    paper = circle.paper()
    opened(browse(circle.member), paper)
    mark = db.session.scalars(select(Reading.mark)).one()
    midnight = end_of(legal_day(NOON))
    held = select(Undertaking).where(Undertaking.person_id == circle.member.id)
    for undertaking in db.session.scalars(held):
        undertaking.expires_on = legal_day(NOON)
    reading = db.session.scalars(select(Reading)).one()
    reading.at = midnight - timedelta(minutes=5)
    db.session.commit()
    path = f"/en/papers/{paper.number}/readings/{mark}"
    stopped_clock(midnight - timedelta(minutes=1))
    assert browse(circle.member).get(path).status_code == 200
    stopped_clock(midnight)
    assert browse(circle.member).get(path).status_code == 404


def test_the_words_are_sealed_in_the_database(circle):
    circle.paper()
    kept = db.session.execute(text("SELECT sealed FROM paper")).scalar_one()
    assert WORD not in kept
    told = " ".join(str(entry.facts) for entry in db.session.scalars(select(Entry)))
    assert WORD not in told
    assert "cheese" not in told


def test_under_another_secret_key_it_does_not_open_and_says_so(circle, browse, app, monkeypatch):
    paper = circle.paper()
    browser = browse(circle.member)
    monkeypatch.setitem(app.config, "PORTAL_SECRET_KEY", "another secret, long enough to be taken")
    answer = browser.post(f"/en/papers/{paper.number}/open", follow_redirects=True)
    assert answer.status_code == 503
    assert WORD not in answer.text


def test_a_paper_that_was_taken_away_is_there_for_its_owner_alone(circle, browse):
    paper = circle.paper(public_title=in_all("On dairy"), abstract=in_all("In one sentence."))
    opened(browse(circle.member), paper)
    path = f"/en/papers/{paper.number}"
    assert browse(circle.member).post(f"{path}/withdraw").status_code == 403
    assert browse(circle.owner).post(f"{path}/withdraw").status_code == 303
    assert browse(circle.owner).post(f"{path}/withdraw").status_code == 422
    for person in (circle.member, None):
        assert browse(person).get(path).status_code == 404
        assert paper.number not in browse(person).get("/en/papers").text
    assert browse(circle.owner).post(f"{path}/open").status_code == 403
    assert "Serik Member" in browse(circle.owner).get(f"{path}/readings").text


def test_a_leak_is_reported_traced_and_closed_once(circle, browse):
    paper = circle.paper()
    opened(browse(circle.adviser), paper)
    mark = db.session.scalars(select(Reading.mark)).one()
    path = f"/en/papers/{paper.number}"
    empty = browse(circle.member).post(f"{path}/incidents", data={"found": " ", "mark": mark})
    assert empty.status_code == 422
    assert f'value="{mark}"' in empty.text
    found = {"found": "On a blog, this morning.", "mark": mark.lower()}
    assert browse(circle.member).post(f"{path}/incidents", data=found).status_code == 303
    owner = browse(circle.owner)
    assert "On a blog, this morning." in owner.get(path).text
    assert "On a blog, this morning." not in browse(circle.member).get(path).text
    assert "Zhanar Adviser" in owner.get(f"{path}?mark={mark}").text
    assert "Zhanar Adviser" not in browse(circle.member).get(f"{path}?mark={mark}").text
    assert "No opening of this paper" in owner.get(f"{path}?mark=R-0000-0000").text
    incident = db.session.scalars(select(LeakIncident)).one()
    closing = f"{path}/incidents/{incident.id}"
    assert browse(circle.member).post(closing, data={"outcome": "x"}).status_code == 403
    assert owner.post(closing, data={"outcome": ""}).status_code == 422
    assert owner.post(closing, data={"outcome": "The undertaking ends."}).status_code == 303
    assert owner.post(closing, data={"outcome": "Again."}).status_code == 422
    kinds = list(db.session.scalars(select(Entry.kind)))
    assert kinds.count("LeakReported") == kinds.count("LeakClosed") == 1


def test_an_incident_of_another_paper_is_not_closed_here(circle, browse):
    ours, theirs = circle.paper(), Circle().paper()
    db.session.add(
        LeakIncident(
            paper_id=theirs.id, reported_by_id=circle.member.id, reported_at=NOON, found="x"
        )
    )
    db.session.commit()
    incident = db.session.scalars(select(LeakIncident)).one()
    path = f"/en/papers/{ours.number}/incidents/{incident.id}"
    assert browse(circle.owner).post(path, data={"outcome": "x"}).status_code == 404


def a_form(circle, **facts):
    return {
        "kind": "study",
        "agency": str(circle.agency.id),
        "title-source": "en",
        "title-en": "What cheese costs",
        "locale": "en",
        "text": f"The {WORD}.",
        "clearance": "committee_confidential",
        "committees": [str(circle.committee.id)],
    } | facts


def test_an_agency_files_a_paper(circle, browse):
    browser = browse(circle.owner)
    answer = browser.post("/en/desk/papers/new", data=a_form(circle), follow_redirects=True)
    assert answer.status_code == 200
    paper = db.session.scalars(select(Paper)).one()
    assert paper.agency_id == circle.agency.id
    assert WORD in opened(browse(circle.member), paper).text
    for person in (circle.member, a_person(Role.CHAMBER)):
        assert browse(person).post("/en/desk/papers/new", data=a_form(circle)).status_code == 403


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"title-en": ""}, "Write this in at least one language."),
        ({"text": "  "}, "Paste the text of the paper."),
        ({"committees": []}, "Choose at least one committee that may read it."),
        ({"abstract-en": "Only an abstract."}, "A public abstract needs a title of its own"),
        ({"agency": "999999"}, "Not a valid choice."),
        ({"clearance": "none"}, "Invalid Choice"),
    ],
)
def test_a_paper_that_cannot_be_filed_keeps_what_was_typed(circle, browse, facts, said):
    data = a_form(circle, **facts)
    answer = browse(circle.owner).post("/en/desk/papers/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert data["title-en"] in answer.text
    assert data["text"].strip() in answer.text
    assert db.session.scalar(select(Paper)) is None


def test_the_list_costs_the_same_with_one_paper_and_with_three(circle, browse, statements):
    browser = browse(circle.member)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            circle.paper()
        with statements() as seen:
            assert browser.get("/en/papers").text.count("What cheese costs") == (1, 3)[number - 1]
        counts.append(len(seen))
    assert counts[0] == counts[1]
