"""Files of notices: who gets them, how they are named, what they cost."""

import json

import pytest
import yaml

from portal.register.rules import NoticeKind, NoticeState
from portal.web.pace import Pace
from tests.makers import a_notice, in_all
from tests.register.exporting.makers import HOSTILE, RICH, a_rich_notice

TYPES = {
    "xml": "application/xml",
    "json": "application/json",
    "md": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@pytest.mark.parametrize("form", TYPES)
def test_everyone_may_take_a_published_notice_in_every_form(app, browse, form):
    notice = a_rich_notice()
    answer = browse().get(f"/notices/{notice.number}.{form}")
    assert answer.status_code == 200
    assert answer.mimetype == TYPES[form]
    kind = "inline" if form == "pdf" else "attachment"
    name = f"{notice.number}_2026-04-02_en.{form}"
    assert answer.headers["Content-Disposition"] == f"{kind}; filename={name}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = browse().get(
        f"/notices/{notice.number}.{form}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("state", [s for s in NoticeState if s is not NoticeState.PUBLISHED])
def test_what_is_not_published_has_no_files(app, browse, form, state):
    draft = a_notice(number="TN-2026-99", state=state, title=in_all("Secret plan"))
    for path in (f"/notices/{draft.number}.{form}", f"/notices/{draft.number}/en.{form}"):
        answer = browse().get(path)
        assert answer.status_code == 404
        assert "Secret plan" not in answer.text
    assert browse().get(f"/notices/None.{form}").status_code == 404


def test_a_stranger_takes_sixty_files_a_minute(app, browse):
    app.extensions["paces"] = {"editions": Pace(holds=60, a_second=0.001)}
    notice = a_rich_notice()
    guest = browse()
    for _ in range(60):
        assert guest.get(f"/notices/{notice.number}.json").status_code == 200

    refused = guest.get(f"/notices/{notice.number}.pdf")

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert guest.get(f"/en/notices/{notice.number}").status_code == 200


@pytest.mark.parametrize("form", TYPES)
def test_a_language_that_is_not_there_is_missing(app, browse, form):
    notice = a_rich_notice(also={"ru": "# SUMMARY\nПо-русски.\n"})
    assert browse().get(f"/notices/{notice.number}/ru.{form}").status_code == 200
    assert browse().get(f"/notices/{notice.number}/en.{form}").status_code == 200
    assert browse().get(f"/notices/{notice.number}/kk.{form}").status_code == 404
    assert browse().get(f"/notices/{notice.number}/fr.{form}").status_code == 404
    assert browse().get(f"/notices/{notice.number}.exe").status_code == 404


@pytest.mark.parametrize(("form", "cost"), [("xml", 12), ("json", 12), ("md", 11), ("docx", 11)])
def test_a_file_costs_the_same_however_much_it_holds(app, browse, statements, form, cost):
    small = a_rich_notice(questions=1)
    large = a_rich_notice(questions=3, also={"ru": RICH, "kk": RICH})
    for number in (small.number, large.number):
        browse().get(f"/notices/{number}.{form}")
        with statements() as seen:
            assert browse().get(f"/notices/{number}.{form}").status_code == 200
        assert len(seen) == cost, seen
        etag = browse().get(f"/notices/{number}.{form}").headers["ETag"]
        with statements() as seen:
            answer = browse().get(f"/notices/{number}.{form}", headers={"If-None-Match": etag})
            assert answer.status_code == 304
        assert len(seen) == 1, seen


def test_the_json_says_everything_in_every_language(app, browse):
    notice = a_rich_notice(title=in_all(HOSTILE), also={"ru": "# SUMMARY\nПо-русски.\n"})
    told = json.loads(browse().get(f"/notices/{notice.number}.json").data)
    assert told["number"] == notice.number
    assert told["title"]["en"] == HOSTILE
    assert told["comments"]["closes_on"] == "2026-05-04"
    assert [text["language"] for text in told["texts"]] == ["en", "ru"]
    assert told["texts"][0]["markdown"] == RICH
    table = next(block for block in told["texts"][0]["blocks"] if block["is"] == "table")
    assert table["head"][0][1]["columns"] == 2
    assert [note["number"] for note in told["texts"][0]["footnotes"]] == ["1", "7"]
    assert [question["number"] for question in told["questions"]] == [1, 2]
    assert told["address"].endswith(f"/en/notices/{notice.number}")


def test_the_markdown_is_the_text_as_it_was_published_after_its_facts(app, browse):
    notice = a_rich_notice(title=in_all(HOSTILE))
    told = browse().get(f"/notices/{notice.number}.md").text
    _nothing, facts, text = told.split("---\n", 2)
    assert text.strip() == RICH.strip()
    read = yaml.safe_load(facts)
    assert read["title"] == " ".join(HOSTILE.split())
    assert read["number"] == notice.number
    assert read["questions"] == ["Question 1?", "Question 2?"]


def test_the_page_of_a_notice_leads_to_its_files(app, browse):
    notice = a_rich_notice(also={"kk": "# SUMMARY\nҚазақша.\n"})
    page = browse().get(f"/ru/notices/{notice.number}").text
    for language in ("kk", "en"):
        for form in ("pdf", "docx", "md", "xml"):
            assert f'href="/notices/{notice.number}/{language}.{form}"' in page
    assert f'href="/notices/{notice.number}.json"' in page
    assert f"/notices/{notice.number}/ru." not in page


def export(app, *arguments):
    return app.test_cli_runner().invoke(args=["register", "export", *arguments])


@pytest.mark.parametrize("form", TYPES)
def test_the_command_writes_the_same_file_to_standard_output(app, browse, form):
    number = a_rich_notice(also={"kk": "# SUMMARY\nҚазақша.\n"}).number
    served = browse().get(f"/notices/{number}/kk.{form}").data
    result = export(app, number, "--format", form, "--language", "kk")
    assert result.exit_code == 0, result.output
    assert result.stdout_bytes == served


def test_the_command_says_what_it_cannot_find(app):
    notice = a_notice(kind=NoticeKind.CORRECTION, state=NoticeState.DRAFT)
    for number in (notice.number, "TN-1900-01"):
        result = export(app, number, "--format", "xml")
        assert result.exit_code == 1
        assert "There is no such notice." in result.output
        assert not result.stdout_bytes
    assert export(app, notice.number, "--format", "exe").exit_code == 2
