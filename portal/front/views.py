"""The pages that draw on several rooms, the bare address, and what machines ask for."""

from datetime import datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.accounts.holders import holders_of
from portal.accounts.labels import ROLES
from portal.front import queries
from portal.front.labels import ROOMS
from portal.kernel import clock
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.ledger.queries import last_head, sealed_size, timeline, version_of
from portal.ledger.told import address, sentence
from portal.meetings.labels import CONTACTS
from portal.meetings.queries import contacts_of
from portal.negotiations.labels import STAGES
from portal.opinions.rules import CONCLUDED
from portal.register.labels import DECISIONS, DOES, DONE, FILES, KINDS, PARTS, PERIODS
from portal.register.markup import contents, parts, with_links
from portal.register.queries import (
    files_of,
    get_docket,
    get_notice,
    impact_of,
    lines_of,
    notices_of,
    open_notices,
    recent_notices,
    related_to,
)
from portal.register.rules import NoticeKind, PeriodState
from portal.register.views.reading import LINES_SHOWN
from portal.responses.queries import coverage_of
from portal.web.access import permissions
from portal.web.caching import public_page
from portal.web.locale import _, current_locale

bp = Blueprint("front", __name__)
bare = Blueprint("bare", __name__)

ROWS = 6
"""How many notices the home page lists under a heading."""

NEWS = 8
CONTACTS_SHOWN = 5
HISTORY = 30
LONGEST_KEY = 15
"""Digits of a row number that a database can hold for certain."""


@bp.get("/")
@public_page(version_of)
def home() -> ResponseReturnValue:
    """Show what is open, what happened last, and where to begin."""
    today = clock.legal_day(clock.now())
    return render_template(
        "front/home.html",
        figures=queries.figures(today),
        open_notices=open_notices(today, limit=ROWS),
        recent=recent_notices(limit=ROWS),
        news=_told(timeline(limit=NEWS)),
        KINDS=KINDS,
        PERIODS=PERIODS,
    )


@bp.get("/notices/<number>")
@public_page(lambda **_: version_of())
def notice(number: str) -> ResponseReturnValue:
    """Show one notice, as it was published, with what became of it around it."""
    found = get_notice(number)
    text = queries.text_for(found, current_locale())
    pieces = parts(text.html) if text else [""]
    part = min(max(request.args.get("part", 1, type=int), 1), len(pieces))
    others = [other for other in notices_of(found.docket) if other.id != found.id]
    now = clock.now()
    today = clock.legal_day(now)
    return render_template(
        "front/notice.html",
        notice=found,
        text=text,
        html=with_links(pieces[part - 1]),
        part=part,
        parts=len(pieces),
        contents=contents(pieces[part - 1]),
        others=others,
        related=related_to(found),
        lines=lines_of(found, limit=LINES_SHOWN + 1),
        most_lines=LINES_SHOWN,
        files=files_of(found),
        impact=impact_of(found, others, today=today),
        counts=queries.counts_of(found.docket_id),
        committees=queries.committees_for(found.themes, on=today),
        concludes=found.kind is NoticeKind.OUTCOME and found.docket.stage in CONCLUDED,
        state=found.period.state(now) if found.period else PeriodState.NONE,
        days=found.period.days_left(now) if found.period else 0,
        today=today,
        KINDS=KINDS,
        DECISIONS=DECISIONS,
        PARTS=PARTS,
        FILES=FILES,
        DOES=DOES,
        DONE=DONE,
    )


@bp.get("/dockets/<number>")
@public_page(lambda **_: version_of())
def docket(number: str) -> ResponseReturnValue:
    """Show everything on one subject in one place: notices, comments, answers, history."""
    found = get_docket(number)
    history = timeline(found.number, limit=HISTORY + 1, before=_before())
    older = history[HISTORY - 1] if len(history) > HISTORY else None
    return render_template(
        "front/docket.html",
        docket=found,
        notices=notices_of(found),
        counts=queries.counts_of(found.id),
        coverage=coverage_of(found),
        committees=queries.committees_for(found.themes, on=clock.legal_day(clock.now())),
        contacts=contacts_of(found, limit=CONTACTS_SHOWN),
        history=_told(history[:HISTORY]),
        CONTACTS=CONTACTS,
        older=f"{older.at.isoformat()}_{older.id}" if older else None,
        KINDS=KINDS,
        DECISIONS=DECISIONS,
        PERIODS=PERIODS,
        STAGES=STAGES,
    )


@bp.get("/about")
@public_page(version_of)
def about() -> ResponseReturnValue:
    """Say what the portal is, who runs it, and what it promises."""
    return render_template("front/about.html")


@bp.get("/access")
@public_page(version_of)
def access() -> ResponseReturnValue:
    """Say who may do what: every permission, in its own words, by room."""
    rooms: dict[str, list[tuple[str, Any]]] = {}
    for room, _name, permission in permissions(current_app):
        told = " ".join((permission.__doc__ or "").split())
        rooms.setdefault(room, []).append((_(told), holders_of(permission)))
    contents = [(room, name) for room, name in ROOMS.items() if room in rooms]
    return render_template(
        "front/access.html", rooms=rooms, contents=contents, ROOMS=ROOMS, ROLES=ROLES
    )


@bp.get("/accessibility")
@public_page(version_of)
def accessibility() -> ResponseReturnValue:
    """Say how accessible the portal is, and whom to tell where it is not."""
    return render_template("front/accessibility.html")


def _version_and_head() -> str:
    return f"{version_of()}.{sealed_size()}"


@bp.get("/ledger")
@public_page(_version_and_head)
def ledger() -> ResponseReturnValue:
    """Show the head of the ledger, and how anyone may check it."""
    return render_template(
        "front/ledger.html", head=last_head(), news=_told(timeline(limit=HISTORY))
    )


def _told(entries: list[Entry]) -> list[dict[str, Any]]:
    return [
        {"when": entry.at, "text": sentence(entry), "href": address(entry), "docket": entry.docket}
        for entry in entries
    ]


def _before() -> tuple[datetime, int] | None:
    """Read the key of the page of history that is asked for: a moment and a row number."""
    moment, _line, key = request.args.get("before", "").rpartition("_")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    if at.tzinfo is None or not key.isdecimal() or len(key) > LONGEST_KEY:
        return None
    return at, int(key)


@bare.get("/")
def start() -> ResponseReturnValue:
    """Send the reader to the home page in a language of theirs."""
    response = make_response(redirect(url_for("front.home", locale=current_locale())))
    response.vary.add("Accept-Language")
    return response


@bare.get("/healthz")
def health() -> Response:
    """Say that the portal answers and reads its database; nothing else."""
    db.session.execute(select(1))
    return Response("ok\n", mimetype="text/plain")


@bare.get("/robots.txt")
def robots() -> Response:
    """Let everyone read everything public."""
    return Response("User-agent: *\nDisallow: /*/desk\n", mimetype="text/plain")
