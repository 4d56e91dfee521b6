"""Documents of the Federal Register become dockets and notices."""

import os
import re
from collections import Counter
from datetime import date
from html import unescape

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.accounts.models import Agency
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.register import markup
from portal.register.importing.deadlines import comment_deadline
from portal.register.importing.document import docket_number, headline, understood
from portal.register.importing.inline import Reader
from portal.register.importing.reading import Unreadable, documents_in
from portal.register.importing.tables import table
from portal.register.importing.writing import agency_code
from portal.register.models import Docket, Notice, NoticeText
from portal.register.rules import NoticeKind, NoticeState

PUBLISHED = date(2024, 2, 12)

DOCUMENT = """<NOTICE>
    <PREAMB>
        <PRTPAGE P="100" />
        <AGENCY TYPE="S">DEPARTMENT OF TRADE</AGENCY>
        <SUBAGY>Office of Offers</SUBAGY>
        <CFR>1 CFR Part 2</CFR>
        <DEPDOC>[Docket No. TRD–2024–0001; Amendment 3]</DEPDOC>
        <SUBJECT>Duties on Apples</SUBJECT>
        <AGY>
            <HD SOURCE="HED">AGENCY:</HD>
            <P>Office of Offers, Trade.</P>
        </AGY>
        <ACT>
            <HD SOURCE="HED">ACTION:</HD>
            <P>Notice; request for comments.</P>
        </ACT>
        <SUM>
            <HD SOURCE="HED">SUMMARY:</HD>
            <P>
                The Office asks, under 19 U.S.C. 1&#32;
                <E T="03">et seq.</E>
                , what apples cost.
            </P>
        </SUM>
        <DATES>
            <HD SOURCE="HED">DATES:</HD>
            <P>Comments must be received on or before April 12, 2024.</P>
        </DATES>
    </PREAMB>
    <SUPLINF>
        <HD SOURCE="HED">SUPPLEMENTARY INFORMATION:</HD>
        <HD SOURCE="HD1">I. Background</HD>
        <P>
            Apples are heavy.
            <SU>1</SU>
            <FTREF />
             They hold H
            <E T="52">2</E>
            O and&#32;
            <PRTPAGE P="101" />
            sugar*.
        </P>
        <FTNT>
            <P>
                <SU>1</SU>
                 See the scales.
            </P>
        </FTNT>
        <SIG>
            <DATED>Dated: February 6, 2024.</DATED>
            <NAME>A. Grower,</NAME>
            <TITLE>Director.</TITLE>
        </SIG>
    </SUPLINF>
    <FRDOC>[FR Doc. 2024–00001 Filed 2–9–24; 8:45 am]</FRDOC>
    <BILCOD>BILLING CODE 1111–11–P</BILCOD>
</NOTICE>
"""


def read(xml: str = DOCUMENT):
    return understood(fromstring(xml), PUBLISHED)


@pytest.fixture
def issue(tmp_path):
    """A folder of documents as the printer gives them; returns a writer."""

    def write(name: str = "2024-02-12_2024-00001_NOTICE.xml", xml: str | bytes = DOCUMENT):
        path = tmp_path / name
        path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
        return path

    return write


@pytest.fixture
def run(app):
    def run_import(*arguments):
        db.session.remove()
        return app.test_cli_runner().invoke(
            args=["register", "import", *(os.fspath(argument) for argument in arguments)]
        )

    return run_import


def test_the_head_of_a_document_becomes_the_facts_of_a_notice():
    document = read()
    assert document.number == "2024-00001"
    assert (document.agency, document.unit) == ("Department of Trade", "Office of Offers")
    assert document.docket == "TRD-2024-0001"
    assert (document.volume, document.page, document.last_page) == (89, 100, 101)
    assert document.title == "Duties on Apples"
    assert document.action == "Notice; request for comments."
    assert document.summary == "The Office asks, under 19 U.S.C. 1 et seq., what apples cost."
    assert document.deadline.day == date(2024, 4, 12)
    assert not document.unknown


def test_the_text_becomes_the_markdown_of_a_notice():
    text = read().markdown
    assert list(markup.captions(text)) == [
        "",
        "AGENCY",
        "ACTION",
        "SUMMARY",
        "DATES",
        "SUPPLEMENTARY INFORMATION",
    ]
    assert "under 19 U.S.C. 1 *et seq.*, what" in text
    assert "Apples are heavy.[^1] They hold H~2~O and [[page 101]] sugar\\*." in text
    assert "[^1]: See the scales." in text
    assert "**A. Grower,**\\\nDirector." in text
    assert "## I. Background" in text


def test_headings_of_one_rank_stay_so_and_no_level_is_left_out():
    heads = "".join(
        f'<HD SOURCE="{rank}">{name}</HD>'
        for rank, name in [("HD3", "A"), ("HD3", "B"), ("HD1", "C"), ("HD3", "D"), ("HD2", "E")]
    )
    text = read(DOCUMENT.replace("<SIG>", heads + "<SIG>")).markdown
    found = re.findall(r"^(#+) ([A-E])$", text, re.MULTILINE)
    assert [(len(mark), name) for mark, name in found] == [
        (3, "A"),
        (3, "B"),
        (2, "C"),
        (3, "D"),
        (3, "E"),
    ]


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("[Docket No. TRD–2024–0001]", False),
        ("[Docket ID TRD–2024–0001]", False),
        ("[NRC–2023–0102]", False),
        ("[OMB Control No. 2900–0089]", True),
        ("[Docket No. TRD–2024–0001; Amendment 3]", True),
    ],
)
def test_a_docket_line_is_kept_where_it_says_more_than_the_docket(printed, kept):
    xml = DOCUMENT.replace("[Docket No. TRD–2024–0001; Amendment 3]", printed)
    assert (printed.strip("[]") in read(xml).markdown) is kept


def test_a_document_that_begins_within_a_page_is_found_on_the_page_before_its_first_mark():
    assert read(DOCUMENT.replace('<PRTPAGE P="100" />', "")).page == 100


def test_what_is_not_known_is_counted_and_its_words_are_kept():
    document = read(DOCUMENT.replace("what apples cost", "<XYZ>what apples</XYZ> cost"))
    assert document.unknown == Counter({"XYZ": 1})
    assert "what apples cost" in document.markdown


def test_a_footnote_without_any_mark_is_kept_as_text_and_counted():
    document = read(DOCUMENT.replace("<SU>1</SU>\n            <FTREF />", ""))
    assert document.unknown == Counter({"FTNT without a mark": 1})
    assert "See the scales." in document.markdown


def test_two_footnotes_of_the_same_number_are_told_apart():
    again = DOCUMENT.replace(
        "<SIG>",
        "<P>More.<SU>1</SU><FTREF/></P><FTNT><P><SU>1</SU> Another.</P></FTNT><SIG>",
    )
    html = markup.render(read(again).markdown, locale="en")
    assert html.count('aria-label="Footnote 1"') == 2
    assert "See the scales." in html
    assert "Another." in html


TABLE = """<GPOTABLE COLS="4" CDEF="s50,10,10,r20">
<TTITLE>Table 1—Apples <SU>1</SU></TTITLE><TDESC>[Tonnes]</TDESC>
<BOXHD><CHED H="1">Year</CHED><CHED H="1">Sold</CHED><CHED H="2">Red<LI>ones</LI></CHED>
<CHED H="2">Green</CHED><CHED H="1">Note</CHED></BOXHD>
<ROW EXPSTB="03"><ENT I="21"><E T="02">North</E></ENT></ROW>
<ROW EXPSTB="00"><ENT I="01">2023</ENT><ENT A="L01">12 | 13</ENT><ENT>&lt;5 <LI>kg</LI></ENT></ROW>
<ROW><ENT I="28">*    *    *</ENT></ROW><ROW><ENT I="22"> </ENT></ROW>
<TNOTE><SU>1</SU> Weighed.</TNOTE></GPOTABLE>"""


def test_a_table_keeps_its_levels_spans_lines_and_notes():
    blocks = table(fromstring(TABLE), Reader())
    assert blocks[0] == "**Table 1—Apples ^1^ \\[Tonnes]**"
    assert blocks[1].splitlines() == [
        "| Year | Sold ‖ Red ones | Sold ‖ Green | Note |",
        "| --- | ---: | ---: | --- |",
        "| **North** |  |  |  |",
        "| 2023 | 12 \\| 13 | < | \\<5[[br]]kg |",
        "| \\* \\* \\* | < | < | < |",
    ]
    assert blocks[2] == "^1^ Weighed."
    html = markup.render("\n\n".join(blocks), locale="en")
    assert '<th scope="colgroup" colspan="2">Sold</th>' in html
    assert '<th scope="rowgroup" colspan="4">North</th>' in html
    assert '<td class="number" colspan="2">12 | 13</td>' in html
    assert "&lt;5<br>" in html


SETTINGS = st.sampled_from(["", "01", "02", "03", "04", "51", "52"])
WORDS = st.text(alphabet="ab1 .,;()“”*_[]<>&^~`|\\#-+!", max_size=12)


@given(st.lists(st.tuples(WORDS, SETTINGS), min_size=1, max_size=5))
def test_words_come_through_whatever_they_are_and_however_they_are_set(stretches):
    inner = "".join(
        f'<E T="{face}">{_xml(words)}</E>' if face else _xml(words) for words, face in stretches
    )
    line = Reader().markdown(fromstring(f"<P>{inner}</P>"))
    shown = _words(markup.render(line, locale="en"))
    assert shown == "".join("".join(words for words, _ in stretches).split())


def _xml(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _words(html: str) -> str:
    html = re.sub(r'<a href="#fnref[^>]*>[^<]*</a>|<span id="page-[^>]*>[^<]*</span>', "", html)
    return "".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Comments must be received on or before April 12, 2024.", date(2024, 4, 12)),
        ("Submit comments no later than March 13, 2024. It applies on May 1, 2024.", (2024, 3, 13)),
        ("Comments are due: February 14, 2024.", (2024, 2, 14)),
        ("Written comments should be submitted by 5 p.m. ET on March 13, 2024.", (2024, 3, 13)),
        ("The FAA must receive comments on this AD by March 28, 2024", (2024, 3, 28)),
        ("The workshop is on May 20 and 21, 2024. Comments by June 21, 2024.", (2024, 6, 21)),
    ],
)
def test_a_last_day_for_comments_is_read_where_it_is_certain(words, day):
    expected = day if isinstance(day, date) else date(*day)
    assert comment_deadline(words, PUBLISHED).day == expected


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ("The meeting will be held on March 5, 2024.", ""),
        ("Objections must be received on or before April 12, 2024.", ""),
        ("Comments by March 1, 2024. Late comments until April 1, 2024.", "2 different days"),
        ("Comments by March 1, 2024 and rebuttal comments later.", "something else"),
        ("Comments are due 30 days after publication.", "counted from the publication"),
        ("Comments by [insert date 60 days after publication].", "counted from"),
        ("Comments are welcome at any time.", "no day that could be read"),
        ("Comments were due by January 2, 2024.", "before the publication"),
        ("Comments by February 30, 2024.", "no day that could be read"),
    ],
)
def test_a_day_that_is_not_certain_is_not_taken_and_the_reason_is_told(words, doubt):
    found = comment_deadline(words, PUBLISHED)
    assert found.day is None
    assert doubt in found.doubt
    assert bool(found.doubt) is bool(doubt)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("[Docket No. FAA–2024–0223; Project Identifier MCAI–2023–00996–T]", "FAA-2024-0223"),
        ("[WC Docket No. 22–21; FCC 23–111, FR ID 198806]", "WC-22-21"),
        ("[Release No. 34–99479; File No. SR–CboeBZX–2023–087]", "SR-CboeBZX-2023-087"),
        ("[EPA–R01–OAR–2023–0353; FRL–11161–02–R1]", "EPA-R01-OAR-2023-0353"),
        ("[DOCKET NO. 23–14]", "FMC-23-14"),
        ("[OMB Number 1121–0292]", "OMB-1121-0292"),
        ("[Docket No. ../../etc/passwd1]", "etc-passwd1"),
        ("[No number here]", ""),
        ("", ""),
    ],
)
def test_a_docket_number_is_fit_for_an_address(printed, number):
    assert docket_number(printed, "FEDERAL MARITIME COMMISSION") == number


def test_names_in_capitals_are_written_as_in_a_sentence():
    assert headline("DEPARTMENT OF HEALTH AND HUMAN SERVICES") == (
        "Department of Health and Human Services"
    )
    assert headline("EXPORT-IMPORT BANK") == "Export-Import Bank"
    assert headline("U.S. Customs and Border Protection") == "U.S. Customs and Border Protection"


def test_codes_of_agencies_fit_and_differ():
    long = "National Foundation on the Arts and the Humanities and More"
    assert len(agency_code(long)) <= 40
    assert agency_code(long) != agency_code(long + " Still")
    assert agency_code("Coast Guard") == "coast-guard"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<NOTICE><PREAMB><SUBJECT>&b;</SUBJECT></PREAMB></NOTICE>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<NOTICE>&a;</NOTICE>"""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB, "declares its own entities"),
        (OUTSIDE, "declares its own entities"),
        (b"not XML at all", "is not whole XML"),
        (b"", "is not whole XML"),
        (DOCUMENT.encode()[:700], "is not whole XML"),
        (b"<html><p>Hello</p></html>", "holds no RULE, PRORULE or NOTICE, but html"),
        (b'<?xml version="1.0" encoding="klingon"?><NOTICE/>', "is "),
        (b"<a>" * 500 + b"</a>" * 500, "nests its elements"),
        (b"\xff\xfe\x00\x01" * 30, "is not whole XML"),
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(issue, content, reason):
    with pytest.raises(Unreadable, match=re.escape(reason)):
        list(documents_in(issue("2024-02-12_x.xml", content)))


def test_an_import_makes_a_docket_an_agency_and_a_published_notice(run, issue):
    result = run(issue())
    assert result.exit_code == 0, result.output
    assert "Imported 1 documents (1 NOTICE), 0 already in, 0 refused." in result.output
    assert "Not understood: nothing" in result.output
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.number, notice.citation) == ("2024-00001", "89 FR 100")
    assert (notice.kind, notice.state) == (NoticeKind.FOREIGN, NoticeState.PUBLISHED)
    assert (notice.opens_on, notice.closes_on) == (PUBLISHED, date(2024, 4, 12))
    docket = db.session.scalars(select(Docket)).one()
    assert (docket.number, docket.opened_on) == ("TRD-2024-0001", PUBLISHED)
    agency = db.session.scalars(select(Agency)).one()
    assert (agency.code, agency.kind) == ("department-of-trade", "foreign")
    text = db.session.scalars(select(NoticeText)).one()
    assert text.html == markup.render(text.markdown, locale="en")
    assert [entry.kind for entry in db.session.scalars(select(Entry).order_by(Entry.id))] == [
        "DocketOpened",
        "NoticePublished",
    ]


def _counts():
    return [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (Agency, Docket, Notice, NoticeText, Entry)
    ]


def test_a_second_import_changes_nothing(run, issue):
    path = issue()
    run(path)
    before = _counts()
    result = run(path)
    assert result.exit_code == 0
    assert "Imported 0 documents, 1 already in, 0 refused." in result.output
    assert _counts() == before


def test_a_dry_run_writes_nothing(run, issue):
    result = run("--dry-run", issue())
    assert "Would import 1 documents (1 NOTICE)" in result.output
    assert _counts() == [0, 0, 0, 0, 0]


def test_a_bad_file_among_good_ones_is_told_and_the_others_go_in(run, issue, tmp_path):
    other = DOCUMENT.replace("2024–00001", "2024–00002").replace('P="100"', 'P="101"')
    paths = [
        issue(),
        issue("2024-02-12_bad.xml", b"<NOTICE><PREAMB>"),
        issue("2024-02-12_bomb.xml", BOMB),
        issue("no day.xml", other),
        issue("2024-02-12_empty.xml", "<NOTICE><PREAMB/></NOTICE>"),
        issue("2024-02-12_other.xml", other),
        tmp_path / "absent.xml",
    ]
    result = run(*paths)
    assert result.exit_code == 1
    assert "Imported 2 documents (2 NOTICE), 0 already in, 5 refused." in result.output
    assert "Refused: 2024-02-12_bad.xml is not whole XML" in result.output
    assert "Refused: no day.xml says no day of publication" in result.output
    assert "Refused: 2024-02-12_empty.xml has no number." in result.output
    assert "Refused: absent.xml cannot be opened" in result.output
    assert "Traceback" not in result.output
    assert _counts()[1:3] == [1, 2]


def test_two_documents_may_begin_on_the_same_page(run, issue):
    other = DOCUMENT.replace("2024–00001", "2024–00002")
    result = run(issue(), issue("2024-02-12_other.xml", other))
    assert result.exit_code == 0, result.output
    assert _counts()[2] == 2


def test_a_short_document_takes_its_page_from_the_index_beside_it(run, issue):
    unmarked = re.sub(r"<PRTPAGE[^>]*/>", "", DOCUMENT)
    issue("index.csv", "document_number,start_page,last_page\n2024-00001,None,\n")
    assert "Page not known (no mark in the text, no index): 2024-00001" in (
        run("--dry-run", issue(xml=unmarked)).output
    )


def test_the_report_names_what_was_not_understood(run, issue):
    strange = DOCUMENT.replace("what apples cost", "<XYZ>what</XYZ> <XYZ>apples</XYZ> cost")
    result = run(issue(xml=strange))
    assert "  XYZ: 2 times, in 2024-00001 (2)" in result.output


@pytest.mark.data
def test_a_whole_real_issue_is_understood_to_the_last_word(shared_data):
    numbers = set()
    for path in sorted((shared_data / "fr_xml" / "notices").glob("*.xml")):
        for element, day in documents_in(path):
            document = understood(element, day, named=path.name)
            numbers.add(document.number)
            assert not document.unknown, document.number
            html = markup.render(document.markdown, locale="en")
            assert _lost(element, html) == Counter(), document.number
            for part in markup.parts(html):
                assert len(part.encode()) < 185_000, document.number
                here = set(re.findall(r' id="([^"]+)"', part))
                assert set(re.findall(r'href="#([^"]+)"', part)) <= here
    assert len(numbers) == 95


def _lost(element, html: str) -> Counter[str]:
    """Return the letters of a document that its page does not show, its head set aside."""
    letters = Counter(_words_of(element))
    preamble = element.find("PREAMB")
    for name in ("AGENCY", "SUBAGY", "SUBJECT", "DEPDOC"):
        for part in preamble.findall(name):
            letters -= Counter(_words_of(part))
    for note in element.iter("FTNT"):
        # A footnote's number stands twice in print, at the mark and at the note.
        letters -= Counter("".join(note.find("P/SU").itertext()).strip())
    return Counter({k: n for k, n in (letters - Counter(_words(html))).items() if k.isalnum()})


def _words_of(element) -> str:
    return "".join("".join(element.itertext()).split())
