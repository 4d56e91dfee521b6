"""What templates are given so that a page is put together quickly.

A mark, a badge, a row of a list is made of what it is given and of the language, of
nothing else: rendered once, it is remembered. Called forty times for a page, such macros
were half of what its template cost.
"""

from collections import ChainMap
from collections.abc import Callable, MutableMapping
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

import flask.templating
from flask import Flask
from flask_babel.speaklater import LazyString

from portal.kernel.text import Localized
from portal.web.locale import current_locale

PIECES = 1024
"""Finished pieces that are remembered of each macro."""

WORDS = (str, int, float, date, Enum, Localized, LazyString, type(None))
"""What a macro may be given to be remembered: values that never change."""


class Environment(flask.templating.Environment):
    """Flask's own, where all templates share one dictionary of what they may name.

    Jinja would chain an empty one before it for each. Then each `import`, of which a page
    has ten, walks the chain name by name: a tenth of a small page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template may name."""
        return ChainMap(dict(d), self.globals) if d else self.globals


def init_app(app: Flask) -> None:
    """Offer `{% set icon = remembered(icon) %}` to the components."""
    app.jinja_env.globals["remembered"] = remembered


def remembered(macro: Callable[..., Any]) -> Callable[..., Any]:
    """Return a macro that renders anew only what it was not asked before.

    The macro reads nothing but its arguments and the language. It is called as it is where
    an argument could change, as a list could.
    """

    @lru_cache(maxsize=PIECES, typed=True)
    def piece(_locale: str, /, *given: Any, **named: Any) -> Any:
        for value in (*given, *named.values()):
            if not isinstance(value, WORDS):
                raise TypeError(value)
        return macro(*given, **named)

    def asked(*given: Any, **named: Any) -> Any:
        try:
            return piece(current_locale(), *given, **named)
        except TypeError:
            return macro(*given, **named)

    return asked
