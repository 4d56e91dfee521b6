"""Making the files that came with comments: a page of PDF, a table as CSV or as a workbook."""

import csv
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from portal.attachments.files import store
from portal.attachments.rules import Kept

Rows = Sequence[Sequence[str | int]]

NOTE = "Demonstration: this file and its figures are invented."

LONG_AGO = (2014, 1, 20, 0, 0, 0)
"""The time inside archives: always the same, so that the same file has the same hash."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def keep(name: str, content: Sequence[str] | Rows) -> Kept:
    """Make the file of this name and put it into the store."""
    return store().keep(io.BytesIO(_made(name, content)), name)


def _made(name: str, content: Sequence[str] | Rows) -> bytes:
    if name.endswith(".pdf"):
        return a_pdf([str(line) for line in content])
    rows = [list(row) for row in content]
    return a_workbook(rows) if name.endswith(".xlsx") else a_csv(rows)


def a_csv(rows: Rows) -> bytes:
    """Return a table as comma-separated values."""
    text = io.StringIO()
    csv.writer(text).writerows([*rows, [NOTE]])
    return text.getvalue().encode()


def a_pdf(lines: Sequence[str]) -> bytes:
    """Return one page with these lines; letters of the Latin alphabet only."""
    said = [line.translate({40: r"\(", 41: r"\)", 92: r"\\"}) for line in [*lines, "", NOTE]]
    shown = "\n".join(f"({line}) Tj T*" for line in said)
    stream = f"BT /F1 11 Tf 60 780 Td 18 TL\n{shown}\nET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
            b" /Resources << /Font << /F1 4 0 R >> >> >>"
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def a_workbook(rows: Rows) -> bytes:
    """Return a workbook of one sheet (ECMA-376)."""
    body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in [*rows, [NOTE]])
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="sheet.xml"/>'
        "</Relationships>",
        "xl/sheet.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), head + text)
    return packed.getvalue()


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
