"""A notice as a file, in whichever form it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.attachments.rules import DOCX, PDF
from portal.register.exporting.edition import Edition, edition_of
from portal.register.exporting.gpo import notice_xml
from portal.register.exporting.marked import notice_markdown
from portal.register.exporting.marks import DECLARATION
from portal.register.exporting.printing import notice_pdf
from portal.register.exporting.queries import find_original
from portal.register.exporting.structured import notice_json
from portal.register.exporting.word import notice_docx
from portal.register.models import Notice, NoticeText


@dataclass(frozen=True)
class File:
    """A file of a notice, complete."""

    name: str
    media_type: str
    content: bytes


def _xml(edition: Edition) -> bytes:
    original = find_original(edition.notice)
    told = f"{DECLARATION}{original.xml}\n" if original else notice_xml(edition)
    return told.encode()


def _json(edition: Edition) -> bytes:
    notice = edition.notice
    others = [edition_of(notice, text) for text in notice.texts if text is not edition.text]
    return notice_json([edition, *others], find_original(notice)).encode()


def _markdown(edition: Edition) -> bytes:
    return notice_markdown(edition).encode()


def _pdf(edition: Edition) -> bytes:
    original = find_original(edition.notice)
    return notice_pdf(edition, original.xml if original else None)


FORMS: dict[str, tuple[str, Callable[[Edition], bytes]]] = {
    "xml": ("application/xml; charset=utf-8", _xml),
    "json": ("application/json", _json),
    "md": ("text/markdown; charset=utf-8", _markdown),
    "docx": (DOCX, notice_docx),
    "pdf": (PDF, _pdf),
}
"""Media type and writer by the ending of the file's name."""


def file_of(notice: Notice, text: NoticeText, form: str) -> File:
    """Return a notice in one language as a file. Wants it loaded as `get_notice` does."""
    edition = edition_of(notice, text)
    media_type, writer = FORMS[form]
    return File(edition.file_name(form), media_type, writer(edition))
