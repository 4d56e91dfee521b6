"""What a vote has come to: counted from its rows each time, and kept nowhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from portal.opinions.models import Opinion, Poll, Version
from portal.opinions.rules import (
    WHOLE,
    Choice,
    Count,
    Counts,
    DraftPoint,
    Stage,
    count,
    dissents_until,
    is_adopted,
    recused_on,
    total,
)


@dataclass(frozen=True)
class Result:
    """How one item stands, or stood at the end."""

    item: int
    point: DraftPoint | None
    """The point that was voted on by itself; nothing: the opinion as a whole."""
    place: int
    """Where the point stands in its version, from 1; 0 for the whole."""
    counts: Counts
    recused: Collection[int]
    """Organisations that took no part."""

    @property
    def total(self) -> Count:
        """The votes of all committees."""
        return total(self.counts)

    @property
    def is_adopted(self) -> bool:
        """Whether every committee is for it."""
        return is_adopted(self.counts)


def recused(opinion: Opinion, poll: Poll, item: int) -> frozenset[int]:
    """Return the organisations that keep out of the vote on an item."""
    keys = [kept["key"] for kept in poll.version.points]
    before = [x for x in opinion.recusals if x.at < poll.closes_at and x.at <= poll.end]
    stepped = [(x.organisation_id, x.item) for x in before]
    return recused_on(item, poll.items, stepped, points=keys)


def results(opinion: Opinion, poll: Poll) -> list[Result]:
    """Return how each item stands, the whole first. Loaded: version, electors, ballots."""
    points = poll.version.wording.points
    places = {point.key: place for place, point in enumerate(points, 1)}
    by_key = {point.key: point for point in points}
    found = []
    for item in poll.items:
        aside = recused(opinion, poll, item)
        counts = count(poll.voters, poll.choices(item), recused=aside)
        found.append(Result(item, by_key.get(item), places.get(item, WHOLE), counts, aside))
    return found


def all_have_voted(opinion: Opinion, poll: Poll) -> bool:
    """Say whether nobody is left who could still vote."""
    return all(
        one.cast == one.entitled
        for result in results(opinion, poll)
        for one in result.counts.values()
    )


def stage_of(opinion: Opinion, poll: Poll | None, latest: Version, *, now: datetime) -> Stage:
    """Return how far an opinion has come at this moment."""
    if opinion.filed_at:
        return Stage.FILED
    if opinion.withdrawn_at:
        return Stage.WITHDRAWN
    if poll is None:
        return Stage.DRAFTING
    if not poll.has_ended(now):
        return Stage.VOTING
    if results(opinion, poll)[0].is_adopted:
        return Stage.ADOPTED
    return Stage.NOT_ADOPTED if latest.id == poll.version_id else Stage.DRAFTING


def did_not_agree(poll: Poll) -> set[int]:
    """Return the organisations of which a seat voted against something, or abstained."""
    of_seat = {elector.seat_id: elector.organisation_id for elector in poll.electors}
    return {of_seat[x.seat_id] for x in poll.ballots if x.choice is not Choice.FOR}


def able_to_dissent(opinion: Opinion, poll: Poll) -> set[int]:
    """Return the organisations that may attach a dissent: theirs counted, and was not for it."""
    counted = {
        elector.organisation_id
        for elector in poll.electors
        if any(elector.organisation_id not in recused(opinion, poll, x) for x in poll.items)
    }
    return did_not_agree(poll) & counted


def still_to_dissent(opinion: Opinion, poll: Poll) -> set[int]:
    """Return those of them who have not said yet whether they attach one."""
    return able_to_dissent(opinion, poll) - {dissent.organisation_id for dissent in poll.dissents}


def open_for_filing_from(opinion: Opinion, poll: Poll) -> datetime:
    """Return the moment from which an adopted opinion may be filed."""
    return dissents_until(poll.last_day) if still_to_dissent(opinion, poll) else poll.end


def adopted_points(opinion: Opinion, poll: Poll) -> list[DraftPoint]:
    """Return the points that are filed: without those that were voted down by themselves."""
    refused = {x.item for x in results(opinion, poll) if x.item != WHOLE and not x.is_adopted}
    return [point for point in poll.version.wording.points if point.key not in refused]
