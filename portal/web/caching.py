"""Finished public pages: their validators, and a small cache that cannot be stale.

A public page is a reading of rows, and every change of those rows is an entry in the
ledger. So (version of the ledger for this page, legal day, language, release) names
the page exactly: an answer under the same name is the same page. A reader who is
signed in, or is owed a message, gets a page of their own that nobody keeps.

A finished page is kept by its address, as it went over the wire, and is given out again
before the application is asked: one statement tells whether its name is still the name.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec

from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from portal.kernel import clock
from portal.kernel.database import glancing
from portal.kernel.errors import PortalError
from portal.web.locale import current_locale

P = ParamSpec("P")

LARGEST = 48 * 1024 * 1024
"""Bytes of finished pages that one process keeps."""

FINISHED = "portal.finished"
"""Where a view leaves, for the counter, what it finished."""

NAMED = "portal.named"
"""Where the counter leaves, for the view, the name that it has asked for already."""

OF_A_BODY = frozenset({"Content-Type", "Content-Length"})
"""Headers that an answer without a body goes without."""

BESIDE = 1000
"""Bytes that a page takes beside its body and its address: headers, names, objects."""

Address = tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """What a finished page is called, and how to learn what it would be called now."""

    version: Callable[..., str]
    values: Mapping[str, Any]
    path: str
    locale: str
    release: str

    def now(self) -> str:
        """Return the name that the page would be given now. One statement."""
        parts = (
            self.release,
            self.path,
            self.locale,
            clock.legal_day(clock.now()).isoformat(),
            self.version(**self.values),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Page:
    """A finished page."""

    name: Name
    text: str
    """Its name when it was finished."""
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


class Pages:
    """Finished pages by their address, the least recently read dropped first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Address, Page] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, address: Address) -> Page | None:
        """Return the page that is kept for the address, old or not."""
        with self._lock:
            page = self._pages.get(address)
            if page:
                self._pages.move_to_end(address)
            return page

    def put(self, address: Address, page: Page) -> None:
        """Keep a page instead of the last one at its address, dropping others to make room."""
        with self._lock:
            last = self._pages.pop(address, None)
            self._pages[address] = page
            self._size += _weight(address, page) - (_weight(address, last) if last else 0)
            while self._size > LARGEST:
                self._size -= _weight(*self._pages.popitem(last=False))


def _weight(address: Address, page: Page) -> int:
    """Return about how many bytes a page takes; a long address of an empty page takes many."""
    return len(page.body) + sum(map(len, address)) + len(page.name.path) + BESIDE


class Counter:
    """Stands before the application: gives finished pages out, and keeps those it finishes."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._inside = app.wsgi_app
        self._cookie = f"{app.config['SESSION_COOKIE_NAME']}="

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer with what is kept, or else with what the application answers."""
        if environ["REQUEST_METHOD"] != "GET" or self._cookie in environ.get("HTTP_COOKIE", ""):
            return self._inside(environ, start)
        pages: Pages = self._app.extensions["pages"]
        address = _address(environ)
        page = pages.get(address)
        if page:
            environ[NAMED] = self._name_now(page)
            if environ[NAMED] == page.text:
                return _given(page, environ.get("HTTP_IF_NONE_MATCH", ""), start)

        def keep(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            finished = environ.get(FINISHED)
            if finished and not any(name == "Set-Cookie" for name, _value in headers):
                pages.put(
                    address, Page(finished.name, finished.text, finished.body, tuple(headers))
                )
            return start(status, headers, *error)

        return self._inside(environ, keep)

    def _name_now(self, page: Page) -> str:
        """Return the name that the page would be given now; nothing where nobody can tell."""
        try:
            with self._app.app_context(), glancing(self._app.extensions["glances"]):
                return page.name.now()
        except (SQLAlchemyError, PortalError):
            return ""


def init_app(app: Flask) -> None:
    """Give the application its store of finished pages, and let the counter use it."""
    app.extensions["pages"] = Pages()
    app.wsgi_app = Counter(app)  # type: ignore[assignment,method-assign]  # Flask's own way to add middleware.


def reader_is_known() -> bool:
    """Say whether the request carries a session, signed in or not."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def public_page(
    version: Callable[..., str], *, keep: bool = True
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, Response]]:
    """Answer from the validator where possible: `@public_page(lambda number: version_of(...))`.

    `version` takes the view's own arguments and costs one statement; it may be asked again
    without a request. The view runs only when no finished page of that version is kept. Its
    address says the language. Large files are not kept, so that they push no pages out.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            if reader_is_known():
                return make_response(view(*args, **kwargs))
            name = Name(
                version, kwargs, request.full_path, current_locale(), current_app.config["RELEASE"]
            )
            text = request.environ.get(NAMED) or name.now()
            if text in request.if_none_match:
                return _marked(Response(status=304), text)
            response = make_response(view(*args, **kwargs))
            if response.status_code != 200:  # noqa: PLR2004  # HTTP OK.
                return response
            if keep and not response.is_streamed:
                request.environ[FINISHED] = Page(name, text, response.get_data())
            return _marked(response, text)

        return answer

    return decorate


def _marked(response: Response, name: str) -> Response:
    response.set_etag(name)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Cookie")
    return response


def _address(environ: dict[str, Any]) -> Address:
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", ""),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
    )


def _given(page: Page, asked_for: str, start: Callable[..., Any]) -> Iterable[bytes]:
    if f'"{page.text}"' in asked_for:
        start("304 NOT MODIFIED", [pair for pair in page.headers if pair[0] not in OF_A_BODY])
        return ()
    start("200 OK", list(page.headers))
    return (page.body,)
