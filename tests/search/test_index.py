"""What gets into the index, when, and what never does."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.events import publish
from portal.ledger.models import Entry
from portal.register.actions import publish_notice, stand
from portal.register.events import NoticeReopened, NoticeWithdrawn
from portal.register.models import Notice, NoticeRelation
from portal.register.queries import get_draft
from portal.register.rules import Ask, NoticeKind, NoticeState, Relation
from portal.search.actions import enter
from portal.search.models import Edition, Item, KnownWord, piece, posting, word_key
from portal.search.queries import is_stale
from portal.search.rules import ANALYSIS
from tests.conftest import NOON
from tests.makers import a_committee, a_docket, a_notice, a_theme, an_agency, in_all
from tests.papers.makers import a_paper
from tests.register.makers import WHOLE_TEXT, a_draft, a_submitted_notice, an_approver, published
from tests.search.makers import a_findable_notice, findable, look, numbers

SECRET = "xenotime"


@pytest.fixture
def run(app, stopped_clock):
    """Run `flask search …`."""
    runner = app.test_cli_runner()

    def command(*words):
        db.session.rollback()
        result = runner.invoke(args=["search", *words])
        db.session.expire_all()
        return result

    return command


def size(table):
    return db.session.scalar(select(func.count()).select_from(table))


def every_row():
    """Everything that the index holds, without row numbers."""
    items = {item.id: item.number for item in db.session.scalars(select(Item))}
    return (
        sorted(items.values()),
        sorted(
            (items[row.item_id], row.term, row.day, row.impact, bytes(row.places))
            for row in db.session.execute(select(posting))
        ),
        sorted(
            (items[row.item_id], row.number, row.text) for row in db.session.execute(select(piece))
        ),
        sorted(db.session.scalars(select(KnownWord.word))),
        size(word_key),
    )


def test_a_notice_can_be_found_from_its_publication_on_with_its_docket(app):
    notice = published(a_submitted_notice(title=in_all(f"On {SECRET}")))
    found = {(hit.kind, hit.number) for hit in look(SECRET).hits}
    assert found == {("notice", notice.number), ("docket", notice.docket.number)}


def test_what_was_dropped_with_its_publication_is_not_found(app):
    notice = a_submitted_notice(title=in_all(f"On {SECRET}"))
    approver = an_approver(notice.agency)
    publish_notice(get_draft(notice.id), by=approver, now=NOON)
    assert look(SECRET).total == 2
    db.session.rollback()
    assert look(SECRET).total == 0
    assert size(Item) == 0


def test_drafts_and_what_waits_or_came_back_are_in_no_row_of_the_index(app, run):
    words = in_all(f"On {SECRET}")
    text = {"en": WHOLE_TEXT.replace("Words", SECRET)}
    for make in (a_draft, a_submitted_notice):
        make(title=words, summary=words, questions=[Ask(words)], texts=text)
    a_docket(title=words, opened_on=None)
    a_paper(an_agency(), a_committee(a_theme()), title=words, text=f"# Findings\n\n{SECRET}")
    for state in set(NoticeState) - {NoticeState.PUBLISHED}:
        a_notice(state=state, title=words, number=None)
    shown = a_findable_notice().number
    assert run("rebuild").exit_code == 0

    assert db.session.scalars(select(Item.number)).all()
    tables = (posting, piece, KnownWord.__table__, Item.__table__)
    rows = [str(row) for table in tables for row in db.session.execute(select(table))]
    assert not [row for row in rows if SECRET in row]
    assert look(SECRET).total == 0
    assert look(SECRET[:-1]).meant is None
    assert shown in numbers("plain subject")


def test_a_draft_cannot_be_entered(app):
    draft = a_draft()
    with pytest.raises(Exception, match="no such"):
        enter(notices=[str(draft.id)], dockets=[])
    with pytest.raises(Exception, match="no such docket"):
        enter(notices=[], dockets=[draft.docket.number])


def test_an_index_built_anew_is_the_one_that_grew(app, run):
    docket = a_docket()
    for number in range(3):
        notice = a_notice(
            docket, title=in_all(f"Goods {number}"), text="Of 0402.10 and <b>more</b>"
        )
        findable(notice)
    before = every_row()
    result = run("rebuild")
    assert result.exit_code == 0
    assert "Indexed 4 documents." in result.output
    assert every_row() == before
    assert not is_stale()


def test_entering_again_changes_nothing(app):
    notice = a_findable_notice()
    before = every_row()
    findable(db.session.get_one(Notice, notice.id))
    assert every_row() == before


def test_building_anew_finds_what_was_missed_and_drops_what_is_not_published(app, run):
    missed = a_notice(title=in_all("Missed")).number
    gone = a_findable_notice(title=in_all("Gone")).number
    db.session.execute(db.update(Item).values(number=Item.number + "-X"))
    db.session.commit()
    run("rebuild")
    assert missed in numbers("missed")
    assert numbers("gone") == [gone]
    assert size(Item) == 4


def test_an_index_of_another_edition_is_built_anew_where_that_is_asked(app, run):
    a_notice(title=in_all("Camels"))
    assert is_stale()
    assert "Indexed 2 documents." in run("rebuild", "--if-needed").output
    assert run("rebuild", "--if-needed").output == ""
    a_findable_notice()
    assert not is_stale()
    db.session.execute(db.update(Edition).values(analysis=ANALYSIS - 1))
    db.session.commit()
    assert "Indexed 4 documents." in run("rebuild", "--if-needed").output


def test_building_anew_is_an_entry_and_makes_finished_pages_old(app, run, browse):
    a_notice(title=in_all("Camels"))
    guest = browse()
    before = guest.get("/en/search?q=camels")
    assert "Nothing was found" in before.text
    run("rebuild")
    assert [entry.kind for entry in db.session.scalars(select(Entry))] == ["IndexRebuilt"]
    after = guest.get("/en/search?q=camels", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "2 documents were found" in after.text


def test_the_command_tells_machines_everything(app, run):
    notice = a_findable_notice(title=in_all("Camels"), summary=in_all("Of camels and <i>goods</i>"))
    told = json.loads(run("query", "camels", "--json").output)
    assert told["total"] == 2
    hit = told["hits"][0]
    assert (hit["kind"], hit["number"], hit["title"]) == ("notice", notice.number, "Camels")
    assert hit["snippet"] == "Of camels and <i>goods</i>"
    assert told["facets"]["kind"] == {"docket": 1, "request_for_comments": 1}
    told = json.loads(run("query", "camels", "--json", "--only", "kind=docket").output)
    assert [hit["kind"] for hit in told["hits"]] == ["docket"]
    assert json.loads(run("query", "cammels", "--json").output)["did_you_mean"] == "camels"
    exact = json.loads(run("query", notice.number, "--json").output)["exact"]
    assert [one["number"] for one in exact] == [notice.number]


def test_the_command_tells_people_in_lines(app, run):
    notice = a_findable_notice(title=in_all("Camels"))
    told = run("query", "camels").output
    assert "2 found." in told
    assert notice.number in told
    assert "Did you mean: camels" in run("query", "cammels").output
    assert run("query", "camels", "--only", "colour=red").exit_code == 2
    assert run("query", "camels", "--only", "year=x").exit_code == 2
    assert run("query", "camels", "--only", "period=soon").exit_code == 2


def test_an_author_is_nowhere_in_the_index(app):
    notice = published(a_submitted_notice(title=in_all("Camels"), contact_name="Aigerim Contact"))
    author = db.session.get_one(Person, notice.drafted_by_id)
    assert look("camels").total == 2
    for name in (author.name, author.email, "Aigerim"):
        assert look(f'"{name}"').total == 0


def a_later_notice(kind, relation, earlier):
    """Let a published notice of that kind change where an earlier one stands."""
    later = a_notice(state=NoticeState.DRAFT, kind=kind, number=None)
    link = {"later_id": later.id, "earlier_id": earlier.id, "relation": relation}
    db.session.add(NoticeRelation(**link))
    db.session.flush()
    later.state, later.number = NoticeState.PUBLISHED, f"TN-2026-9{later.id}"
    db.session.commit()
    return {"at": NOON, "by": None, "docket": None, "notice": later.number}


def test_a_notice_that_was_given_more_time_is_found_among_the_open_ones(app):
    closed = a_findable_notice(title=in_all("Camels"), closes="2026-04-17")
    assert look("camels", period="open").total == 0
    until = NOON.date() + timedelta(9)

    told = a_later_notice(NoticeKind.REOPENING, Relation.REOPENS, closed)
    stand(closed, closes_on=until)
    publish(NoticeReopened(**told, earlier=closed.number, closes=until))
    db.session.commit()
    assert {hit.kind for hit in look("camels", period="open").hits} == {"notice", "docket"}

    told = a_later_notice(NoticeKind.WITHDRAWAL, Relation.WITHDRAWS, closed)
    stand(closed, withdrawn_on=NOON.date(), closes_on=NOON.date())
    publish(NoticeWithdrawn(**told, earlier=closed.number))
    db.session.commit()
    assert look("camels", period="open").total == 0
    assert numbers("camels") == [closed.number]
