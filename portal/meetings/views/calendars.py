"""Calendars: of one meeting, of a committee, of whoever holds a secret address."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.policy import may_use_account
from portal.committees.queries import get_committee
from portal.kernel import clock
from portal.ledger.queries import version_of
from portal.meetings.actions import close_calendar, open_calendar
from portal.meetings.calendars import calendar_of
from portal.meetings.queries import (
    feed_of,
    find_owner,
    get_meeting,
    meetings_of_committee,
    meetings_of_person,
)
from portal.meetings.views.room import bp
from portal.web.access import authorize
from portal.web.caching import public_page
from portal.web.locale import _, current_locale, tell
from portal.web.urls import absolute_url

TYPE = "text/calendar; charset=utf-8"


@bp.get("/meetings/<number>/meeting.ics")
@public_page(lambda number: version_of())  # noqa: ARG005  # The whole ledger is its version.
def meeting_calendar(number: str) -> Response:
    """Hand out one meeting for a calendar."""
    found = get_meeting(number)
    name = tell(found.title).text
    return _answer(calendar_of([found], name=name, locale=current_locale()), found.number)


@bp.get("/committees/<code>/meetings.ics")
@public_page(lambda code: version_of())  # noqa: ARG005  # As above.
def committee_calendar(code: str) -> Response:
    """Hand out the meetings of a committee as a calendar to subscribe to."""
    committee = get_committee(code)
    name = f"{committee.code}: {tell(committee.theme.name).text}"
    meetings = meetings_of_committee(committee, now=clock.now())
    return _answer(calendar_of(meetings, name=name, locale=current_locale()), committee.code)


@bp.get("/calendar/<token>/meetings.ics")
def own_calendar(token: str) -> Response:
    """Hand out a person's own meetings to whoever holds the secret address."""
    owner = find_owner(token)
    meetings = meetings_of_person(owner.id, now=clock.now())
    calendar = calendar_of(meetings, name=_("Keñes"), locale=current_locale(), joining=True)
    response = _answer(calendar, "meetings")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/account/calendar")
def calendar() -> ResponseReturnValue:
    """Show whether a person has a calendar address; a new one is shown this once."""
    authorize(may_use_account)
    return _calendar_page("")


@bp.post("/account/calendar")
def make_calendar() -> ResponseReturnValue:
    """Make a new calendar address and show it; the old one ends."""
    authorize(may_use_account)
    token = open_calendar(by=current_user, now=clock.now())
    return _calendar_page(
        absolute_url("meetings.own_calendar", locale=current_locale(), token=token)
    )


@bp.post("/account/calendar/end")
def end_calendar() -> ResponseReturnValue:
    """End the calendar address."""
    authorize(may_use_account)
    close_calendar(by=current_user, now=clock.now())
    flash(_("The address is ended. Calendars that use it read nothing more."))
    return redirect(url_for("meetings.calendar"), 303)


def _calendar_page(address: str) -> Response:
    page = render_template("meetings/calendar.html", feed=feed_of(current_user.id), address=address)
    response = Response(page, mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer(calendar: bytes, name: str) -> Response:
    response = Response(calendar, content_type=TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
