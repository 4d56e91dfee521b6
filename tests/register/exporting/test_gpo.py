"""Notices in the XML of the Federal Register's printer, out and back in."""

import csv
from collections import Counter
from datetime import date

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from bench.roundtrip import Item, canonical, counts, lost, lost_to_readers
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.register import markup
from portal.register.exporting.files import file_of
from portal.register.exporting.gpo import notice_xml
from portal.register.exporting.marks import clean
from portal.register.exporting.models import Original
from portal.register.exporting.queries import find_original
from portal.register.importing.document import understood
from portal.register.importing.reading import documents_in
from portal.register.importing.writing import bring_in
from portal.register.queries import get_notice
from tests.conftest import NOON
from tests.makers import in_all
from tests.register.exporting.makers import HOSTILE, RICH, a_rich_notice, an_edition
from tests.register.test_importing import DOCUMENT

DAY = date(2024, 2, 12)


def written(**facts):
    return fromstring(notice_xml(an_edition(a_rich_notice(**facts))))


def test_a_notice_has_the_parts_of_a_real_one_in_their_order(app):
    root = written()
    assert [child.tag for child in root] == ["NOTICE", "PREAMB", "SUPLINF", "FRDOC"][1:]
    assert [child.tag for child in root.find("PREAMB")] == [
        *("PRTPAGE", "AGENCY", "SUBAGY", "DEPDOC", "SUBJECT", "SUM", "DATES"),
    ]
    assert [head.text for head in root.iter("HD") if head.get("SOURCE") == "HED"] == [
        *("SUMMARY:", "DATES:", "SUPPLEMENTARY INFORMATION:", "ANNEX"),
    ]
    assert root.findtext("PREAMB/SUBAGY") == "Department of Trade"
    assert root.findtext("FRDOC").startswith("[RTN Doc. TN-2026-")
    assert root.findtext("SUPLINF/SIG/NAME") == "A. Person,"


def test_every_word_emphasis_cell_and_note_is_there(app):
    items = canonical(written())
    assert counts(items, written()) == Counter(
        # What the head of the page says are paragraphs too: agency, unit, docket, subject.
        paragraphs=22, headings=7, cells=10, footnotes=2, emphasis=17
    )  # fmt: skip
    cells = {item.place[1:]: item for item in items if item.kind == "cells"}
    assert [cells[1, n].words for n in (1, 2, 3, 4)] == ["Goods", "Duty", "now", "then"]
    assert [dict(cells[1, n].level)["H"] for n in (1, 2, 3, 4)] == ["1", "1", "2", "2"]
    assert dict(cells[2, 1].level)["I"] == "21"
    assert cells[3, 1].runs == (("", "Cheese | whey"), ("/LI", "0406.90"))
    assert dict(cells[4, 1].level)["A"] == "L01"
    notes = [item.words for item in items if item.in_note]
    assert notes == ["1Anotewithemphasis", "Itssecondparagraph", "7Seehttpsexampleorg"]
    faces = {face for item in items for face, _text in item.runs}
    assert faces >= {"/E02", "/E03", "/E02/E03", "/E51", "/E52", "page"}


def test_what_goes_out_is_understood_when_it_comes_in(app):
    element = written()
    document = understood(element, date(2026, 4, 2), named="")
    assert not document.unknown
    assert document.number.startswith("TN-2026-")
    assert document.unit == "Department of Trade"
    again = "".join(filter(str.isalnum, markup.plain(document.markdown)))
    for word in markup.plain(RICH).split():
        assert "".join(filter(str.isalnum, word)) in again, word
    assert "*in short*: **much**" in document.markdown
    assert "| Goods | Duty ‖ now | Duty ‖ then |" in document.markdown
    assert "[[page 46]]" in document.markdown


@pytest.mark.data
def test_no_element_stands_where_no_real_document_has_it(app, shared_data):
    real = {("SUPLINF", "PREAMHD")}
    for path in (shared_data / "fr_xml" / "notices").glob("*.xml"):
        for parent in fromstring(path.read_bytes()).iter():
            real |= {(parent.tag, child.tag) for child in parent}
    with (shared_data / "examples" / "fr_xml_elements.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            real |= {(row["element"], child) for child in row["children"].split()}
            real |= {(pair.partition(":")[0], row["element"]) for pair in row["parents"].split()}
    ours = {(parent.tag, child.tag) for parent in written().iter() for child in parent}
    # What no real document of the three days has, and yet the vocabulary allows.
    assert ours - real <= {("E", "E"), ("DATES", "FTNT")}


@pytest.mark.data
def test_every_real_document_goes_out_as_it_came_in(app, shared_data):
    total = Counter()
    unread = Counter()
    for path in sorted((shared_data / "fr_xml" / "notices").glob("*.xml")):
        ((element, day),) = documents_in(path)
        document = understood(element, day, named=path.name)
        bring_in(document, now=NOON)
        db.session.commit()
        db.session.expunge_all()
        notice = get_notice(document.number)
        before = fromstring(path.read_bytes())
        after = fromstring(file_of(notice, notice.texts[0], "xml").content)
        assert lost(canonical(before), canonical(after)) == Counter(), document.number
        total += counts(canonical(after), after)
        read = fromstring(notice_xml(an_edition(notice)))
        unread += lost_to_readers(canonical(before), canonical(read))
    assert total == Counter(
        paragraphs=5585, headings=1258, cells=2464, footnotes=225, emphasis=3434
    )
    # In the text that is read, bold within what is bold already, and codes without words.
    assert unread["paragraphs"] + unread["headings"] + unread["cells"] == 0
    assert unread["emphasis"] <= 13


def test_the_comparison_sees_what_is_lost():
    before = canonical(fromstring(DOCUMENT))
    for gone in ("Apples are heavy.", "<FTREF />", "<FTNT>", '<E T="52">2</E>', 'SOURCE="HD1"'):
        changed = DOCUMENT.replace(gone, {"<FTNT>": "<FTNT><P>x</P>"}.get(gone, ""))
        assert changed != DOCUMENT
        assert lost(before, canonical(fromstring(changed))), gone
    assert not lost(before, canonical(fromstring(DOCUMENT)))
    moved = DOCUMENT.replace('SOURCE="HD1"', 'SOURCE="HD2"')
    assert lost(before, canonical(fromstring(moved))) == Counter(headings=1)


def test_cells_are_compared_with_their_places():
    table = "<GPOTABLE><ROW><ENT>1</ENT><ENT>2</ENT></ROW></GPOTABLE>"
    swapped = table.replace("1", "3").replace("2", "1").replace("3", "2")
    assert lost(canonical(fromstring(table)), canonical(fromstring(swapped))) == Counter(cells=2)
    assert Item("cells", "ENT", (), (1, 1, 1), in_note=False, runs=(("", "1"),)) in canonical(
        fromstring(table)
    )


def test_what_is_not_understood_is_kept_and_told(app):
    strange = DOCUMENT.replace("what apples cost", '<XYZ Q="7">what apples</XYZ> cost')
    document = understood(fromstring(strange), DAY)
    bring_in(document, now=NOON)
    db.session.commit()
    notice = get_notice("2024-00001")
    assert find_original(notice).unknown == {"XYZ": 1}
    assert b'<XYZ Q="7">what apples</XYZ>' in file_of(notice, notice.texts[0], "xml").content
    assert b'"XYZ": 1' in file_of(notice, notice.texts[0], "json").content


def test_an_original_never_changes(app):
    bring_in(understood(fromstring(DOCUMENT), DAY), now=NOON)
    db.session.commit()
    find_original(get_notice("2024-00001")).xml = "<NOTICE/>"
    with pytest.raises(RuleBroken, match="never changes"):
        db.session.flush()
    db.session.rollback()
    db.session.delete(db.session.query(Original).one())
    with pytest.raises(RuleBroken, match="never changes"):
        db.session.flush()
    db.session.rollback()


def test_each_language_has_its_own_captions(app):
    notice = a_rich_notice(also={"kk": "# SUMMARY\nҚазақша мәтін.\n"})
    root = fromstring(notice_xml(an_edition(notice, "kk")))
    assert root.findtext("PREAMB/SUM/HD") == "ҚЫСҚАША МАЗМҰНЫ:"
    assert root.findtext("PREAMB/SUM/P") == "Қазақша мәтін."
    assert root.findtext("PREAMB/SUBAGY") == "Department of Trade (kk)"


def test_hostile_words_stay_words(app):
    root = written(title=in_all(HOSTILE), text=f"# SUMMARY\n{HOSTILE}\n")
    told = clean(" ".join(HOSTILE.split()))
    assert root.findtext("PREAMB/SUBJECT") == told
    assert {child.tag for child in root.iter()} <= {
        *("NOTICE", "PREAMB", "PRTPAGE", "AGENCY", "SUBAGY", "DEPDOC", "SUBJECT", "SUM", "HD"),
        *("P", "FP", "SIG", "NAME", "TITLE", "FRDOC", "E"),
    }


@given(st.text(max_size=60), st.text(max_size=200))
def test_whatever_is_written_becomes_whole_xml(title, text):
    told = clean(title)
    assert fromstring(f"<A>{_escaped(told)}</A>").text in {told, _lines(told), None}
    manuscript = markup.manuscript(text, locale="ru")
    assert manuscript == markup.manuscript(text, locale="ru")


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")
