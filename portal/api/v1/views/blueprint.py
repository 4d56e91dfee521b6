"""What all addresses of this interface have in common: language, pace, headers, refusals."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from portal.api.v1.addresses import Addresses
from portal.api.v1.answering import Refused, bad_request, problem, refusal
from portal.api.v1.asking import Asked, read
from portal.api.v1.conditions import Around
from portal.api.v1.directory import all_agencies, all_themes
from portal.kernel import clock
from portal.ledger.queries import version_of
from portal.web.caching import public_page
from portal.web.errors import tell_programs
from portal.web.pace import keep_pace

START = "/api/v1"
TEXTS = "/documents/full_text"

v1 = Blueprint("v1", __name__, url_prefix=START)
texts = Blueprint("texts", __name__, url_prefix=TEXTS)
"""Full texts, at the addresses that they have at federalregister.gov."""

FORMATS = ("json", "csv", "rss")

HOLDS = 300
A_SECOND = 30
"""What one source may spend at once and steadily, in each process; an answer costs 1 or more."""

DOCUMENTS_FOR_ONE = 50
"""Documents in an answer that cost as much as answering at all."""

READ = frozenset({"GET", "HEAD"})

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, X-Requested-With",
    "Access-Control-Max-Age": "86400",
}
"""Everything here is public: any page of the web may read it, and none is told who reads."""

View = Callable[..., ResponseReturnValue]


def either(path: str, *formats: str) -> Callable[[View], View]:
    """Answer at an address both as it is, which means JSON, and with a format at its end.

    The view is given the format as `form`, where there is one.
    """

    def decorate(view: View) -> View:
        endings = ", ".join(("json", *formats))
        _answer_at(path, view)
        _answer_at(f"{path}.<any({endings}):form>", view)
        return view

    return decorate


def named(path: str) -> Callable[[View], View]:
    """Answer at an address that ends with a `name`, with a format at its end or without."""

    def decorate(view: View) -> View:
        _answer_at(path, view)
        return view

    return decorate


def _answer_at(path: str, view: View) -> None:
    """Answer at an address, and where words of it are joined by lines beneath as well."""
    for spelled in dict.fromkeys((path, path.replace("-", "_"))):
        v1.add_url_rule(spelled, view.__name__, _finished(view), methods=["GET"])


@cache
def _finished(view: View) -> View:
    return public_page(_version)(view)


def _version(**_values: Any) -> str:
    return version_of()


def form_of(form: str) -> str:
    """Return the format that is asked for: at the end of the path, or in the query."""
    wanted = form or request.args.get("format", "")
    return wanted if wanted in FORMATS else "json"


def parted(name: str) -> tuple[str, str]:
    """Return the name in an address without its format, and the format."""
    stem, _dot, ending = name.rpartition(".")
    return (stem, ending) if stem and ending in FORMATS else (name, form_of(""))


def asked() -> Asked:
    """Return what the query of this address asks for."""
    found: Asked = g.asked
    return found


def around() -> Around:
    """Return what conditions are read against. 2 statements."""
    today = clock.legal_day(clock.now())
    return Around(all_agencies(), all_themes(), today, asked().language)


def addresses() -> Addresses:
    """Return the addresses that the answer holds."""
    return Addresses(asked().language)


def chosen(known: Any, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields that are asked for. Refuses one that is not known."""
    for name in asked().fields:
        if name not in known:
            raise bad_request(f"field '{name}' not valid")
    return asked().fields or default


@v1.record_once
def _prepare(state: Any) -> None:
    tell_programs(state.app, START, problem)


@v1.before_request
@texts.before_request
def _begin() -> None:
    g.asked = read(request.args.items(multi=True))
    g.locale = g.asked.language
    if request.method in READ:
        documents = max(g.asked.per_page, request.path.count(","))
        cost = 1 + documents // DOCUMENTS_FOR_ONE
        keep_pace(START, cost, holds=HOLDS, a_second=A_SECOND)


@v1.errorhandler(Refused)
def _refuse(refused: Refused) -> Response:
    return refusal(refused)


@v1.after_app_request
def _open_to_all(response: Response) -> Response:
    if request.path.startswith((f"{START}/", f"{TEXTS}/")):
        response.headers.update(CORS)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
    return response
