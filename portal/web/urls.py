"""Addresses: what a path may hold, and the full address of a page for letters and feeds."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from werkzeug.routing import BaseConverter

from portal.web.settings import setting


class KeyConverter(BaseConverter):
    """A row number in a path: never so long that a database would choke on it."""

    regex = r"[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        """Read it as a number."""
        return int(value)

    def to_url(self, value: Any) -> str:
        """Write it as digits."""
        return str(int(value))


def init_app(app: Flask) -> None:
    """Teach the router what a `<key:…>` is."""
    app.url_map.converters["key"] = KeyConverter


def absolute_url(endpoint: str, *, locale: str, **values: Any) -> str:
    """Return the full address of a page under PORTAL_URL, whoever asks and from wherever.

    Never built from the Host header: letters and feeds must not repeat a stranger's name.
    """
    base = urlsplit(setting("PORTAL_URL"))
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    if current_app.url_map.is_endpoint_expecting(endpoint, "locale"):
        values["locale"] = locale
    return adapter.build(endpoint, values, force_external=True)
