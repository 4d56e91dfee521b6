"""What waits for people around meetings."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from portal.accounts.models import Actor, Person
from portal.committees.queries import standings_of
from portal.committees.rules import SeatRole
from portal.kernel.clock import legal_day
from portal.meetings.queries import (
    offered_to,
    owed_actions,
    unanswered_demands,
    without_minutes,
)
from portal.web.locale import _, tell
from portal.web.tasks import Task
from portal.web.urls import url_for


def tasks(actor: Actor, now: datetime) -> Iterable[Task]:
    """Yield days to set, minutes to publish, places that became free, actions that are owed."""
    if not isinstance(actor, Person):
        return
    standings = standings_of(actor.id, on=legal_day(now))
    officers = (SeatRole.CHAIR, SeatRole.DEPUTY_CHAIR)
    leads = {x.committee.id for x in standings if x.is_secretary or x.role in officers}
    if leads:
        yield from _of_officers(leads, now)
    for registration in offered_to(actor.id, now=now):
        meeting = registration.meeting
        yield Task(
            _("A place became free for you: %(meeting)s", meeting=tell(meeting.title).text),
            url_for("meetings.meeting", number=meeting.number),
            meeting.held_on,
        )
    organisations = {
        x.organisation_id for x in actor.memberships if actor.represents(x.organisation_id)
    }
    agencies = {duty.agency_id for duty in actor.duties if duty.agency_id}
    if organisations or agencies:
        for decision in owed_actions(organisations, agencies):
            yield Task(
                _(
                    "Do what meeting %(meeting)s decided: %(action)s",
                    meeting=decision.meeting.number,
                    action=tell(decision.text).text,
                ),
                url_for("meetings.meeting", number=decision.meeting.number, _anchor="decisions"),
                decision.due_on,
            )


def _of_officers(committees: set[int], now: datetime) -> Iterator[Task]:
    for demand in unanswered_demands(committees):
        yield Task(
            _(
                "Set a day: a member of committee %(committee)s asks for a meeting",
                committee=demand.committee.code,
            ),
            url_for("meetings.of_committee", code=demand.committee.code),
        )
    for meeting in without_minutes(committees, now=now):
        yield Task(
            _("Publish the minutes of meeting %(meeting)s", meeting=meeting.number),
            url_for("meetings.minutes", number=meeting.number),
            meeting.minutes_due,
        )
