"""A caller of the interface, whom no earlier test has made wait."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Browser


@pytest.fixture
def call(app, browse) -> Callable[..., Any]:
    """Return a function that asks under `/api/v1`: `call("/documents", order="newest")`.

    Names with brackets are given as a mapping: `call("/documents", {"fields[]": ["title"]})`.
    """
    assert app
    caller: Browser = browse()

    def ask(path: str, query: dict[str, Any] | None = None, **more: Any) -> Any:
        asked = (query or {}) | more
        return caller.get(f"/api/v1{path}", query_string=asked or None)

    return ask
