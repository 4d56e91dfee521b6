"""What the room does when something happens in it that the negotiations are to know of."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.committees.actions import note_activity
from portal.committees.models import Committee
from portal.committees.rules import ActivityKind
from portal.kernel.database import db
from portal.meetings.events import BriefingGiven, MinutesPublished
from portal.meetings.models import Meeting
from portal.meetings.rules import MeetingKind
from portal.negotiations.actions import note_consultation
from portal.negotiations.models import Negotiation
from portal.negotiations.rules import ConsultationKind
from portal.register.models import Docket


def note_held(event: MinutesPublished) -> None:
    """Let a meeting count once its minutes say that it was held.

    It is a consultation of its negotiation (R13), and shows that its committees are awake
    (R11). A correction of the minutes says nothing new.
    """
    if event.version > 1:
        return
    query = (
        select(Meeting)
        .where(Meeting.number == event.meeting)
        .options(
            joinedload(Meeting.docket).joinedload(Docket.negotiation),
            selectinload(Meeting.committees).joinedload(Committee.negotiation),
        )
        .execution_options(populate_existing=True)
    )
    meeting = db.session.scalars(query).one()
    hearing = meeting.kind is MeetingKind.HEARING
    kind = ConsultationKind.HEARING if hearing else ConsultationKind.MEETING
    talks = [committee.negotiation for committee in meeting.committees]
    docket = meeting.docket
    for committee in meeting.committees:
        note_activity(committee, ActivityKind.MEETING, meeting.held_on)
    for negotiation in {x.id: x for x in [*talks, docket and docket.negotiation] if x}.values():
        note_consultation(
            negotiation,
            kind=kind,
            reference=meeting.number,
            stage=docket.stage if docket else None,
            docket=docket.number if docket else None,
            by=event.by,
            now=event.at,
        )


def note_briefed(event: BriefingGiven) -> None:
    """Let the briefings of a round count as one consultation."""
    query = select(Negotiation).where(Negotiation.code == event.negotiation)
    note_consultation(
        db.session.scalars(query).one(),
        kind=ConsultationKind.BRIEFING,
        reference=f"{event.negotiation}/{event.round}",
        by=event.by,
        now=event.at,
    )
