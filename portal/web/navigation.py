"""The menus that every page carries, and which of their items the reader is looking at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from portal.web.locale import _l

Menu = tuple[tuple[str, Any], ...]

NAVIGATION: Menu = (
    ("register.notices", _l("Notices")),
    ("register.dockets", _l("Dockets")),
    ("committees.mirror", _l("Themes and committees")),
    ("scorecard.chamber", _l("Answers")),
    ("outreach.pages", _l("Learn")),
)
"""The main menu, in the order of the way a consultation goes."""

DESK: Menu = (
    ("front.desk", _l("Today")),
    ("register.desk", _l("Drafts and approval")),
    ("comments.moderation", _l("Moderation")),
    ("responses.desk", _l("Concerns and answers")),
    ("outreach.desk", _l("Outreach")),
    ("scorecard.chamber", _l("Answers")),
    ("accounts.people", _l("People")),
)
"""The work menu of officials; each page asks again who may enter."""

ABOUT: Menu = (
    ("front.about", _l("About this portal")),
    ("front.accessibility", _l("Accessibility statement")),
    ("outreach.pages", _l("How it works")),
    ("front.ledger", _l("Check the ledger")),
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
        "desk_menu": lambda: menu(DESK),
        "about_menu": lambda: menu(ABOUT),
        "is_page": is_page,
    }


def menu(entries: Iterable[tuple[str, Any]]) -> list[Item]:
    """Return the items whose pages exist, the one that holds the present page marked."""
    items = []
    for endpoint, label in entries:
        if is_page(endpoint):
            href = url_for(endpoint)
            items.append(Item(label, href, _is_under(href)))
    return items


def is_page(endpoint: str) -> bool:
    """Tell whether an endpoint is registered."""
    return endpoint in current_app.view_functions


def _is_under(href: str) -> bool:
    here = request.path
    return here == href or here.startswith(href.rstrip("/") + "/")
