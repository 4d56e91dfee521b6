"""Notices as Word files."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring

from portal.attachments.rules import DOCX, media_type_of
from portal.register.exporting.marks import clean
from portal.register.exporting.word import notice_docx
from portal.register.exporting.word.styles import R, W
from tests.makers import in_all
from tests.register.exporting.makers import HOSTILE, a_rich_notice, an_edition


def parts_of(edition):
    with ZipFile(BytesIO(notice_docx(edition))) as archive:
        assert archive.testzip() is None
        return {name: fromstring(archive.read(name)) for name in archive.namelist()}


def w(name):
    return f"{{{W}}}{name}"


def words(element):
    return "".join(part.text or "" for part in element.iter(w("t")))


def styled(root, style):
    for paragraph in root.iter(w("p")):
        found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if found is not None and found.get(w("val")) == style:
            yield words(paragraph)


def test_a_file_has_headings_lists_and_the_facts_of_the_notice(app):
    body = parts_of(an_edition(a_rich_notice()))["word/document.xml"]
    assert list(styled(body, "Heading1"))[:3] == ["SUMMARY", "DATES", "SUPPLEMENTARY INFORMATION"]
    assert list(styled(body, "Heading2")) == [
        *("I. Background of the Matter", "Questions to the public")
    ]
    assert list(styled(body, "Heading3")) == ["Deeper [Page 46] still"]
    assert list(styled(body, "Item"))[:4] == ["1.one", "2.two", "deeper", "loose"]
    assert list(styled(body, "Quote")) == ["Quoted."]
    assert "A. Person" in list(styled(body, "Facts"))


def test_emphasis_tables_and_footnotes_are_real_ones(app):
    parts = parts_of(an_edition(a_rich_notice()))
    body, notes = parts["word/document.xml"], parts["word/footnotes.xml"]
    slanted = [
        words(run) for run in body.iter(w("r")) if run.find(f"{w('rPr')}/{w('i')}") is not None
    ]
    assert slanted == ["in short", "all", "Matter"]
    sides = [e.get(w("val")) for e in body.iter(w("vertAlign"))]
    assert sorted(sides) == ["subscript", "superscript"]
    rows = list(body.iter(w("tr")))
    assert len(rows) == 5
    assert [row.find(f"{w('trPr')}/{w('tblHeader')}") is not None for row in rows] == [
        *(True, True, False, False, False)
    ]
    spans = [[int(s.get(w("val"))) for s in row.iter(w("gridSpan"))] for row in rows]
    assert spans == [[2], [], [3], [], [2]]
    assert [m.get(w("val")) for m in body.iter(w("vMerge"))] == ["restart", "continue"]
    called = [mark.get(w("id")) for mark in body.iter(w("footnoteReference"))]
    assert called == ["1", "2"]
    told = {note.get(w("id")): words(note) for note in notes.iter(w("footnote"))}
    assert told["1"] == "1 A note with emphasis.Its second paragraph."
    assert told["2"] == "7 See https://example.org."


def test_every_row_is_as_wide_as_its_table(app):
    body = parts_of(an_edition(a_rich_notice()))["word/document.xml"]
    for table in body.iter(w("tbl")):
        width = len(list(table.iter(w("gridCol"))))
        for row in table.iter(w("tr")):
            cells = list(row.iter(w("tc")))
            spans = [cell.find(f"{w('tcPr')}/{w('gridSpan')}") for cell in cells]
            assert sum(1 if s is None else int(s.get(w("val"))) for s in spans) == width
            assert all(cell[-1].tag == w("p") for cell in cells)


def test_every_part_is_named_and_every_relation_leads_somewhere(app):
    parts = parts_of(an_edition(a_rich_notice()))
    typed = {part.get("PartName", "").lstrip("/") for part in parts["[Content_Types].xml"]}
    typed.discard("")
    assert typed <= set(parts)
    relations = parts["word/_rels/document.xml.rels"]
    known = {relation.get("Id"): relation for relation in relations}
    for element in parts["word/document.xml"].iter():
        if key := element.get(f"{{{R}}}id"):
            assert key in known
    for relation in relations:
        inside = relation.get("TargetMode") != "External"
        assert (f"word/{relation.get('Target')}" in parts) is inside
    outside = [r.get("Target") for r in relations if r.get("TargetMode")]
    assert outside == [
        *("https://example.org/a?b=1&c=2", "mailto:trade@mebp.example", "https://example.org")
    ]


def test_the_file_is_in_the_language_of_its_text_and_says_so(app):
    notice = a_rich_notice(also={"kk": "# SUMMARY\nҚазақша.\n"})
    parts = parts_of(an_edition(notice, "kk"))
    assert parts["word/styles.xml"].find(f".//{w('lang')}").get(w("val")) == "kk-KZ"
    assert next(iter(styled(parts["word/document.xml"], "Heading1"))) == "ҚЫСҚАША МАЗМҰНЫ"


def test_the_same_notice_is_the_same_file_and_one_that_the_portal_would_take(app, tmp_path):
    edition = an_edition(a_rich_notice())
    assert notice_docx(edition) == notice_docx(edition)
    path = tmp_path / "a.docx"
    path.write_bytes(notice_docx(edition))
    assert media_type_of(path, "a.docx") == DOCX


@pytest.mark.parametrize("words_", [HOSTILE, "x" * 10_000, '"><w:p/>', "=cmd|' /C calc'!A0"])
def test_hostile_words_stay_words(app, words_):
    edition = an_edition(a_rich_notice(title=in_all(words_), text=f"# SUMMARY\n`{words_[:300]}`\n"))
    parts = parts_of(edition)
    assert next(styled(parts["word/document.xml"], "Title")) == clean(" ".join(words_.split()))
    assert parts["docProps/core.xml"][0].text == clean(" ".join(words_.split()))


def test_a_link_that_leads_into_a_program_is_words(app):
    text = "# SUMMARY\n[a](javascript:alert(1)) [b](file:///etc/passwd) [c](#dates)\n"
    relations = parts_of(an_edition(a_rich_notice(text=text)))["word/_rels/document.xml.rels"]
    assert not [r.get("Target") for r in relations if r.get("TargetMode")]
