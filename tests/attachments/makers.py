"""Small files of every type, made on the spot."""

import io
import struct
import zipfile

OFFICE = "application/vnd.openxmlformats-officedocument"
ODT = "application/vnd.oasis.opendocument.text"

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def a_png(width: int = 8, height: int = 8) -> bytes:
    """A picture, as far as its header goes."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02"


def a_jpeg(width: int = 8, height: int = 8) -> bytes:
    """A picture with a comment before its frame header."""
    comment = b"\xff\xfe\x00\x06abcd"
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\x00" * 9
    return b"\xff\xd8" + comment + frame + b"\xff\xd9"


def an_archive(**members: bytes) -> bytes:
    """An archive with these files in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def a_docx(kind: str = "wordprocessingml.document", **members: bytes) -> bytes:
    """A text document, or another of its family."""
    types = f'<Types><Override ContentType="{OFFICE}.{kind}.main+xml"/></Types>'.encode()
    return an_archive(
        **{"[Content_Types].xml": types, "word/document.xml": b"<w:document/>"}, **members
    )


def an_odt(**members: bytes) -> bytes:
    """An open document."""
    return an_archive(
        **{
            "mimetype": ODT.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": b"<office/>",
        }
        | members
    )


def locked(archive: bytes) -> bytes:
    """Mark every file of an archive as locked by a password."""
    changed = bytearray(archive)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)
