"""Finished public pages: their validators, and a small cache that cannot be stale.

A public page is a reading of rows, and every change of those rows is an entry in the
ledger. So (version of the ledger for this page, legal day, language, release) names
the page exactly: an answer under the same name is the same page. A reader who is
signed in, or is owed a message, gets a page of their own that nobody keeps.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec

from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from portal.kernel import clock
from portal.web.locale import current_locale

P = ParamSpec("P")

LARGEST = 48 * 1024 * 1024
"""Bytes of finished pages that one process keeps."""


class Pages:
    """Finished pages by their validator, the least recently read dropped first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, name: str) -> tuple[bytes, str] | None:
        """Return the page and its content type, if it is kept."""
        with self._lock:
            page = self._pages.get(name)
            if page:
                self._pages.move_to_end(name)
            return page

    def put(self, name: str, body: bytes, content_type: str) -> None:
        """Keep a page, dropping others to make room."""
        with self._lock:
            if name in self._pages:
                return
            self._pages[name] = (body, content_type)
            self._size += len(body)
            while self._size > LARGEST:
                _name, (dropped, _type) = self._pages.popitem(last=False)
                self._size -= len(dropped)


def init_app(app: Flask) -> None:
    """Give the application its store of finished pages."""
    app.extensions["pages"] = Pages()


def reader_is_known() -> bool:
    """Say whether the request carries a session, signed in or not."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def public_page(
    version: Callable[..., str],
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, Response]]:
    """Answer from the validator where possible: `@public_page(lambda number: version_of(...))`.

    `version` takes the view's own arguments and costs one statement. The view runs only
    when no finished page of that version is kept.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            if reader_is_known():
                return make_response(view(*args, **kwargs))
            name = _name(version(*args, **kwargs))
            if name in request.if_none_match:
                return _marked(Response(status=304), name)
            pages: Pages = current_app.extensions["pages"]
            kept = pages.get(name)
            if kept:
                body, content_type = kept
                return _marked(Response(body, content_type=content_type), name)
            response = make_response(view(*args, **kwargs))
            if response.status_code != 200 or response.is_streamed:  # noqa: PLR2004  # HTTP OK.
                return response
            pages.put(name, response.get_data(), response.content_type)
            return _marked(response, name)

        return answer

    return decorate


def _name(version: str) -> str:
    parts = (
        current_app.config["RELEASE"],
        request.full_path,
        current_locale(),
        clock.legal_day(clock.now()).isoformat(),
        version,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _marked(response: Response, name: str) -> Response:
    response.set_etag(name)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Cookie")
    return response
