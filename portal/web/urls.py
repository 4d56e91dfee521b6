"""Addresses: what they may hold, and the full address of a page for letters and feeds."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import flask
from flask import Flask, current_app, request
from werkzeug.routing import BaseConverter

from portal.web.locale import current_locale
from portal.web.settings import setting

LONGEST_KEY = 15
"""Digits of a row number that every database takes."""


class KeyConverter(BaseConverter):
    """A row number in a path: never so long that a database would choke on it."""

    regex = rf"[0-9]{{1,{LONGEST_KEY}}}"

    def to_python(self, value: str) -> int:
        """Read it as a number."""
        return int(value)

    def to_url(self, value: Any) -> str:
        """Write it as digits."""
        return str(int(value))


PATHS = 8192
"""How many paths are remembered."""


def init_app(app: Flask) -> None:
    """Teach the router what a `<key:…>` is, and remember the paths that were built."""
    app.url_map.converters["key"] = KeyConverter
    app.extensions["paths"] = lru_cache(maxsize=PATHS, typed=True)(_built)
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, /, **values: Any) -> str:
    """Return the path of a page, as Flask's own function does, without building it anew."""
    built = current_app.extensions["paths"]
    path: str = built(endpoint, request.environ.get("SCRIPT_NAME"), current_locale(), **values)
    return path


def _built(endpoint: str, _root: str | None, _locale: str, /, **values: Any) -> str:
    return flask.url_for(endpoint, **values)


def address_here(*, without: Iterable[str] = (), **changed: Any) -> str:
    """Return the path of this page with its query as it was asked, but for what is changed.

    What the reader sent stays in the query: `url_for` would take `_scheme` or `locale`
    for a word of its own, and build an address that leads elsewhere or none at all.
    """
    path = url_for(str(request.endpoint), **request.view_args or {})
    gone = {*without, *changed}
    query = [(x, value) for x, value in request.args.items() if value and x not in gone]
    return f"{path}?{urlencode([*query, *changed.items()])}"


def read_key(text: str | None) -> int | None:
    """Return the row number that somebody sent; nothing where it cannot be one."""
    digits = text or ""
    fits = digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_KEY
    return int(digits) if fits else None


def key_in(name: str) -> int:
    """Return the row number that the address gives under a name; 0 where there is none."""
    return read_key(request.args.get(name)) or 0


def absolute_url(endpoint: str, *, locale: str, **values: Any) -> str:
    """Return the full address of a page under PORTAL_URL, whoever asks and from wherever.

    Never built from the Host header: letters and feeds must not repeat a stranger's name.
    """
    base = urlsplit(setting("PORTAL_URL"))
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    if current_app.url_map.is_endpoint_expecting(endpoint, "locale"):
        values["locale"] = locale
    return adapter.build(endpoint, values, force_external=True)


def own_address(target: str) -> str | None:
    r"""Return the target when it is a plain path of this portal, else nothing.

    `//elsewhere`, `/\elsewhere` and anything with a control in it lead out of the portal
    in one browser or another.
    """
    if not target.startswith("/") or target.startswith("//"):
        return None
    if not target.isprintable() or "\\" in target:
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
