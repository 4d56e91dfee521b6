"""The browser's side of a sign-in: what its cookie holds, and how long it may be idle.

The cookie is signed, so the time at which the browser was last seen can be kept in it:
reading a page writes nothing into the database.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar

from flask import (
    Flask,
    Response,
    after_this_request,
    current_app,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from portal.accounts.models import Person
from portal.accounts.queries import find_signed_in, get_person
from portal.accounts.rules import LONGEST_IDLE, Factor, is_half_way, owes_factor
from portal.kernel import clock
from portal.kernel.errors import Missing, NotAllowed
from portal.kernel.text import N_
from portal.web.settings import setting

P = ParamSpec("P")
R = TypeVar("R")

SEEN = "seen"
AWAITED = "awaited"
"""Who gave the password and owes the factor, when, and for which password."""
YEAR = 365 * 24 * 60 * 60
PRECISION = timedelta(minutes=5)
"""The cookie is not renewed more often than this."""


def signed_in(token: str) -> Person | None:
    """Return the person whose browser this is, unless it was idle for too long."""
    now = clock.now()
    seen = session.get(SEEN)
    if seen is not None and now.timestamp() - seen > LONGEST_IDLE.total_seconds():
        return None
    person = find_signed_in(token, now=now)
    if person and (seen is None or now.timestamp() - seen > PRECISION.total_seconds()):
        session[SEEN] = int(now.timestamp())
    return person


def init_app(app: Flask) -> None:
    """Lead whoever owes a second factor to where it is set up, whatever they ask for."""
    app.before_request(_lead_to_a_factor)


def open_without_factor(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that officials reach before they have a second factor; no other is."""
    view.open_without_factor = True  # type: ignore[attr-defined]  # A mark on a function.
    return view


def owes(person: Person) -> bool:
    """Say whether the person's sign-in opens nothing yet but setting up a second factor."""
    required = setting("PORTAL_SECOND_FACTOR")
    return owes_factor(is_official=person.is_official, required=required, given=person.factor)


def _lead_to_a_factor() -> ResponseReturnValue | None:
    same_for_all = request.endpoint in {None, "static"} or request.blueprint == "bare"
    if same_for_all or "_user_id" not in session:
        return None
    view = current_app.view_functions[str(request.endpoint)]
    if getattr(view, "open_without_factor", False):
        return None
    if not isinstance(current_user, Person) or not owes(current_user):
        return None
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.factors"), 303)
    raise NotAllowed(N_("Your work needs a second factor. Set one up first."))


def remember(person: Person, *, now: datetime) -> None:
    """Make the browser hold the person's new sign-in, and nothing of what it held before."""
    session.clear()
    login_user(person)
    session[SEEN] = int(now.timestamp())


def forget() -> None:
    """Make the browser hold nothing."""
    session.clear()


def await_factor(person: Person, *, now: datetime) -> None:
    """Make the browser hold that this person's password was given, and nothing else."""
    session.clear()
    session[AWAITED] = [person.id, int(now.timestamp()), _stamp(person)]


def awaited_id() -> int | None:
    """Return the number of the person whose factor this browser owes, unless it took too long."""
    key, at, _stamped = session.get(AWAITED) or (None, 0, "")
    given = datetime.fromtimestamp(at, UTC)
    return key if key and is_half_way(given, now=clock.now()) else None


def awaited() -> Person | None:
    """Return the person whose factor this browser owes, while the account is as it was."""
    key = awaited_id()
    try:
        person = get_person(key) if key else None
    except Missing:
        return None
    if person is None or not person.is_active or session[AWAITED][2] != _stamp(person):
        return None
    return person


def note_factor(factor: Factor) -> None:
    """Let the rest of this request know that a factor was given for the sign-in."""
    current_user.factor = factor


def this_browser() -> str:
    """Return the hash of what this browser is known by; give it that where it has nothing."""
    name = "__Host-browser" if setting("SESSION_COOKIE_SECURE") else "browser"
    held = request.cookies.get(name) or g.setdefault("browser", secrets.token_urlsafe(24))

    @after_this_request
    def _give(response: Response) -> Response:
        response.set_cookie(
            name,
            held,
            max_age=YEAR,
            secure=setting("SESSION_COOKIE_SECURE"),
            httponly=True,
            samesite="Lax",
        )
        return response

    return hashlib.sha256(held.encode()).hexdigest()


def _stamp(person: Person) -> str:
    return hashlib.sha256((person.password or "").encode()).hexdigest()[:16]
