"""The language of the reader: the first segment of the address, and how values look in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale
from flask_babel.speaklater import LazyString
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from portal.kernel.clock import LEGAL_TIME
from portal.kernel.errors import PortalError, RuleBroken
from portal.kernel.text import LOCALES, Localized, Told

__all__ = ["_", "_l", "_n", "current_locale", "init_app", "speaking", "tell", "translated"]

DEFAULT = "kk"
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""Each language in its own words."""

DAYS = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}
"""A day written out, without the full stops of abbreviations: it stands within sentences."""

MONTHS = {"kk": "y 'жылғы' LLLL", "ru": "LLLL y 'года'", "en": "LLLL y"}
"""A month by itself."""

SPANS = {
    "kk": (("y 'жылғы' d", "d MMMM"), (DAYS["kk"], "d MMMM")),
    "ru": (("d", DAYS["ru"]), ("d MMMM", DAYS["ru"])),
    "en": (("d", DAYS["en"]), ("d MMMM", DAYS["en"])),
}
"""The two ends of a stretch of days: within one month, and within one year."""

KILO = 1024

CATALOGUES = Path(__file__).parents[1] / "translations"

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
"""The language of the address that is being answered, or of the letter being written."""


def init_app(app: Flask) -> None:
    """Take the language from the address, put it into every link, and offer the filters."""
    Babel(
        app,
        default_locale=DEFAULT,
        default_translation_directories="translations",
        locale_selector=_locale_of_request,
        timezone_selector=lambda: LEGAL_TIME.key,
    )
    app.url_value_preprocessor(_take_locale)
    app.teardown_request(_fall_silent)
    app.url_defaults(_give_locale)
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # Of its extension.
    app.jinja_env.filters |= {
        "day": day,
        "span": span,
        "moment": moment,
        "month": month,
        "clock": clock,
        "number": number,
        "filesize": filesize,
        "tell": tell,
    }
    app.jinja_env.globals |= {
        "LOCALES": LOCALES,
        "LOCALE_NAMES": NAMES,
        "current_locale": current_locale,
        "_": _say,
        "gettext": _say,
        "ngettext": _say_number,
    }


def current_locale() -> str:
    """Return the language spoken now: of the address, or of the letter being written."""
    return _spoken.get() or _locale_of_request()


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak another language for a while, as a letter to somebody else needs."""
    token = _spoken.set(locale)
    try:
        with force_locale(locale):
            yield
    finally:
        _spoken.reset(token)


def gettext(message: str, /, **facts: Any) -> str:
    """Return a sentence in the language spoken now, with the facts in their places."""
    told = _catalogue(current_locale()).ugettext(message)
    return str(told % facts if facts else told)


def ngettext(singular: str, plural: str, num: int, /, **facts: Any) -> str:
    """Return a sentence about a number of things, in the language spoken now."""
    told = _catalogue(current_locale()).ungettext(singular, plural, num)
    return str(told % {"num": num, **facts})


def _l(message: str, /, **facts: Any) -> Any:
    """Return a sentence that is translated only when it is shown."""
    return LazyString(gettext, message, **facts)


_ = gettext
_n = ngettext


@lru_cache(maxsize=len(LOCALES))
def _catalogue(locale: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [locale])


@pass_eval_context
def _say(surroundings: EvalContext, message: str, /, **facts: Any) -> str:
    """Translate within a template, where the facts are escaped and the sentence is not."""
    whole, template = _sentence(message, current_locale(), bool(surroundings.autoescape))
    return template % facts if facts else whole


@pass_eval_context
def _say_number(
    surroundings: EvalContext, singular: str, plural: str, num: int, /, **facts: Any
) -> str:
    told = _catalogue(current_locale()).ungettext(singular, plural, num)
    return _vouched(told, escaping=bool(surroundings.autoescape)) % {"num": num, **facts}


@lru_cache(maxsize=4096)
def _sentence(message: str, locale: str, escaping: bool) -> tuple[str, str]:  # noqa: FBT001  # A key.
    """Return what a sentence says where it has no places for facts, and where it has."""
    template = _vouched(_catalogue(locale).ugettext(message), escaping=escaping)
    return (template if "%(" in template else template % {}), template


def _vouched(told: str, *, escaping: bool) -> str:
    return Markup(told) if escaping else told  # noqa: S704  # The catalogues are our own.


def translated(error: PortalError) -> str:
    """Return what an error says, in the language of the reader."""
    if isinstance(error, RuleBroken):
        return str(gettext(error.message, **error.facts)) if error.message else ""
    return str(gettext(str(error))) if str(error) else ""


def tell(text: Localized | None) -> Told:
    """Return a published text for the reader of this page."""
    return (text or Localized(source=DEFAULT)).tell(current_locale())


def _locale_of_request() -> str:
    if not has_request_context():
        return DEFAULT
    if "locale" not in g:
        named = request.path.split("/", 2)[1]  # Even where no page answers to the rest of it.
        preferred = request.accept_languages.best_match(LOCALES) or DEFAULT
        g.locale = named if named in LOCALES else preferred
    return str(g.locale)


def _take_locale(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    locale = values.pop("locale", None) if values else None
    if locale:
        g.locale = locale
    _spoken.set(locale)


def _fall_silent(_error: BaseException | None) -> None:
    """Let the next request of this thread begin without a language."""
    _spoken.set(None)


def _give_locale(endpoint: str, values: dict[str, Any]) -> None:
    if "locale" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "locale"):
        values["locale"] = current_locale()


def day(value: date | datetime) -> str:
    """Write a day out: 5 March 2026."""
    locale = current_locale()
    return _written_out(_legal(value), DAYS[locale], locale)


def span(first: date, last: date) -> tuple[str, str, str]:
    """Write a stretch of days out: its first day, a dash, its last; no month or year twice."""
    locale = current_locale()
    within_month, within_year = SPANS[locale]
    dash = " – "
    if first.year != last.year:
        begin = end = DAYS[locale]
    elif first.month != last.month:
        begin, end = within_year
    else:
        dash = "–"
        begin, end = within_month
    return _written_out(first, begin, locale), dash, _written_out(last, end, locale)


@lru_cache(maxsize=4096)
def _written_out(value: date, pattern: str, locale: str) -> str:
    return str(format_date(value, pattern, locale=locale))


def month(value: date) -> str:
    """Write a month out: March 2026."""
    locale = current_locale()
    return str(format_date(value, MONTHS[locale], locale=locale))


def moment(value: datetime) -> str:
    """Write a moment out, in legal time: 5 March 2026, 18:00."""
    return f"{day(value)}, {clock(value)}"


def clock(value: datetime) -> str:
    """Write the hour of a moment, in legal time: 18:00."""
    return f"{value.astimezone(LEGAL_TIME):%H:%M}"


def _legal(value: date | datetime) -> date:
    return value.astimezone(LEGAL_TIME).date() if isinstance(value, datetime) else value


def number(value: float) -> str:
    """Write a number with the separators of the language."""
    return _in_figures(value, current_locale())


@lru_cache(maxsize=4096)
def _in_figures(value: float, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def filesize(size: int) -> str:
    """Write a size in bytes as people read it: 412 kB."""
    units = (gettext("B"), gettext("kB"), gettext("MB"), gettext("GB"))
    amount = float(size)
    for unit in units:
        if amount < KILO or unit == units[-1]:
            break
        amount /= KILO
    digits = 0 if amount >= 10 or unit == units[0] else 1  # noqa: PLR2004  # Ten and up need no decimals.
    return f"{number(round(amount, digits) if digits else round(amount))} {unit}"
