"""Registering for a meeting, and giving a place up."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.meetings.actions import give_up_place, take_place
from portal.meetings.letters import send_places
from portal.meetings.policy import may_register
from portal.meetings.queries import get_meeting
from portal.meetings.views.room import bp
from portal.web.access import authorize
from portal.web.limits import limited
from portal.web.locale import _


@bp.post("/meetings/<number>/place")
@limited("meeting-place", tries=60, seconds=10 * 60)
def take(number: str) -> ResponseReturnValue:
    """Register whoever asks, for a place or for the waiting list."""
    authorize(may_register)
    registration = take_place(get_meeting(number), by=current_user, now=clock.now())
    if registration.waits:
        flash(_("All places are taken. You are on the waiting list and will get a letter."))
    else:
        flash(_("You have a place."))
    return redirect(url_for("meetings.meeting", number=number), 303)


@bp.post("/meetings/<number>/leave")
@limited("meeting-place", tries=60, seconds=10 * 60)
def leave(number: str) -> ResponseReturnValue:
    """Give up one's place or turn; whoever has waited longest gets the place."""
    authorize(may_register)
    found = get_meeting(number)
    now = clock.now()
    send_places(give_up_place(found, by=current_user, now=now), found, now=now)
    flash(_("You are not registered any more."))
    return redirect(url_for("meetings.meeting", number=number), 303)
