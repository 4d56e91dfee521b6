"""Documents: the fields, one by one, and the answers that hold them."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from defusedxml import ElementTree
from sqlalchemy import text

from portal.api.v1.answering import table
from portal.api.v1.documents import ALONE, FIELDS, IN_LISTS, shortened
from portal.comments.rules import CommentState
from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.register.models import NoticeRelation
from portal.register.rules import NoticeKind, NoticeState, Relation
from tests.api.makers import a_foreign_notice, comments_in, corrects, published
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_theme, an_agency, in_all, saved

COLUMNS = ["document_number", "agency_names", "title", "toc_subject"]
ALL = {"fields[]": list(FIELDS)}
TEXT = "# SUMMARY\nShort.\n\n# DATES\nComments are due **soon**.\n"


def test_a_document_has_every_field_and_says_what_it_is(call):
    ministry = an_agency("MEBP")
    department = an_agency("MEBP-DFTR", parent_id=ministry.id)
    docket = a_docket(agency_id=department.id)
    facts = {"text": TEXT, "unit": in_all("Unit 3"), "page": 40, "last_page": 43}
    notice = a_notice(docket, themes=(a_theme("MKT"),), **facts)
    comments_in(docket, 3, CommentState.PUBLISHED)
    comments_in(docket, 5, CommentState.IN_MODERATION)

    told = call(f"/documents/{notice.number}.json", ALL).json

    assert list(told) == list(FIELDS)
    number, base = notice.number, "http://localhost"
    info = told.pop("regulations_dot_gov_info")
    (gathered,) = told.pop("dockets")
    assert told == {
        "abstract": str(notice.summary.en),
        "action": "Request for comments.",
        "agencies": [
            {
                "raw_name": "Ministry MEBP",
                "name": "Ministry MEBP",
                "id": ministry.id,
                "url": f"{base}/en/notices?agency=MEBP",
                "json_url": f"{base}/api/v1/agencies/{ministry.id}",
                "parent_id": None,
                "slug": "mebp",
            },
            {
                "raw_name": "Ministry MEBP-DFTR",
                "name": "Ministry MEBP-DFTR",
                "id": department.id,
                "url": f"{base}/en/notices?agency=MEBP-DFTR",
                "json_url": f"{base}/api/v1/agencies/{department.id}",
                "parent_id": ministry.id,
                "slug": "mebp-dftr",
            },
            {"raw_name": "Unit 3"},
        ],
        "agency_names": ["Ministry MEBP", "Ministry MEBP-DFTR", "Unit 3"],
        "body_html_url": f"{base}/documents/full_text/html/2026/04/02/{number}.html",
        "cfr_references": [],
        "citation": "13 RTN 40",
        "comment_url": f"{base}/en/notices/{number}/comment",
        "comments_close_on": "2026-05-04",
        "correction_of": None,
        "corrections": [],
        "dates": "Comments are due soon.",
        "disposition_notes": None,
        "docket_id": docket.number,
        "docket_ids": [docket.number],
        "document_number": number,
        "effective_on": None,
        "end_page": 43,
        "excerpts": str(notice.summary.en),
        "executive_order_notes": None,
        "executive_order_number": None,
        "explanation": None,
        "full_text_xml_url": f"{base}/notices/{number}.xml",
        "html_url": f"{base}/en/notices/{number}",
        "images": {},
        "images_metadata": {},
        "json_url": f"{base}/api/v1/documents/{number}?publication_date=2026-04-02",
        "mods_url": None,
        "not_received_for_publication": None,
        "page_length": 4,
        "page_views": {"count": None, "last_updated": None},
        "pdf_url": f"{base}/notices/{number}.pdf",
        "president": None,
        "presidential_document_number": None,
        "proclamation_number": None,
        "public_inspection_pdf_url": None,
        "publication_date": "2026-04-02",
        "raw_text_url": f"{base}/documents/full_text/text/2026/04/02/{number}.txt",
        "regulation_id_number_info": {},
        "regulation_id_numbers": [],
        "regulations_dot_gov_url": f"{base}/en/notices/{number}/comment",
        "significant": None,
        "signing_date": None,
        "start_page": 40,
        "subtype": "Request for comments",
        "title": str(notice.title.en),
        "toc_doc": str(notice.title.en),
        "toc_subject": None,
        "topics": ["Theme MKT"],
        "type": "Notice",
        "volume": 13,
    }
    assert info["comments_count"] == 3
    assert info["comments_url"] == f"{base}/en/dockets/{docket.number}/comments"
    assert (info["docket_id"], info["document_id"]) == (docket.number, number)
    assert gathered["id"] == docket.number
    assert gathered["documents"][0]["comment_count"] == 3
    assert gathered["documents"][0]["regulations_dot_gov_open_for_comment"] is True
    assert gathered["documents"][0]["comment_end_date"] == "2026-05-04"


def test_fields_that_nobody_names_are_those_of_the_other_register(call):
    notice = a_notice()

    assert set(call(f"/documents/{notice.number}").json) == set(ALONE)
    assert list(call("/documents.json").json["results"][0]) == list(IN_LISTS)


def test_fields_come_in_the_order_in_which_they_are_named(call):
    a_notice()

    answer = call("/documents", {"fields[0]": "volume", "fields[1]": "title"})

    assert list(answer.json["results"][0]) == ["volume", "title"]


@pytest.mark.parametrize("path", ["/documents", "/documents/x", "/documents.csv"])
def test_a_field_that_is_not_known_is_named(call, path):
    answer = call(path, {"fields[]": "colour"})

    assert answer.status_code == 400
    assert answer.json == {"status": 400, "message": "field 'colour' not valid"}


@pytest.mark.parametrize(
    ("root", "wanted"), [("RULE", "Rule"), ("PRORULE", "Proposed Rule"), ("NOTICE", "Notice")]
)
def test_a_document_of_another_register_keeps_its_type(call, root, wanted):
    notice = a_foreign_notice(root, "Notice of availability of a proposed rule.")

    told = call(f"/documents/{notice.number}", {"fields[]": ["type", "action", "subtype"]}).json

    assert told == {
        "type": wanted,
        "action": "Notice of availability of a proposed rule.",
        "subtype": None,
    }


def test_a_correction_and_what_it_corrects_name_each_other(call):
    wrong = a_notice()
    right = corrects(a_notice(kind=NoticeKind.CORRECTION, state=NoticeState.DRAFT), wrong)
    a_draft = a_notice(kind=NoticeKind.CORRECTION, state=NoticeState.DRAFT)
    saved(NoticeRelation(later_id=a_draft.id, earlier_id=wrong.id, relation=Relation.CORRECTS))
    base = "http://localhost/api/v1/documents"

    before, after = (call(f"/documents/{one.number}").json for one in (wrong, right))

    assert before["corrections"] == [f"{base}/{right.number}"]
    assert before["correction_of"] is None
    assert after["corrections"] == []
    assert after["correction_of"] == f"{base}/{wrong.number}"


def test_nobody_is_led_to_comment_where_no_comments_are_taken(call):
    silent = published("2026-04-02")
    foreign = a_foreign_notice()

    for notice in (silent, foreign):
        told = call(f"/documents/{notice.number}", ALL).json
        assert (told["comment_url"], told["regulations_dot_gov_url"]) == (None, None)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_texts_come_in_the_language_that_is_asked_for(call, language):
    notice = a_notice()

    told = call(f"/documents/{notice.number}", lang=language).json

    assert told["title"] == f"{notice.title.en} ({language})"
    assert told["html_url"] == f"http://localhost/{language}/notices/{notice.number}"


def test_the_language_is_that_of_the_address_and_of_nothing_else(browse):
    notice = a_notice()
    caller = browse()

    answers = [
        caller.get(f"/api/v1/documents/{notice.number}", headers={"Accept-Language": language})
        for language in ("kk", "ru", "en")
    ]

    assert len({answer.data for answer in answers}) == 1
    assert answers[0].json["title"] == notice.title.en


def test_a_text_that_is_not_translated_comes_in_its_own_language(call):
    notice = a_notice(title=Localized(source="ru", ru="Пошлины"))

    assert call(f"/documents/{notice.number}").json["title"] == "Пошлины"


def test_a_long_summary_is_cut_between_words():
    text = " ".join(["word"] * 100)

    cut = shortened(text)

    assert cut is not None
    assert cut.endswith("word...")
    assert len(cut) <= 255
    assert shortened("short") == "short"
    assert shortened(None) is None


def test_several_documents_come_in_the_order_asked_for_and_the_rest_is_named(call):
    one, two = a_notice(), a_notice()

    told = call(f"/documents/{two.number},nothing,{one.number}.json").json

    assert told["count"] == 2
    assert [one["document_number"] for one in told["results"]] == [two.number, one.number]
    assert told["errors"] == {"not_found": ["nothing"]}


def test_several_of_which_none_is_there_are_an_answer(call):
    assert call("/documents/a,b").json == {
        "count": 0,
        "errors": {"not_found": ["a", "b"]},
        "results": [],
    }


def test_no_more_than_a_thousand_at_once(call):
    assert call(f"/documents/{','.join(['x'] * 1000)}").status_code == 200
    assert call(f"/documents/{','.join(['x'] * 1001)}").status_code == 400


@pytest.mark.parametrize("state", sorted(set(NoticeState) - {NoticeState.PUBLISHED}))
def test_what_is_not_published_is_not_there(call, state):
    draft = a_notice(state=state)
    shown = a_notice()

    assert call(f"/documents/{draft.number}").status_code == 404
    assert call(f"/documents/{draft.number},x").json["count"] == 0
    assert call(f"/documents/13 RTN {draft.page}").json["count"] == 0
    found = call("/documents").json["results"]
    assert [one["document_number"] for one in found] == [shown.number]
    assert call("/documents", {"conditions[term]": draft.number}).json["count"] == 0
    assert call("/documents/facets/type").json == {"NOTICE": {"count": 1, "name": "Notice"}}
    assert draft.number not in call("/issues/2026-04-02").text
    assert draft.number not in call("/documents/autocomplete-suggestions", lang="kk").text
    assert draft.title.en not in call("/documents.csv").text


def test_a_document_that_is_not_there_is_told_as_over_there(call):
    answer = call("/documents/2024-00001.json")

    assert answer.status_code == 404
    assert answer.json == {"status": 404, "message": "Record Not Found"}


def test_the_day_in_an_address_has_to_be_that_of_the_document(call):
    notice = a_notice()

    assert call(f"/documents/{notice.number}", publication_date="2026-04-02").status_code == 200
    assert call(f"/documents/{notice.number}", publication_date="2026-04-03").status_code == 404
    assert call(f"/documents/{notice.number}", publication_date="soon").status_code == 400


def test_a_citation_finds_what_stands_on_the_page(call):
    docket = a_docket()
    before = a_notice(docket, page=10, last_page=12)
    after = a_notice(docket, page=13, last_page=13)

    told = call("/documents/13 RTN 12,13 rtn 13,13 RTN 14.json").json

    assert [one["document_number"] for one in told["results"]] == [before.number, after.number]
    assert [one["citation"] for one in told["results"]] == ["13 RTN 10", "13 RTN 13"]
    assert told["errors"] == {"not_found": ["13 RTN 14"]}


def test_a_table_has_a_line_for_each_document(call):
    docket = a_docket(agency_id=an_agency("A", parent_id=an_agency("B").id).id)
    notice = a_notice(docket, title=in_all("=HYPERLINK()"))

    answer = call("/documents.csv", {"conditions[type]": "NOTICE", "fields[]": COLUMNS})

    assert answer.content_type == "text/csv; charset=utf-8"
    assert 'filename="documents_of_type_notice.csv"' in answer.headers["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["document_number"] == f" {notice.number}"
    assert row["agency_names"] == "Ministry B; Ministry A"
    assert row["title"] == "'=HYPERLINK()"
    assert row["toc_subject"] == ""


def test_one_document_comes_as_a_table_too(call):
    notice = a_notice(a_docket(agency_id=an_agency("A").id))

    answer = call(f"/documents/{notice.number}.csv", {"fields[]": ["agencies", "title"]})

    table = list(csv.reader(io.StringIO(answer.text)))
    assert table == [["agencies", "title"], ["Ministry A", notice.title.en]]
    assert call("/documents/nothing.csv").status_code == 404


def test_a_feed_tells_the_last_thirty_days(call):
    today = NOON.date()
    old = published(f"{today - timedelta(days=31)}")
    edge = published(f"{today - timedelta(days=30)}", title=in_all("Tea & <coffee>"))

    answer = call("/documents.rss")

    assert answer.content_type == "application/rss+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    (item,) = feed.findall("channel/item")
    assert item.findtext("title") == "Tea & <coffee>"
    assert item.findtext("guid") == f"http://localhost/en/notices/{edge.number}"
    assert item.findtext("pubDate") == "Fri, 20 Mar 2026 19:00:00 +0000"
    everything = call("/documents.rss", {"conditions[publication_date][year]": "2026"})
    assert old.number in everything.text


def test_jsonp_puts_a_function_around_the_answer(call):
    notice = a_notice(title=in_all("Two\u2028lines"))

    answer = call(f"/documents/{notice.number}", callback="show_it")

    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.text.isascii()
    assert json.loads(answer.text.removeprefix("show_it(").removesuffix(")"))["title"] == (
        "Two\u2028lines"
    )
    refused = call("/documents", {"conditions[nothing]": "1"}, callback="show_it")
    assert refused.text == 'show_it({"errors":{"nothing":"is not a valid field"}})'


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "query", "wanted"),
    [
        ("/documents", {}, 5),
        ("/documents", ALL | {"per_page": 1000}, 9),
        ("/documents.csv", {}, 5),
        ("/documents/facets/agency", {}, 4),
        ("/documents/facets/section", {}, 4),
        ("/documents/facets/yearly", {}, 4),
    ],
)
def test_an_answer_costs_the_same_for_few_and_many(call, statements, number, path, query, wanted):
    for _ in range(number):
        docket = a_docket()
        a_notice(docket, themes=(a_theme(),))
        comments_in(docket, 1, CommentState.PUBLISHED)

    with statements() as seen:
        answer = call(path, query)
        _ = answer.data

    assert answer.status_code == 200
    assert len(seen) == wanted


@pytest.mark.parametrize("number", [1, 3])
def test_documents_by_number_cost_the_same_for_one_and_three(call, statements, number):
    numbers = ",".join(str(a_notice().number) for _ in range(number))

    with statements() as seen:
        call(f"/documents/{numbers},")

    assert len(seen) == 9


def test_a_long_answer_is_complete_and_is_sent_in_pieces(call, monkeypatch):
    monkeypatch.setattr("portal.api.v1.answering.STREAMED", 2)
    monkeypatch.setattr("portal.api.v1.documents.AT_ONCE", 2)
    docket = a_docket()
    numbers = [published(f"2026-04-{day:02}", docket).number for day in range(1, 6)]

    answer = call("/documents", order="oldest", per_page=5)

    assert answer.is_streamed
    assert [one["document_number"] for one in answer.json["results"]] == numbers
    assert answer.json["count"] == 5


def test_an_answer_is_known_again_by_its_tag(browse):
    a_notice()
    caller = browse()

    first = caller.get("/api/v1/documents")
    again = caller.get("/api/v1/documents", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "public, no-cache"


def test_the_head_of_an_answer_can_be_asked_for(browse):
    a_notice()

    answer = browse().head("/api/v1/documents.json")

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_type == "application/json; charset=utf-8"


def test_the_words_of_a_document_stand_where_its_addresses_say(browse, call):
    notice = a_notice(text="# SUMMARY\nOne *two*.\n")
    told = call(f"/documents/{notice.number}").json
    reader = browse()

    html = reader.get(told["body_html_url"])
    text = reader.get(told["raw_text_url"])

    assert html.text == "<p># SUMMARY</p><p>One *two*.</p>"
    assert text.text == "SUMMARY\nOne two."
    assert text.content_type == "text/plain; charset=utf-8"
    xml = f"/documents/full_text/xml/2026/04/02/{notice.number}.xml"
    assert reader.get(xml).location == f"/notices/{notice.number}.xml"
    elsewhere = told["raw_text_url"].replace("2026/04/02", "2026/04/03")
    assert reader.get(elsewhere).status_code == 404
    assert reader.get("/documents/full_text/text/soon/x.txt").status_code == 404
    draft = a_notice(state=NoticeState.DRAFT)
    hidden = told["raw_text_url"].replace(str(notice.number), str(draft.number))
    assert reader.get(hidden).status_code == 404


def test_the_page_of_a_comment_form_is_there(browse, call):
    notice = a_notice(kind=NoticeKind.REQUEST_FOR_COMMENTS)
    told = call(f"/documents/{notice.number}").json

    for name in ("comment_url", "html_url", "json_url", "full_text_xml_url", "pdf_url"):
        assert browse().get(told[name]).status_code == 200, name
    assert told["publication_date"] == date(2026, 4, 2).isoformat()


def test_citations_are_asked_for_a_hundred_at_a_time(call):
    many = ",".join(f"12 RTN {page}" for page in range(1, 102))

    assert call(f"/documents/{many.rpartition(',')[0]}").status_code == 200
    assert call(f"/documents/{many}").status_code == 400


def test_what_is_sent_slowly_holds_no_transaction(app):
    read = []

    def documents():
        for number in range(3):
            read.append(db.session.scalar(text("SELECT 1")))
            yield {"title": "x" * 50_000, "number": number}

    with app.test_request_context():
        sent = iter(table(["title"], documents(), name="all").response)
        assert len(next(sent)) == 64_000
        assert read == [1, 1, 1]
        assert not db.session().in_transaction()
        assert len(b"".join(sent)) > 80_000
