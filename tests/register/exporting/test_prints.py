"""The print: tagged, with its data inside, made once, and no place for anybody's code."""

import ctypes
from collections import Counter

import pypdfium2
import pytest
from pypdfium2 import raw
from sqlalchemy import select

from portal.attachments.files import store
from portal.kernel.database import db
from portal.register.exporting import prints, views
from portal.register.exporting.files import file_of
from portal.register.exporting.gpo import notice_xml
from portal.register.exporting.hyphens import LONGEST, SOFT, breakable
from portal.register.exporting.models import Print
from portal.register.exporting.printing import LINES_OF_A_PART, notice_pdf
from portal.register.exporting.typesetting import REPLACED, legible
from portal.register.rules import NoticeState
from tests.conftest import NOON
from tests.makers import a_notice, in_all
from tests.register.exporting.makers import HOSTILE, a_rich_notice, an_edition


def opened(content: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(content)


def words_in(content: bytes) -> str:
    pages = "".join(page.get_textpage().get_text_bounded() for page in opened(content))
    return "".join(sign for sign in pages if sign.isalnum())


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def test_a_print_says_every_word_and_its_place_in_the_register(app):
    edition = an_edition(a_rich_notice(page=45, last_page=46))
    told = words_in(notice_pdf(edition))
    for words in (
        *("What is proposed, in short: much, all", "one", "deeper", "Quoted", "Duties"),
        *("North", "Cheese | whey", "0406.90", "A note with emphasis", "Its second paragraph"),
        *("Question 1?", "Question 2?", "The talks are close.", "A. Person", "13 RTN 45"),
        *("Register of Trade Negotiations", "MINISTRY", "[Page 46]", "The last word."),
    ):
        assert letters(words) in told, words


def test_a_print_is_tagged_titled_and_in_a_language(app):
    edition = an_edition(a_rich_notice())
    content = notice_pdf(edition)
    document = opened(content)
    assert raw.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_value("Title") == f"{edition.number}: {edition.title}"
    assert b"pdfuaid:part" in content
    assert b"<dc:language>" in content
    kinds = set()
    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page)
        for place in range(raw.FPDF_StructTree_CountChildren(tree)):
            _gather(raw.FPDF_StructTree_GetChildAtIndex(tree, place), kinds)
        raw.FPDF_StructTree_Close(tree)
    assert kinds >= {"H1", "H2", "H3", "P", "L", "LI", "Table", "TR", "TH", "TD", "Link"}
    assert kinds & {"Note", "FENote"}


def _gather(element, kinds):
    if not element:
        return
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, buffer, size)
    kinds.add(buffer.raw.decode("utf-16-le").rstrip("\0"))
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        _gather(raw.FPDF_StructElement_GetChildAtIndex(element, place), kinds)


def test_a_print_holds_its_own_data(app):
    edition = an_edition(a_rich_notice())
    document = opened(notice_pdf(edition))
    assert document.count_attachments() == 1
    attached = document.get_attachment(0)
    assert attached.get_name() == edition.file_name("xml")
    assert bytes(attached.get_data()).decode() == notice_xml(edition)


def test_the_same_notice_is_the_same_file_to_the_byte(app):
    edition = an_edition(a_rich_notice())
    assert notice_pdf(edition) == notice_pdf(edition)


@pytest.mark.parametrize(
    "words",
    [
        HOSTILE,
        '#import "/etc/passwd": *',
        '#read("/etc/passwd") #sys.inputs',
        "$ integral_0^1 $",
        "\\ \\u{41} \\#",
        "*bold* _slanted_ = heading",
        "<script>alert(1)</script>",
        "@cite <label> #label",
        "```typ #panic() ```",
        "]} ]) }} ); // /*",
        "/Launch /JavaScript /Encrypt",
        "x" * 10_000,
        "ұ" * 10_000,
        "👨\u200d👩\u200d👧 ไทย 漢字 \ue000 \ud7ff",
    ],
)
def test_no_word_becomes_markup_or_code(app, words):
    text = f"# SUMMARY\nBefore.\n\n{words}\n\nAfter.\n"
    notice = a_rich_notice(text=text, title=in_all(words), contact_name=words[:200])
    content = notice_pdf(an_edition(notice))
    told = words_in(content)
    assert letters("Before") in told
    assert letters("After") in told
    shown = letters(legible(words).replace(REPLACED, ""))
    # A long word goes over columns and pages, with running heads between.
    assert Counter(shown.upper()) <= Counter(told.upper())


def test_a_letter_that_no_font_has_is_replaced_and_controls_are_left_out():
    assert legible("Бағам ₸ №5") == "Бағам ₸ №5"
    assert legible(["漢", {"a": "\x07b\u202e"}]) == [REPLACED, {"a": "b"}]


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("министрлігі", "ми-нистр-лі-гі"),
        ("қорғауды", "қор-ғау-ды"),
        ("келіссөздер", "ке-ліс-сөз-дер"),
        ("уәкіл", "уә-кіл"),
        ("ауыл", "ауыл"),
        ("сый", "сый"),
        ("альянсы", "альян-сы"),
    ],
)
def test_kazakh_words_break_between_syllables(word, parted):
    assert breakable(word, "kk").replace(SOFT, "-") == parted
    assert breakable(word, "ru") == word


def test_no_piece_of_a_word_is_longer_than_a_column():
    told = breakable("a" * 1000 + " https://example.org/" + "b" * 200, "en")
    pieces = told.replace("\u200b", " ").split()
    assert max(map(len, pieces)) < LONGEST
    assert told.replace("\u200b", "") == "a" * 1000 + " https://example.org/" + "b" * 200


def test_a_long_table_across_the_page_loses_no_row(app):
    head = "| " + " | ".join(f"Column number {n}" for n in range(8)) + " |\n|" + "---|" * 8
    rows = "\n".join(
        "| " + " | ".join(f"r{row}c{column}" for column in range(8)) + " |"
        for row in range(LINES_OF_A_PART * 3)
    )
    content = notice_pdf(an_edition(a_rich_notice(text=f"# SUMMARY\nSee.\n\n{head}\n{rows}\n")))
    told = words_in(content)
    assert all(f"r{row}c7" in told for row in range(LINES_OF_A_PART * 3))
    assert told.count("Columnnumber7") == 3


def take(browse, number, **headers):
    """Ask for a print, and close what was opened for it."""
    path = f"/notices/{number}.pdf"
    with browse().get(path, headers={"Accept-Language": "en", **headers}) as answer:
        answer.get_data()
        return answer


def printed():
    return db.session.scalars(select(Print).order_by(Print.id)).all()


def test_the_worker_prints_every_published_text_once(app, browse):
    notice = a_rich_notice(also={"kk": "# SUMMARY\nҚазақша.\n"})
    a_notice(number="TN-2026-98", state=NoticeState.DRAFT)
    before = take(browse, f"{notice.number}/kk")
    assert prints.make_prints(NOON) == 2
    assert prints.make_prints(NOON) == 0
    assert len(printed()) == 2
    after = take(browse, f"{notice.number}/kk")
    assert after.data == before.data == store().path(after.headers["ETag"].strip('"')).read_bytes()


def test_a_print_that_is_kept_is_not_made_again(app, browse, statements, monkeypatch):
    number = a_rich_notice().number
    prints.make_prints(NOON)

    def refuse(*_arguments):
        raise AssertionError

    monkeypatch.setattr(views, "file_of", refuse)
    with statements() as seen:
        answer = take(browse, number)
    assert answer.status_code == 200
    assert len(seen) == 1, seen
    etag = answer.headers["ETag"]
    again = take(browse, number, **{"If-None-Match": etag})
    assert again.status_code == 304


def test_a_text_that_cannot_be_printed_holds_up_no_other(app, browse, monkeypatch):
    bad, good = a_rich_notice(), a_rich_notice()

    def breaks(notice, text, form):
        if notice.number == bad.number:
            raise RuntimeError
        return file_of(notice, text, form)

    monkeypatch.setattr(prints, "file_of", breaks)
    assert prints.make_prints(NOON) == 2
    assert prints.make_prints(NOON) == 0
    assert take(browse, good.number).status_code == 200
    answer = take(browse, bad.number)
    assert answer.status_code == 503
    assert "Take another format" in answer.text


def test_a_long_text_is_not_set_within_a_request(app, browse):
    long = a_rich_notice(text="# SUMMARY\n" + "word " * 20_000)
    answer = take(browse, long.number)
    assert answer.status_code == 503
    assert "The print is being made" in answer.text
    prints.make_prints(NOON)
    assert take(browse, long.number).status_code == 200
