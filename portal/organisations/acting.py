"""For whom a person acts: chosen in the browser, and believed only while it is true."""

from flask import Flask, session
from flask_login import current_user

from portal.accounts.models import Membership, Organisation

CHOSEN = "acting_for"


def init_app(app: Flask) -> None:
    """Let the layouts say for whom the reader acts."""
    app.jinja_env.globals["acting"] = acting


def choose(organisation: Organisation | None) -> None:
    """Act for the organisation from here on; for oneself where none is named."""
    if organisation is None:
        session.pop(CHOSEN, None)
    else:
        session[CHOSEN] = organisation.id


def acting() -> Membership | None:
    """Return the membership in which the reader acts now; nothing: for themselves.

    Looked up among the memberships of this very request: one that has ended ends it at once.
    """
    chosen = session.get(CHOSEN)
    found = (m for m in current_user.memberships if m.organisation_id == chosen)
    return next(found, None)
