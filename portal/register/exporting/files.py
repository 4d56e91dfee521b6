"""A notice as a file, in whichever form it is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.attachments.rules import DOCX, PDF
from portal.register.exporting.beside import Beside
from portal.register.exporting.edition import NOTHING, Edition, edition_of
from portal.register.exporting.gpo import notice_xml
from portal.register.exporting.marked import notice_markdown
from portal.register.exporting.marks import DECLARATION
from portal.register.exporting.printing import issue_pdf, notice_pdf
from portal.register.exporting.queries import find_original
from portal.register.exporting.structured import notice_json
from portal.register.exporting.word import notice_docx
from portal.register.models import Issue, Notice, NoticeText
from portal.register.queries import files_of, get_notice, lines_of, notices_in
from portal.register.rules import NoticeKind


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
    others = [
        edition_of(notice, text, edition.beside)
        for text in notice.texts
        if text is not edition.text
    ]
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


def issue_file(issue: Issue, editions: Sequence[Edition], language: str) -> File:
    """Return all that was published on a day as one print, led by a language of its own."""
    name = f"RTN_{issue.day.isoformat()}_{language}.pdf"
    return File(name, PDF, issue_pdf(issue, editions, locale=language))


def editions_in(issue: Issue, language: str) -> list[Edition]:
    """Return what an issue holds, each in the language or in the one it was written in first."""
    found = []
    for listed in notices_in(issue):
        notice = get_notice(str(listed.number))
        text = notice.text_in(language)
        if text:
            found.append(edition_of(notice, text, beside(notice)))
    return found


def beside(notice: Notice) -> Beside:
    """Return what stands beside a notice of the portal's own; others have nothing there."""
    if notice.kind is NoticeKind.FOREIGN:
        return NOTHING
    return Beside(lines_of(notice), files_of(notice))


def file_of(notice: Notice, text: NoticeText, form: str) -> File:
    """Return a notice in one language as a file. Wants it loaded as `get_notice` does."""
    edition = edition_of(notice, text, beside(notice))
    media_type, writer = FORMS[form]
    return File(edition.file_name(form), media_type, writer(edition))
