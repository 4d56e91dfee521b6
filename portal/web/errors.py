"""Where what goes wrong becomes an HTTP answer."""

import errno
import logging
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, StatementError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.kernel.database import db
from portal.kernel.errors import (
    Missing,
    NotAllowed,
    PortalError,
    RuleBroken,
    TooMany,
    Unavailable,
)
from portal.web.forms import SECRET
from portal.web.locale import current_locale, translated

log = logging.getLogger(__name__)

ANSWERS: dict[type[PortalError], tuple[int, str]] = {
    RuleBroken: (422, _l("That cannot be done")),
    NotAllowed: (403, _l("You may not do that")),
    Missing: (404, _l("There is nothing here")),
    TooMany: (429, _l("Too many tries")),
    Unavailable: (503, _l("The portal cannot do this right now")),
}

HTTP_HEADINGS = {
    400: _l("The request could not be understood"),
    401: _l("Please sign in first"),
    404: _l("There is nothing here"),
    405: _l("This address does not do that"),
    413: _l("That is too large"),
}

RETRY_SECONDS = 30

LAST_RESORT = (
    '<!doctype html>\n<html lang="{locale}"><title>{status}</title>'
    "<main><h1>{heading}</h1><p>{detail}</p></main></html>"
)

Teller = Callable[[int], Response]
"""Says to a program, in its own manner, with which status something went wrong."""

TELLERS = "portal.tellers"

REFUSALS_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
"""Full, over quota, read-only, broken."""


def init_app(app: Flask) -> None:
    """Answer every error with a page that says what went wrong and what to do next."""
    app.register_error_handler(PortalError, _answer)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(DataError, _answer_bad_value)
    app.register_error_handler(OverflowError, _answer_bad_value)
    app.register_error_handler(StatementError, _answer_statement)
    app.register_error_handler(OperationalError, _answer_database)
    app.register_error_handler(OSError, _answer_disk)
    app.register_error_handler(Exception, _answer_bug)


def tell_programs(app: Flask, start: str, teller: Teller) -> None:
    """Let errors at addresses that begin with `start` be told to programs by `teller`."""
    app.extensions.setdefault(TELLERS, {})[start] = teller


def _teller() -> Teller | None:
    tellers: dict[str, Teller] = current_app.extensions.get(TELLERS, {})
    return next((x for start, x in tellers.items() if request.path.startswith(start)), None)


def problem(
    status: int,
    heading: str,
    detail: str,
    *,
    retry_after: int | None = None,
    typed: Iterable[str] = (),
) -> Response:
    """Return the page that says what went wrong, with what was typed where it would be lost."""
    db.session.rollback()
    teller = _teller()
    response = teller(status) if teller else _page(status, heading, detail, typed)
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _page(status: int, heading: str, detail: str, typed: Iterable[str]) -> Response:
    try:
        body = render_template(
            "errors/problem.html", status=status, heading=heading, detail=detail, typed=list(typed)
        )
    except Exception:  # The last resort must not depend on what has just failed.
        log.exception("The page of an error could not be rendered.")
        body = LAST_RESORT.format(
            locale=current_locale(), status=status, heading=heading, detail=detail
        )
    return make_response(body, status)


def _answer(error: PortalError) -> Response:
    status, heading = ANSWERS[type(error)]
    retry_after = None
    if isinstance(error, NotAllowed) and not current_user.is_authenticated:
        status, heading = HTTPStatus.UNAUTHORIZED, HTTP_HEADINGS[401]
    if isinstance(error, TooMany):
        retry_after = error.retry_after
    if isinstance(error, Unavailable):
        retry_after = RETRY_SECONDS
    return problem(status, heading, translated(error), retry_after=retry_after, typed=_typed())


LONGEST_TYPED = 1024 * 1024
"""Bytes of a form that is read once more to hand its words back; files are larger."""


def _typed() -> Iterator[str]:
    """Yield the words of the form that came: whatever refused it, a browser may lose them.

    Rights end overnight, and a page that was open until then is still being written on.
    """
    if (request.content_length or 0) > LONGEST_TYPED:
        return
    for name, values in request.form.lists():
        if not name.startswith(SECRET):
            yield from (value for value in values if " " in value.strip())


def _stale_form(_error: CSRFError) -> Response:
    return problem(
        400,
        _l("This form has been open too long"),
        _l("Go back, reload the page and send it again. Copy what you typed first."),
        typed=_typed(),
    )


def _answer_strange_name() -> Response:
    """Refuse without a page: no address can be built for a name that is not ours."""
    detail = _l("This portal does not answer to that name.")
    body = LAST_RESORT.format(
        locale=current_locale(), status=400, heading=HTTP_HEADINGS[400], detail=detail
    )
    response = make_response(body, 400)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer_http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        return _answer_strange_name()
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, OperationalError):  # The commit itself failed, after the view.
        return _answer_database(cause)
    if isinstance(cause, OSError):
        return _answer_disk(cause)
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    heading = HTTP_HEADINGS.get(status, _l("That did not work"))
    details = {
        404: _l("The page may have moved, or the address may be mistyped."),
        413: _l("The files or the text are larger than the portal takes at once."),
    }
    response = problem(status, heading, details.get(status, ""))
    for name, value in error.get_headers(None):
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _answer_bad_value(_error: DataError | OverflowError) -> Response:
    return problem(400, HTTP_HEADINGS[400], "")


def _answer_statement(error: StatementError) -> Response:
    if isinstance(error.orig, OverflowError):  # A moment that no calendar has in UTC.
        return _answer_bad_value(error.orig)
    return _answer_bug(error)


def _answer_database(error: OperationalError) -> Response:
    log.error("The database refused: %s", error.orig)
    return _not_now()


def _answer_disk(error: OSError) -> Response:
    if error.errno not in REFUSALS_OF_THE_DISK:
        return _answer_bug(error)
    log.error("The disk refused: %s", error.strerror)
    return _not_now()


def _not_now() -> Response:
    return problem(
        503,
        ANSWERS[Unavailable][1],
        _l("Nothing was accepted. Reading goes on. Please try again in a minute."),
        retry_after=RETRY_SECONDS,
        typed=_typed(),
    )


def _answer_bug(error: Exception) -> Response:
    if current_app.config["PROPAGATE_EXCEPTIONS"] or current_app.testing:
        raise error
    log.error("A bug, at %s %s", request.method, request.endpoint, exc_info=error)
    return problem(500, _l("Something broke"), _l("It is our fault, and it has been noted."))
