"""Which files are taken: by what is in them, never by what they are called. Pure rules."""

import lzma
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import filetype

from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes."""
MOST_FILES = 20
LONGEST_NAME = 200

MOST_PIXELS = 60_000_000
"""A picture with more would fill the memory of whoever opens it."""
MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_RATIO = 200
"""How many times larger than its packed self a file inside an archive may be."""

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
CSV = "text/csv"
PLAIN = "text/plain"

ENDINGS = {
    "pdf": PDF,
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
    "docx": DOCX,
    "xlsx": XLSX,
    "odt": ODT,
    "csv": CSV,
    "txt": PLAIN,
}
"""The types that are taken, by the ending that their names must have."""

OFFICE_MAIN = {
    DOCX: b"wordprocessingml.document.main+xml",
    XLSX: b"spreadsheetml.sheet.main+xml",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of old Office files, and of new ones behind a password."""

NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls, and marks that would show a name backwards."""

FAULTS_OF_ARCHIVES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""All that reading an archive raises when somebody has damaged it with care."""

ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A letter of a name in a PDF written as its number (ISO 32000-1, 7.3.5)."""

PROGRAMS_IN_PDF = (b"/JavaScript", b"/Launch")
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class Kept:
    """A file that is in the store."""

    sha256: str
    name: str
    media_type: str
    size: int
    """In bytes."""


def plain_name(name: str) -> str:
    """Return a file's name without folders, controls and tricks; its ending is kept."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = NOT_IN_NAMES.sub("", name).strip() or "file"
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending if dot else name[:LONGEST_NAME]


def media_type_of(path: Path, name: str) -> str:
    """Return the type of a file, found in its content.

    Raises RuleBroken, on `files`, for a type that is not taken, for a name that says
    otherwise, and for what is locked, broken, holds programs or unpacks without measure.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    claimed = ENDINGS.get(ending)
    if claimed is None:
        raise _refusal(
            N_(
                "%(name)s: this type is not taken. Send PDF, DOCX, ODT, XLSX, CSV, TXT, PNG or JPG."
            ),
            name,
        )
    if path.stat().st_size == 0:
        raise _refusal(N_("%(name)s is empty."), name)
    with path.open("rb") as file:
        if file.read(len(OLD_OFFICE)) == OLD_OFFICE:
            raise _refusal(N_("%(name)s is locked by a password. Send it unlocked."), name)
    if claimed in {CSV, PLAIN}:
        return _text_type(path, name, claimed)
    guess = filetype.guess(str(path))
    found = "application/zip" if zipfile.is_zipfile(path) else (guess.mime if guess else "")
    packed = claimed in {DOCX, XLSX, ODT}
    if found != ("application/zip" if packed else claimed):
        raise _refusal(
            N_("%(name)s is not what its ending says. Save it again in the right type."), name
        )
    _CHECKS[claimed](path, name, claimed)
    return claimed


def _refusal(sentence: str, name: str) -> RuleBroken:
    return RuleBroken(sentence, field="files", name=name)


def _text_type(path: Path, name: str, claimed: str) -> str:
    content = path.read_bytes()
    if not NOT_TEXT.search(content):
        for charset in ("utf-8", "windows-1251"):
            try:
                content.decode(charset)
            except UnicodeDecodeError:
                continue
            return f"{claimed}; charset={charset}"
    raise _refusal(N_("%(name)s is not plain text. Save it again, as UTF-8."), name)


def _check_pdf(path: Path, name: str, _claimed: str) -> None:
    content = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), path.read_bytes())
    if b"/Encrypt" in content:
        raise _refusal(N_("%(name)s is locked by a password. Send it unlocked."), name)
    if any(mark in content for mark in PROGRAMS_IN_PDF):
        raise _refusal(N_("%(name)s holds programs. Print it into a new PDF and send that."), name)
    if b"startxref" not in content:
        raise _refusal(N_("%(name)s is broken and cannot be opened."), name)


def _check_picture(path: Path, name: str, claimed: str) -> None:
    with path.open("rb") as file:
        head = file.read(1 << 20)
    pixels = _png_pixels(head) if claimed == PNG else _jpeg_pixels(head)
    if pixels == 0:
        raise _refusal(N_("%(name)s is broken and cannot be opened."), name)
    if pixels > MOST_PIXELS:
        raise _refusal(N_("%(name)s has too many pixels. Make the picture smaller."), name)


def _png_pixels(head: bytes) -> int:
    return int.from_bytes(head[16:20]) * int.from_bytes(head[20:24])


def _jpeg_pixels(head: bytes) -> int:
    """Return width times height from the frame header (ITU-T T.81, B.2.2); 0 without one."""
    place = 2
    frames = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
    while place + 9 < len(head) and head[place] == 0xFF:  # noqa: PLR2004  # A marker begins so.
        marker = head[place + 1]
        if marker in frames:
            return int.from_bytes(head[place + 5 : place + 7]) * int.from_bytes(
                head[place + 7 : place + 9]
            )
        place += 2 + int.from_bytes(head[place + 2 : place + 4])
    return 0


def _check_archive(path: Path, name: str, claimed: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive.infolist(), path.stat().st_size, name)
            if claimed == ODT:
                _check_odt(archive, name)
            else:
                _check_office(archive, name, claimed)
    except FAULTS_OF_ARCHIVES as error:
        raise _refusal(N_("%(name)s is broken and cannot be opened."), name) from error


def _check_members(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise _refusal(N_("%(name)s is locked by a password. Send it unlocked."), name)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    steep = any(
        member.file_size > LARGEST_RATIO * max(member.compress_size, 1024) for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or packed > size or steep:
        raise _refusal(N_("%(name)s unpacks to far more than it seems. It is not taken."), name)


def _check_office(archive: zipfile.ZipFile, name: str, claimed: str) -> None:
    types = _member(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or any(
        "vbaproject" in member.lower() or "activex" in member.lower()
        for member in archive.namelist()
    ):
        raise _refusal(N_("%(name)s holds macros. Save it without them."), name)
    if OFFICE_MAIN[claimed] not in types:
        raise _refusal(
            N_("%(name)s is not what its ending says. Save it again in the right type."), name
        )


def _check_odt(archive: zipfile.ZipFile, name: str) -> None:
    if _member(archive, "mimetype").strip() != ODT.encode():
        raise _refusal(
            N_("%(name)s is not what its ending says. Save it again in the right type."), name
        )
    if b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
        raise _refusal(N_("%(name)s is locked by a password. Send it unlocked."), name)
    if any(member.startswith(("Basic/", "Scripts/")) for member in archive.namelist()):
        raise _refusal(N_("%(name)s holds macros. Save it without them."), name)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the beginning of a file inside an archive: enough for any honest one."""
    with archive.open(name) as file:
        return file.read(1 << 20)


_CHECKS: dict[str, Callable[[Path, str, str], None]] = {
    PDF: _check_pdf,
    PNG: _check_picture,
    JPEG: _check_picture,
    DOCX: _check_archive,
    XLSX: _check_archive,
    ODT: _check_archive,
}
