"""A Word file put together: its parts, their relations, and the archive that holds them."""

from collections.abc import Mapping
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal.register.exporting.edition import Edition
from portal.register.exporting.marks import DECLARATION, clean
from portal.register.exporting.word.styles import (
    PART_TYPES,
    RELATIONS,
    SETTINGS,
    TYPES,
    R,
    W,
    numbering,
    styles,
)
from portal.register.exporting.word.writing import Writer, paragraph, put, say

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the same notice is the same file, to the byte."""


def notice_docx(edition: Edition) -> bytes:
    """Return a notice as a Word file."""
    writer = Writer(edition.manuscript.notes, edition.locale)
    body = _document(edition, writer)
    notes = writer.footnotes()
    parts = {
        "word/document.xml": _told(body),
        "word/styles.xml": styles(edition.locale),
        "word/numbering.xml": numbering(),
        "word/settings.xml": SETTINGS,
        "word/footnotes.xml": _told(notes),
        "word/header.xml": _told(_header(edition)),
        "word/footer.xml": _told(_footer(edition)),
    }
    own = [f"{name}.xml" for name in PART_TYPES if name != "document"]
    inner = _relations({f"part{n}": (name, "") for n, name in enumerate(own)} | _links(writer))
    packed = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _roots(),
        "docProps/core.xml": _core(edition),
        **parts,
        "word/_rels/document.xml.rels": inner,
        "word/_rels/footnotes.xml.rels": _relations(_links(writer)),
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in packed.items():
            member = ZipInfo(name, BEGINNING)
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, f"{DECLARATION}{text}")
    return file.getvalue()


def _told(element: Element) -> str:
    return tostring(element, encoding="unicode")


def _document(edition: Edition, writer: Writer) -> Element:
    root = Element(f"{{{W}}}document")
    body = put(root, "body")
    for line in (edition.agency, edition.unit, f"[{edition.docket_line}]"):
        if line.strip():
            say(paragraph(body, "Facts"), line)
    say(paragraph(body, "Title"), edition.title)
    writer.write(body, edition.manuscript.blocks)
    for place, line in enumerate(edition.signature):
        say(paragraph(body, "Facts"), line, b=not place)
    if edition.doc_line:
        say(paragraph(body, "Facts"), edition.doc_line)
    section = put(body, "sectPr")
    for part in ("header", "footer"):
        reference = put(section, f"{part}Reference", type="default")
        reference.set(f"{{{R}}}id", _relation_of(part))
    put(section, "pgSz", w="11906", h="16838")
    put(section, "pgMar", top="1134", right="1134", bottom="1134", left="1134", header="567",
        footer="567", gutter="0")  # fmt: skip
    return root


def _relation_of(part: str) -> str:
    return f"part{[name for name in PART_TYPES if name != 'document'].index(part)}"


def _header(edition: Edition) -> Element:
    root = Element(f"{{{W}}}hdr")
    line = paragraph(root, "Running")
    say(line, edition.notice.citation or edition.number)
    put(put(line, "r"), "tab")
    say(line, f"{edition.register}, {edition.day}")
    return root


def _footer(edition: Edition) -> Element:
    root = Element(f"{{{W}}}ftr")
    line = paragraph(root, "Running")
    say(line, edition.number)
    put(put(line, "r"), "tab")
    put(line, "fldSimple", instr=" PAGE ")
    return root


def _links(writer: Writer) -> dict[str, tuple[str, str]]:
    return {key: (address, "External") for address, key in writer.links.items()}


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    root = Element("Relationships", xmlns=RELATIONS)
    for key, (target, mode) in targets.items():
        kind = "hyperlink" if mode else target.removesuffix(".xml")
        SubElement(root, "Relationship", Id=key, Type=f"{R}/{kind}", Target=clean(target))
        if mode:
            root[-1].set("TargetMode", mode)
    return _told(root)


def _roots() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="body" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="core" Type="{core}" Target="docProps/core.xml"/></Relationships>'
    )


def _types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{OFFICE}{kind}+xml"/>'
        for name, kind in PART_TYPES.items()
    )
    return (
        f'<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{overrides}<Override PartName="/docProps/core.xml" ContentType='
        '"application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _core(edition: Edition) -> str:
    title, agency = escape(clean(edition.title)), escape(clean(edition.agency))
    created = f"{edition.published.isoformat()}T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{agency}</dc:creator>"
        f"<dc:identifier>{escape(edition.number)}</dc:identifier>"
        f"<dc:language>{edition.locale}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        "</cp:coreProperties>"
    )
