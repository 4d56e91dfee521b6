"""Notices as files, for everyone. Their addresses stand outside of the languages."""

from datetime import date

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from portal.attachments.files import download, never_run
from portal.kernel.errors import Missing, Unavailable
from portal.kernel.text import N_
from portal.ledger.queries import version_of
from portal.register.exporting.files import File, editions_in, file_of, issue_file
from portal.register.exporting.queries import find_print, text_in
from portal.register.queries import get_issue, get_notice
from portal.web.caching import public_page
from portal.web.pace import paced

bp = Blueprint("editions", __name__)

LONGEST_AT_ONCE = 60_000
"""Letters of a text that is set in type within a request, about half a second, where the
worker has not printed it yet."""

_paced = paced("editions", tries=60, seconds=60)
"""A file is made for whoever asks, and costs more than a page."""

_notice_file = public_page(lambda **_: version_of(), keep=False)


@bp.get("/notices/<number>.<any(xml, json, md, docx):form>")
@_notice_file
@_paced
def notice(number: str, form: str) -> ResponseReturnValue:
    """Hand out a notice as a file, in the language that it was written in first."""
    return _file(number, None, form)


@bp.get("/notices/<number>/<any(kk, ru, en):language>.<any(xml, json, md, docx):form>")
@_notice_file
@_paced
def translation(number: str, language: str, form: str) -> ResponseReturnValue:
    """Hand out a notice as a file, in one language."""
    return _file(number, language, form)


@bp.get("/notices/<number>.pdf")
@_paced
def printed(number: str) -> ResponseReturnValue:
    """Hand out the print of a notice, in the language that it was written in first."""
    return _print(number, None)


@bp.get("/notices/<number>/<any(kk, ru, en):language>.pdf")
@_paced
def printed_translation(number: str, language: str) -> ResponseReturnValue:
    """Hand out the print of a notice in one language."""
    return _print(number, language)


@bp.get("/issues/<day>/<any(kk, ru, en):language>.pdf")
@public_page(lambda **_: version_of(), keep=False)
@_paced
def issue(day: str, language: str) -> ResponseReturnValue:
    """Hand out all that the register published on a day as one print."""
    try:
        found = get_issue(date.fromisoformat(day))
    except ValueError:
        raise Missing("The register did not appear on this day.") from None
    editions = editions_in(found, language)
    if sum(len(edition.text.markdown) for edition in editions) > LONGEST_AT_ONCE:
        raise Unavailable(N_("This issue is too long to be set here. Take its notices one by one."))
    return _answer(issue_file(found, editions, language), "inline")


def _file(number: str, language: str | None, form: str) -> Response:
    found = get_notice(number)
    return _answer(file_of(found, text_in(found, language), form), "attachment")


def _print(number: str, language: str | None) -> Response:
    kept = find_print(number, language)
    if kept and kept.attachment:
        return download(kept.attachment, public=True, inline=True)
    if kept:
        raise Unavailable(N_("The print of this notice could not be made. Take another format."))
    return _printed_now(number, language)


def _printed_now(number: str, language: str | None) -> Response:
    """Answer with a print that the worker has yet to make; a long one is worth waiting for."""
    found = get_notice(number)
    text = text_in(found, language)
    if len(text.markdown) > LONGEST_AT_ONCE:
        raise Unavailable(N_("The print is being made. Try again in a minute."))
    response = _answer(file_of(found, text, "pdf"), "inline")
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _answer(file: File, disposition: str) -> Response:
    response = Response(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = dump_options_header(
        disposition, {"filename": file.name}
    )
    return never_run(response)
