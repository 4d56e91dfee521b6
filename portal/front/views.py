"""The home page, the bare address, and the answers that machines ask for."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from portal.kernel.database import db
from portal.ledger.queries import version_of
from portal.web.caching import public_page
from portal.web.locale import current_locale

bp = Blueprint("front", __name__)
bare = Blueprint("bare", __name__)


@bp.get("/")
@public_page(version_of)
def home() -> ResponseReturnValue:
    """Show what is open, what was answered, and where to begin."""
    return render_template("front/home.html")


@bare.get("/")
def start() -> ResponseReturnValue:
    """Send the reader to the home page in a language of theirs."""
    response = make_response(redirect(url_for("front.home", locale=current_locale())))
    response.vary.add("Accept-Language")
    return response


@bare.get("/healthz")
def health() -> Response:
    """Say that the portal answers and reads its database; nothing else."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


@bare.get("/robots.txt")
def robots() -> Response:
    """Let everyone read everything public."""
    return Response("User-agent: *\nDisallow: /*/desk\n", mimetype="text/plain")
