"""What a person is at a meeting, or in a committee that may call one."""

from dataclasses import dataclass
from datetime import date

from portal.accounts.models import Agency
from portal.committees.models import Committee
from portal.committees.queries import Standing, find_declaration, standings_of
from portal.committees.rules import SeatRole
from portal.meetings.models import Meeting


@dataclass(frozen=True)
class Attendee:
    """What a person is at a meeting, or in a committee that may call one."""

    standings: tuple[Standing, ...] = ()
    declared: bool = False
    """Whether their declaration of interests is good."""
    agency: Agency | None = None
    """The body that answers for the hearing, where the meeting is one."""

    @property
    def stands(self) -> bool:
        """Say whether they sit in a committee that meets, or keep its papers."""
        return bool(self.standings)

    @property
    def is_secretary(self) -> bool:
        """Say whether they keep the papers."""
        return any(x.is_secretary for x in self.standings)

    @property
    def presides(self) -> bool:
        """Say whether they chair, or stand in for who does."""
        return any(x.role in {SeatRole.CHAIR, SeatRole.DEPUTY_CHAIR} for x in self.standings)

    @property
    def reads_closed(self) -> bool:
        """Say whether closed items and their papers are there for them.

        Who sits has declared interests within the year (R68); the secretary has no vote.
        """
        return self.is_secretary or (self.stands and self.declared)


def attendee_at(meeting: Meeting, person_id: int | None, *, on: date) -> Attendee:
    """Return what a person is at a meeting. No statement for guests, else at most 3."""
    if meeting.docket is not None:
        return Attendee(agency=meeting.docket.agency)
    return _attendee({committee.id for committee in meeting.committees}, person_id, on)


def attendee_of(committee: Committee, person_id: int | None, *, on: date) -> Attendee:
    """Return what a person is in a committee. No statement for guests, else at most 3."""
    return _attendee({committee.id}, person_id, on)


def _attendee(committees: set[int], person_id: int | None, on: date) -> Attendee:
    if person_id is None:
        return Attendee()
    found = tuple(x for x in standings_of(person_id, on=on) if x.committee.id in committees)
    declared = bool(found) and find_declaration(person_id, on=on) is not None
    return Attendee(found, declared)
