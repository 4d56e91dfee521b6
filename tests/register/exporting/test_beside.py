"""What stands beside a text is in its files: context, goods, files, questions; and issues."""

from datetime import date
from types import SimpleNamespace

import pypdfium2
from defusedxml.ElementTree import fromstring

from portal.kernel.database import db
from portal.register.exporting.beside import Beside, blocks_beside
from portal.register.exporting.edition import edition_of
from portal.register.exporting.gpo import notice_xml
from portal.register.exporting.printing import notice_pdf
from portal.register.exporting.word import notice_docx
from portal.register.markup.manuscript import Heading, Paragraph, Table, words_of_line
from portal.register.models import Issue, NoticeLine, NoticePart
from portal.register.rules import FileKind, Part, QuestionForm
from portal.web.locale import speaking
from tests.makers import a_notice, in_all, saved
from tests.register.exporting.makers import a_rich_notice

GOODS = NoticeLine(
    rank=1, year=2022, code="04069010", goods=in_all("Cheese"), duty_now="15 %", duty_proposed="5 %"
)
FILE = SimpleNamespace(
    title=in_all("Figures"),
    kind=FileKind.DATA,
    locale="ru",
    attachment=SimpleNamespace(sha256="ab" * 32, media_type="text/csv", size=5),
    number=1,
)


def asked(form, **facts):
    told = {"options": [], "unit": None} | facts
    return SimpleNamespace(number=1, text=in_all("What?"), form=form, **told)


def a_bare_notice(**facts):
    told = {"parts": [], "context_waiver": None, "questions": [], "waiver_reason": None} | facts
    return SimpleNamespace(**told)


def beside(notice, **told):
    with speaking("en"):
        return list(blocks_beside(notice, Beside(**told), "en"))


def words(blocks):
    return [words_of_line(block.line) for block in blocks if isinstance(block, Heading | Paragraph)]


def test_nothing_beside_a_notice_is_nothing(app):
    assert beside(a_bare_notice()) == []


def test_context_comes_in_the_order_of_its_parts(app):
    parts = [
        NoticePart(part=Part.OPTIONS, text=in_all("One.\n\nTwo.")),
        NoticePart(part=Part.DECIDED, text=in_all("Nothing.")),
    ]
    told = words(beside(a_bare_notice(parts=parts)))
    assert told == [
        *("What to know before you answer", "What is decided", "Nothing.", "Options", "One."),
        "Two.",
    ]


def test_goods_are_a_table_with_their_duties(app):
    heading, table, note = beside(a_bare_notice(), lines=[GOODS])
    assert isinstance(table, Table)
    assert [words_of_line(cell.line) for cell in table.body[0]] == [
        *("0406.90.10", "Cheese", "15 %", "5 %")
    ]
    assert words([heading, note])[1] == "Codes of the Harmonised System, edition 2022."


def test_questions_say_how_they_want_to_be_answered(app):
    for form, facts, told in (
        (QuestionForm.TEXT, {}, ["What?"]),
        (QuestionForm.NUMBER, {"unit": in_all("tonnes")}, ["What? (Answer with a number: tonnes)"]),
        (QuestionForm.CHOICE, {"options": [in_all("A"), in_all("B")]}, ["What?", "A", "B"]),
    ):
        notice = a_bare_notice(questions=[asked(form, **facts)])
        assert words(beside(notice))[1:] == told


def test_every_form_says_what_stands_beside_the_text(app):
    notice = a_rich_notice(parts=[NoticePart(part=Part.DECIDED, text=in_all("Not a word."))])
    edition = edition_of(notice, notice.texts[0], Beside(lines=[GOODS], files=[FILE]))
    root = fromstring(notice_xml(edition))
    assert [entry.text for entry in root.iter("ENT")][-4:] == [
        "0406.90.10",
        "Cheese",
        "15 %",
        "5 %",
    ]
    assert any("ab" * 32 in (p.text or "") for p in root.iter("FP"))
    pdf = pypdfium2.PdfDocument(notice_pdf(edition))
    told = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    for phrase in ("0406.90.10", "Not a word.", "Figures"):
        assert phrase in told
    assert notice_docx(edition)


def an_issue():
    issue = saved(Issue(day=date(2026, 4, 2), volume=13, number=7))
    notices = [
        a_notice(title=in_all(f"Matter {n}"), also={"kk": "# SUMMARY\nҚазақша.\n"}) for n in "AB"
    ]
    return issue.day.isoformat(), [notice.number for notice in notices]


def test_an_issue_is_one_print_with_its_contents_in_front(app, browse):
    day, numbers = an_issue()
    draft = a_notice(state="draft", title=in_all("Secret plan"))
    answer = browse().get(f"/issues/{day}/kk.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"inline; filename=RTN_{day}_kk.pdf"
    pdf = pypdfium2.PdfDocument(answer.data)
    pages = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(pages) == 3
    assert "Matter A (kk)" in pages[0]
    assert "Matter B (kk)" in pages[0]
    assert "Қазақша." in pages[1].replace("\u00ad", "")
    assert pdf.count_attachments() == len(numbers)
    assert "Secret plan" not in "".join(pages)
    assert draft.number not in "".join(pages)
    etag = answer.headers["ETag"]
    again = browse().get(f"/issues/{day}/kk.pdf", headers={"If-None-Match": etag})
    assert again.status_code == 304
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["register", "issue", day, "--language", "kk"])
    assert result.stdout_bytes == answer.data


def test_a_day_without_an_issue_has_no_print(app, browse):
    for day in ("2026-04-03", "2026-13-01", "never"):
        assert browse().get(f"/issues/{day}/en.pdf").status_code == 404
