"""Feeds and tables: what machines read."""

import csv
import io
from datetime import timedelta

import pytest
from defusedxml import ElementTree

from portal.comments.models import Comment, Point
from portal.comments.rules import Capacity, Channel, CommentState, Stance, Visibility
from portal.feeds import tables
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.events import publish
from portal.register.events import NoticePublished
from tests.makers import a_docket, a_notice

ATOM = "{http://www.w3.org/2005/Atom}"


def announce(notice, docket, *, hours=0):
    facts = {"notice": notice.number, "citation": notice.citation, "kind": notice.kind}
    fields = NoticePublished.__dataclass_fields__
    facts |= {"closes": notice.closes_on} if "closes" in fields else {}
    publish(
        NoticePublished(
            at=clock.now() + timedelta(hours=hours), by=None, docket=docket.number, **facts
        )
    )
    db.session.commit()


def a_comment(notice, number, *, state=CommentState.PUBLISHED, text="Words.", minutes=0, **facts):
    facts = {
        "visibility": Visibility.PUBLIC,
        "capacity": Capacity.PERSONAL,
        "channel": Channel.WEB,
        "author_name": "Aigul",
        "stance": Stance.OPPOSE,
        "digest": "0" * 64,
        "idempotency_key": number,
    } | facts
    comment = Comment(
        number=number,
        docket_id=notice.docket_id,
        notice_id=notice.id,
        state=state,
        filed_at=clock.now() + timedelta(minutes=minutes),
        **facts,
    )
    comment.points = [Point(number=1, docket_id=notice.docket_id, ask="Wait.", text=text)]
    db.session.add(comment)
    db.session.commit()
    return comment


def entries_of(answer):
    return ElementTree.fromstring(answer.data).findall(f"{ATOM}entry")


def test_a_published_notice_appears_in_the_feeds_with_a_full_address(browse):
    docket = a_docket()
    notice = a_notice(docket)
    announce(notice, docket)
    announce(a_notice(), a_docket(), hours=1)

    whole = browse().get("/en/feed.atom")
    one = browse().get(f"/en/dockets/{docket.number}/feed.atom")

    assert whole.content_type == "application/atom+xml; charset=utf-8"
    assert len(entries_of(whole)) == 2
    [entry] = entries_of(one)
    href = entry.find(f"{ATOM}link").attrib["href"]
    assert href == f"http://localhost/en/notices/{notice.number}"
    assert notice.number in entry.find(f"{ATOM}title").text
    assert browse().get(href).status_code == 200


def test_a_feed_is_read_again_without_being_made_again(browse):
    first = browse().get("/en/feed.atom")

    again = browse().get("/en/feed.atom", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_an_empty_docket_has_a_feed_and_a_missing_one_has_none(browse):
    docket = a_docket()

    assert entries_of(browse().get(f"/en/dockets/{docket.number}/feed.atom")) == []
    assert browse().get("/en/dockets/MEBP-1/feed.atom").status_code == 404


@pytest.fixture
def table(browse):
    """Read the table of a docket's comments."""

    def read(docket):
        answer = browse().get(f"/en/dockets/{docket.number}/comments.csv")
        return list(csv.DictReader(io.StringIO(answer.text)))

    return read


def test_the_table_has_every_received_comment_and_only_the_words_that_are_public(table):
    notice = a_notice()
    a_comment(notice, "C-1", text="Public words.")
    a_comment(notice, "C-2", state=CommentState.WITHHELD, text="Unlawful words.", minutes=1)
    a_comment(notice, "C-3", state=CommentState.IN_MODERATION, text="Unread words.", minutes=2)
    a_comment(notice, "C-4", state=CommentState.VERIFICATION_PENDING, text="Nobody's.", minutes=3)
    a_comment(notice, "C-5", minutes=4, visibility=Visibility.ANONYMOUS_PUBLIC)
    a_comment(notice, "C-6", minutes=5, visibility=Visibility.COMMITTEE, text="For the few.")
    docket = db.session.merge(notice).docket_id

    rows = table(db.session.get(type(a_docket()), docket))

    assert [row["comment"] for row in rows] == ["C-1", "C-2", "C-3", "C-5", "C-6"]
    assert [row["text"] for row in rows] == ["Public words.", "", "", "Words.", ""]
    assert [row["author"] for row in rows] == ["Aigul", "", "", "", ""]
    assert all(len(row["digest"]) == 64 for row in rows)


def test_a_cell_that_looks_like_a_formula_is_text(table):
    docket = a_docket()
    a_comment(a_notice(docket), "C-1", text="=HYPERLINK(1)")

    [row] = table(docket)

    assert row["text"] == "'=HYPERLINK(1)"


def test_the_table_goes_on_past_what_is_read_at_once(table, monkeypatch):
    monkeypatch.setattr(tables, "CHUNK", 2)
    docket = a_docket()
    notice = a_notice(docket)
    for n in range(5):
        a_comment(notice, f"C-{n}", minutes=n // 2)

    assert [row["comment"] for row in table(docket)] == [f"C-{n}" for n in range(5)]
