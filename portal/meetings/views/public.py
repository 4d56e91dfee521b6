"""What everyone reads: the register of meetings, one meeting, a committee's meetings."""

from datetime import datetime
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.attachments.files import download
from portal.committees.queries import get_committee
from portal.committees.rules import SIZES, VOTING
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.paging import page_of
from portal.kernel.text import N_
from portal.ledger.queries import version_of
from portal.meetings.attendee import Attendee, attendee_of
from portal.meetings.forms import MeetingFilter
from portal.meetings.models import Meeting
from portal.meetings.queries import (
    Shelf,
    actions_of,
    activity_of,
    committees,
    demands_of,
    find_registration,
    find_request,
    get_item,
    get_meeting,
    meetings_by_quarter,
    places_of,
    select_meetings,
    speakers_at,
)
from portal.meetings.rules import (
    PRESENT,
    action_state,
    comments_after,
    slot_begins,
    strategic_share,
)
from portal.meetings.views.room import WORDS, attendee, bp
from portal.web.caching import public_page
from portal.web.turning import turn, turned

ROWS = 10


@bp.get("/meetings")
@public_page(version_of)
def register() -> ResponseReturnValue:
    """List the meetings of committees and the hearings, the coming ones first."""
    form = MeetingFilter(request.args, committees=committees())
    shelf, kind, committee = form.chosen
    now = clock.now()
    page = page_of(
        select_meetings(shelf, now=now, kind=kind, committee=committee),
        Meeting.starts_at,
        descending=shelf is Shelf.PAST,
        turn=turn(datetime),
    )
    return render_template(
        "meetings/register.html",
        form=form,
        page=page,
        shelf=shelf,
        sought=bool(kind or committee),
        today=clock.legal_day(now),
        turned=turned,
        **WORDS,
    )


@bp.get("/meetings/<number>")
@public_page(lambda number: version_of())  # noqa: ARG005  # The whole ledger is its version.
def meeting(number: str) -> ResponseReturnValue:
    """Show one meeting: when and where, its agenda, who was there, what was decided."""
    found = get_meeting(number)
    return render_template("meetings/meeting.html", **_shown(found, attendee(found)), **WORDS)


def _shown(meeting: Meeting, who: Attendee) -> dict[str, Any]:
    now = clock.now()
    today = clock.legal_day(now)
    published = [minutes for minutes in meeting.minutes if minutes.published_at]
    items = [item for item in meeting.in_order if who.reads_closed or not item.closed]
    registration = find_registration(meeting, current_user.id)
    seated = [row for row in meeting.attendance if row.term.seat.role in VOTING]
    return {
        "meeting": meeting,
        "who": who,
        "items": items,
        "share": strategic_share((item.kind, item.nature) for item in items if not item.closed),
        "minutes": published[-1] if published else None,
        "versions": published,
        "attendance": meeting.attendance if published else [],
        "present": sum(row.presence in PRESENT for row in seated),
        "voting": len(seated),
        "quorum": SIZES.quorum_of(len(seated)),
        "decisions": meeting.decisions if published else [],
        "states": {
            x.number: action_state(x.due_on, x.done_on, today=today) for x in meeting.decisions
        },
        "registration": registration,
        "speakers": speakers_at(meeting) if meeting.hearing else [],
        "asked": find_request(meeting, current_user.id) if meeting.hearing else None,
        "slot_begins": slot_begins,
        "comments_after": comments_after(meeting.held_on),
        "places": places_of(meeting) if current_user.is_authenticated else None,
        "takes_part": who.stands or (registration is not None and not registration.waits),
        "over": meeting.is_over(now),
        "begun": meeting.starts_at <= now,
        "today": today,
    }


@bp.get("/meetings/<number>/papers/<key:item>")
def paper(number: str, item: int) -> Response:
    """Hand out the paper of an item; a closed one is not there for the public."""
    found = get_meeting(number)
    entry = get_item(found, item, attendee(found))
    if entry.paper is None:
        raise Missing(N_("This item has no paper."))
    return download(entry.paper, public=not entry.closed)


@bp.get("/committees/<code>/meetings")
@public_page(lambda code: version_of())  # noqa: ARG005  # As above.
def of_committee(code: str) -> ResponseReturnValue:
    """Show how active a committee is, and its meetings."""
    committee = get_committee(code)
    now = clock.now()
    today = clock.legal_day(now)
    who = attendee_of(committee, current_user.id, on=today)
    actions = actions_of(committee)

    def shelf(name: Shelf) -> Any:
        query = select_meetings(name, now=now, committee=code)
        return page_of(query, Meeting.starts_at, descending=name is Shelf.PAST, size=ROWS)

    return render_template(
        "meetings/of_committee.html",
        committee=committee,
        activity=activity_of(committee, now=now),
        quarters=meetings_by_quarter(committee, now=now),
        coming=shelf(Shelf.COMING),
        past=shelf(Shelf.PAST),
        demands=demands_of(committee) if who.stands else [],
        actions=actions,
        states={x.id: action_state(x.due_on, x.done_on, today=today) for x in actions},
        who=who,
        today=today,
        **WORDS,
    )
