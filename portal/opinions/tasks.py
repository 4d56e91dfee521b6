"""What opinions wait for from a person: votes, comments, answers, dissents, filings."""

from collections.abc import Iterator
from datetime import date, datetime

from portal.accounts.models import Actor, Person
from portal.accounts.rules import Role
from portal.committees.queries import Standing, standings_of
from portal.committees.rules import VOTING, SeatRole
from portal.kernel.clock import legal_day
from portal.opinions.drafts import is_officer
from portal.opinions.queries import drafts_of
from portal.opinions.queries.lists import Line
from portal.opinions.results import open_for_filing_from, recused, still_to_dissent
from portal.opinions.rules import (
    OPEN_TO_CHANGE,
    Joining,
    Stage,
    dissents_until,
    last_day_to_dissent,
)
from portal.web.locale import _
from portal.web.tasks import Task
from portal.web.urls import url_for


def tasks(actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield what waits for somebody who sits in a committee. At most 10 statements."""
    if not isinstance(actor, Person):
        return
    if actor.is_official and not (actor.memberships or actor.has(Role.CHAMBER)):
        return
    standings = {x.committee.id: x for x in standings_of(actor.id, on=legal_day(now))}
    if not standings:
        return
    for line in drafts_of(list(standings), now=now):
        joined = {x.committee_id for x in line.opinion.parties if x.joining is Joining.JOINED}
        asked = {x.committee_id for x in line.opinion.parties if x.joining is Joining.INVITED}
        ours = [x for key, x in standings.items() if key in joined]
        if any(x.role is SeatRole.CHAIR for key, x in standings.items() if key in asked):
            yield _task(line, _("Say whether your committee joins: %(title)s", title=line.title))
        yield from _of(line, ours, now)


def _of(line: Line, ours: list[Standing], now: datetime) -> Iterator[Task]:
    opinion, poll = line.opinion, line.poll
    until = opinion.remarks_until
    seated = [x for x in ours if x.term and x.role is not SeatRole.OBSERVER]
    if line.stage in OPEN_TO_CHANGE and until and legal_day(now) <= until and seated:
        yield _task(line, _("Comment on the draft: %(title)s", title=line.title), until)
    if poll is None:
        return
    if line.stage is Stage.VOTING and _has_to_vote(line, ours):
        title = _("Vote on: %(title)s", title=line.title)
        yield _task(line, title, poll.last_day)
    if line.stage is not Stage.ADOPTED:
        return
    organisations = {x.term.organisation_id for x in ours if x.term}
    if now < dissents_until(poll.last_day) and organisations & still_to_dissent(opinion, poll):
        title = _("Attach your dissent, or say that there is none: %(title)s", title=line.title)
        yield _task(line, title, last_day_to_dissent(poll.last_day))
    files = any(is_officer(x) and x.committee.id == opinion.lead_id and x.term for x in ours)
    if files and now >= open_for_filing_from(opinion, poll):
        yield _task(line, _("File the adopted opinion: %(title)s", title=line.title))


def _has_to_vote(line: Line, ours: list[Standing]) -> bool:
    poll = line.poll
    if poll is None:
        return False
    roll = {(x.seat_id, x.organisation_id) for x in poll.electors}
    voted = {(ballot.seat_id, ballot.item) for ballot in poll.ballots}
    for item in poll.items:
        aside = recused(line.opinion, poll, item)
        for standing in ours:
            term = standing.term
            if term is None or standing.role not in VOTING or term.organisation_id in aside:
                continue
            seat = (term.seat_id, term.organisation_id)
            if seat in roll and (term.seat_id, item) not in voted:
                return True
    return False


def _task(line: Line, title: str, due: date | None = None) -> Task:
    return Task(title, url_for("opinions.draft", number=line.opinion.number), due)
