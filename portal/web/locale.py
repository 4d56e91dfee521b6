"""The language of the reader: the first segment of the address, and how values look in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import Babel, force_locale, get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.kernel.clock import LEGAL_TIME
from portal.kernel.errors import PortalError, RuleBroken
from portal.kernel.text import LOCALES, Localized, Told

_ = gettext
_n = ngettext

__all__ = ["_", "_l", "_n", "current_locale", "init_app", "speaking", "tell", "translated"]

DEFAULT = "kk"
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""Each language in its own words."""

DAYS = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}
"""A day written out, without the full stops of abbreviations: it stands within sentences."""

KILO = 1024


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
    app.url_defaults(_give_locale)
    app.jinja_env.filters |= {
        "day": day,
        "short_day": short_day,
        "moment": moment,
        "number": number,
        "filesize": filesize,
        "tell": tell,
    }
    app.jinja_env.globals |= {
        "LOCALES": LOCALES,
        "LOCALE_NAMES": NAMES,
        "current_locale": current_locale,
        "in_locale": in_locale,
    }


def current_locale() -> str:
    """Return the language spoken now: of the address, or of the letter being written."""
    return str(get_locale() or DEFAULT)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak another language for a while, as a letter to somebody else needs."""
    with force_locale(locale):
        yield


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
    if values and "locale" in values:
        g.locale = values.pop("locale")


def _give_locale(endpoint: str, values: dict[str, Any]) -> None:
    if "locale" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "locale"):
        values["locale"] = current_locale()


def in_locale(locale: str) -> str:
    """Return the address of this same page in another language."""
    rule = request.url_rule
    if rule is None or "locale" not in rule.arguments:
        return url_for("front.home", locale=locale)
    values: dict[str, Any] = dict(request.view_args or {})
    address = url_for(str(request.endpoint), **(values | {"locale": locale}))
    query = request.query_string.decode("ascii", "ignore")
    return f"{address}?{query}" if query else address


def day(value: date | datetime) -> str:
    """Write a day out: 5 March 2026."""
    value = _legal(value)
    locale = current_locale()
    return str(format_date(value, DAYS[locale], locale=locale))


def short_day(value: date | datetime) -> str:
    """Write a day in digits, as every language of the portal reads it: 05.03.2026."""
    return f"{_legal(value):%d.%m.%Y}"


def moment(value: datetime) -> str:
    """Write a moment out, in legal time: 5 March 2026, 18:00."""
    local = value.astimezone(LEGAL_TIME)
    clock = format_datetime(local, "HH:mm", locale=current_locale())
    return f"{day(value)}, {clock}"


def _legal(value: date | datetime) -> date:
    return value.astimezone(LEGAL_TIME).date() if isinstance(value, datetime) else value


def number(value: float) -> str:
    """Write a number with the separators of the language."""
    return str(format_decimal(value, locale=current_locale()))


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
