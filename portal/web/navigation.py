"""The menus that every page carries, and which of their items the reader is looking at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_login import current_user

from portal.kernel.text import LOCALES
from portal.web.locale import _l
from portal.web.urls import url_for

Menu = tuple[tuple[str, Any], ...]

NAVIGATION: Menu = (
    ("register.notices", _l("Notices")),
    ("register.dockets", _l("Dockets")),
    ("committees.mirror", _l("Themes and committees")),
    ("meetings.register", _l("Meetings")),
    ("organisations.register", _l("Organisations")),
    ("scorecard.chamber", _l("Answers")),
    ("outreach.pages", _l("Learn")),
)
"""The main menu, in the order of the way a consultation goes."""

ALSO_UNDER = {
    "register.theme": "committees.mirror",
    "negotiations.themes": "committees.mirror",
    "negotiations.negotiation": "committees.mirror",
    "negotiations.organogram": "committees.mirror",
    "meetings.held_round": "committees.mirror",
    "comments.comment": "register.dockets",
    "opinions.opinion": "register.dockets",
}
"""Pages whose path above the heading leads through the menu's item of another room."""

DESK: Menu = (
    ("accounts.desk", _l("Desk")),
    ("register.desk", _l("Drafts and approval")),
    ("comments.moderation", _l("Moderation")),
    ("responses.desk", _l("Concerns and answers")),
    ("negotiations.desk", _l("Negotiations")),
    ("negotiations.focal_points", _l("Focal points")),
    ("committees.desk", _l("Committees")),
    ("opinions.mine", _l("My committees")),
    ("committees.clearances", _l("Clearance")),
    ("meetings.contact", _l("Record a contact")),
    ("outreach.requests_desk", _l("Information requests")),
    ("adjacent.rooms", _l("Adjacent rooms")),
    ("papers.papers", _l("Restricted papers")),
    ("organisations.accreditations", _l("Accreditation")),
    ("scorecard.chamber", _l("Scorecard")),
    ("accounts.people", _l("People")),
)
"""The work menu of officials; each page asks again who may enter."""

WORKERS: dict[str, tuple[str, ...]] = {
    "register.desk": ("author", "approver", "senior_approver"),
    "comments.moderation": ("moderator",),
    "responses.desk": ("analyst", "negotiator", "approver"),
    "negotiations.desk": ("negotiator", "approver", "focal_point", "administrator"),
    "negotiations.focal_points": ("negotiator", "approver", "focal_point", "administrator"),
    "committees.desk": ("chamber",),
    "opinions.mine": ("chamber",),
    "committees.clearances": ("chamber", "negotiator"),
    "meetings.contact": ("author", "approver", "negotiator", "analyst"),
    "outreach.requests_desk": ("author", "analyst", "negotiator", "chamber"),
    "organisations.accreditations": ("chamber",),
    "adjacent.rooms": ("negotiator", "chamber"),
    "papers.papers": ("negotiator", "author"),
    "accounts.people": ("administrator",),
}
"""The roles in which a page of the desk is of use; the others are of use in all of them."""

ALONE = frozenset({"meetings.contact"})
"""Entries that stand for one page, and not for every page of their room."""

ABOUT: Menu = (
    ("front.about", _l("About this portal")),
    ("front.accessibility", _l("Accessibility statement")),
    ("outreach.pages", _l("How it works")),
    ("outreach.requests", _l("Ask for information")),
    ("register.issues", _l("Issues of the register")),
    ("register.planned", _l("Planned consultations")),
    ("front.ledger", _l("Check the ledger")),
    ("front.access", _l("Who may do what")),
    ("api.developers", _l("For developers")),
)
"""What the foot of each page links to."""


@dataclass(frozen=True)
class Item:
    """One link of a menu."""

    label: Any
    href: str
    current: bool


def init_app(app: Flask) -> None:
    """Offer the menus to the layouts."""
    app.jinja_env.globals |= {
        "main_menu": lambda: menu(NAVIGATION),
        "desk_menu": desk_menu,
        "about_menu": lambda: menu(ABOUT),
        "is_page": is_page,
        "signed_in_at": signed_in_at,
        "in_locale": in_locale,
    }


def menu(entries: Iterable[tuple[str, Any]]) -> list[Item]:
    """Return the items whose pages exist; the one that holds the present page is marked."""
    known = [(x, url_for(x), label) for x, label in entries if is_page(x)]
    around = [(len(href), x) for x, href, _label in known if _is_under(href)]
    _length, nearest = max(around, default=(0, None))
    of_this_room = [
        x for x, _href, _label in known if _room(x) == _room(request.endpoint) and x not in ALONE
    ]
    if of_this_room and nearest not in of_this_room:
        nearest = of_this_room[0]
    nearest = ALSO_UNDER.get(request.endpoint or "", nearest)
    return [Item(label, href, x == nearest) for x, href, label in known]


def desk_menu() -> list[Item]:
    """Return the work menu of whoever is looking, without the work of others."""
    return menu(
        (endpoint, label)
        for endpoint, label in DESK
        if endpoint not in WORKERS or current_user.has(*WORKERS[endpoint])
    )


def signed_in_at(endpoint: str, **values: Any) -> str:
    """Return the address of a page that asks for an account; to a guest, by way of the sign-in."""
    page = url_for(endpoint, **values)
    return page if current_user.is_authenticated else url_for("accounts.sign_in", next=page)


def in_locale(locale: str) -> str:
    """Return the address of this same page in another language."""
    rule = request.url_rule
    if rule is None or "locale" not in rule.arguments:
        return url_for("front.home", locale=locale)
    if "GET" not in (rule.methods or ()):
        return came_from(locale)
    values: dict[str, Any] = dict(request.view_args or {})
    address = url_for(str(request.endpoint), **(values | {"locale": locale}))
    query = request.query_string.decode("ascii", "ignore")
    return f"{address}?{query}" if query else address


def came_from(locale: str) -> str:
    """Return the page whose button was pressed; the address of a button is no page to go to."""
    page = urlsplit(request.referrer or "")
    current, _slash, rest = page.path.lstrip("/").partition("/")
    if page.netloc != request.host or current not in LOCALES:
        return url_for("front.home", locale=locale)
    return f"/{locale}/{rest}"


def is_page(endpoint: str) -> bool:
    """Tell whether an endpoint is registered."""
    return endpoint in current_app.view_functions


def _room(endpoint: str | None) -> str:
    return (endpoint or "").partition(".")[0]


def _is_under(href: str) -> bool:
    here = request.path
    return here == href or here.startswith(href.rstrip("/") + "/")
