"""Kinds of opinion, what a draft may hold, who is counted in a vote, and when. Pure rules."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from portal.comments.rules import LONGEST_ASK, LONGEST_POINT, LONGEST_TITLE, Stance, tidy
from portal.kernel.calendar import Span
from portal.kernel.clock import end_of, legal_day
from portal.kernel.errors import RuleBroken
from portal.kernel.text import LOCALES, N_
from portal.negotiations.rules import Stage as Talks
from portal.negotiations.rules import place_of


class Kind(StrEnum):
    """What committees write."""

    OPINION = "opinion"
    ISSUE_PAPER = "issue_paper"
    """A problem thought through: options, evidence, who gains and who loses (R36)."""
    FINAL_REPORT = "final_report"
    """What a committee thinks of a concluded agreement (R18)."""


class Joining(StrEnum):
    """How a committee stands to an opinion that it was invited to."""

    INVITED = "invited"
    JOINED = "joined"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class Choice(StrEnum):
    """What a seat says in a vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Stage(StrEnum):
    """How far an opinion has come; only filing and withdrawal are decisions of their own."""

    DRAFTING = "drafting"
    VOTING = "voting"
    NOT_ADOPTED = "not_adopted"
    """The vote ended without a majority or a quorum; the draft may be mended."""
    ADOPTED = "adopted"
    FILED = "filed"
    WITHDRAWN = "withdrawn"


OPEN_TO_CHANGE = (Stage.DRAFTING, Stage.NOT_ADOPTED)
"""The stages in which a draft takes new versions, committees and votes."""

WHOLE = 0
"""The item of a vote, or of a recusal, that is the opinion as a whole."""

QUORUM = Fraction(2, 3)
"""Of the filled voting seats (`timing_defaults.yaml`, committee.quorum)."""

LONGEST_BODY = 40_000
MOST_LINES = 2_000
MOST_POINTS = 20
MOST_COMMITTEES = 6
MOST_VERSIONS = 300
LONGEST_REMARK = 4_000
LONGEST_REASON = 1_000
LONGEST_DISSENT = 5_000

LONGEST_VOTE = Span(20, working=True)
DISSENTING = Span(3, working=True)
"""After the end of a vote, for those who did not vote for it, unless all have answered."""
FINAL_REPORT = Span(30)
"""After the notice of conclusion (19 USC 2155(e); committee.final_report_days)."""


@dataclass(frozen=True, kw_only=True)
class DraftPoint:
    """One thing that the committees are to say or ask."""

    key: int = 0
    """What it is known by in every version; 0 for a new one."""
    ask: str = ""
    text: str = ""
    stance: Stance | None = None
    question: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the form in which a version keeps it."""
        return {
            "key": self.key,
            "ask": self.ask,
            "text": self.text,
            "stance": self.stance.value if self.stance else None,
            "question": self.question,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "DraftPoint":
        """Read it back."""
        stance = Stance(kept["stance"]) if kept["stance"] else None
        return cls(**{**kept, "stance": stance})


@dataclass(frozen=True, kw_only=True)
class Wording:
    """All that a version says."""

    title: str
    locale: str
    body: str = ""
    points: Sequence[DraftPoint] = ()

    def keyed(self, known: Collection[int]) -> "Wording":
        """Return the tidy wording whose new points have keys that no version has had."""
        last = max(known, default=0)
        points: list[DraftPoint] = []
        for point in self.points:
            taken = {other.key for other in points}
            key = point.key if point.key in known and point.key not in taken else 0
            if not key:
                key = last = last + 1
            points.append(
                DraftPoint(
                    key=key,
                    ask=tidy(point.ask),
                    text=tidy(point.text),
                    stance=point.stance,
                    question=point.question,
                )
            )
        return Wording(
            title=tidy(self.title), locale=self.locale, body=tidy(self.body), points=tuple(points)
        )


def check_wording(wording: Wording, *, questions: Collection[int]) -> None:
    """Refuse a draft that could not be kept. Raises RuleBroken.

    The field of a fault in a point is `points-<place>-<part>`, counted from 0.
    """
    if not wording.title.strip():
        raise RuleBroken(N_("Give the draft a title."), field="title")
    _check_length(wording.title, LONGEST_TITLE, "title")
    _check_length(wording.body, LONGEST_BODY, "body")
    if len(wording.body.splitlines()) > MOST_LINES:
        raise RuleBroken(N_("Use at most %(most)s lines."), field="body", most=MOST_LINES)
    if wording.locale not in LOCALES:
        raise RuleBroken(N_("Choose one of the three languages."), field="locale")
    if len(wording.points) > MOST_POINTS:
        raise RuleBroken(
            N_("An opinion has at most %(most)s points."), field="points", most=MOST_POINTS
        )
    for place, point in enumerate(wording.points):
        _check_length(point.ask, LONGEST_ASK, f"points-{place}-ask")
        _check_length(point.text, LONGEST_POINT, f"points-{place}-text")
        if point.question is not None and point.question not in questions:
            raise RuleBroken(
                N_("The notice has no such question."), field=f"points-{place}-question"
            )


def _check_length(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise RuleBroken(N_("Use at most %(most)s characters."), field=field, most=most)


def check_ready(wording: Wording, *, lacking: Sequence[str]) -> None:
    """Refuse a vote on a draft that says nothing, or lacks a part. Raises RuleBroken."""
    if not wording.points:
        raise RuleBroken(N_("The draft has no point yet. Each is answered by itself."))
    for place, point in enumerate(wording.points, 1):
        if not point.ask:
            raise RuleBroken(
                N_("Point %(number)s does not say in one sentence what it asks."), number=place
            )
    if lacking:
        raise RuleBroken(
            N_("These parts are still to be written: %(parts)s."), parts=", ".join(lacking)
        )


def check_closing(closes_on: date | None, *, now: datetime) -> datetime:
    """Return the end of a vote that closes on the day. Raises RuleBroken on `closes_on`."""
    today = legal_day(now)
    if closes_on is None or closes_on <= today:
        raise RuleBroken(N_("Give the members at least until tomorrow."), field="closes_on")
    if closes_on > LONGEST_VOTE.last_day(today):
        raise RuleBroken(
            N_("A vote lasts at most %(most)s working days."),
            field="closes_on",
            most=LONGEST_VOTE.days,
        )
    return end_of(closes_on)


@dataclass(frozen=True)
class Voter:
    """A voting seat that was filled when a vote was opened."""

    seat: int
    committee: int
    organisation: int


@dataclass(frozen=True)
class Count:
    """How one committee voted on one item."""

    entitled: int
    """Seats that might vote: filled when the vote was opened, and not recused."""
    in_favour: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        """How many seats voted."""
        return self.in_favour + self.against + self.abstained

    @property
    def has_quorum(self) -> bool:
        """Say whether enough seats voted for the vote to count."""
        return self.cast > 0 and self.cast >= QUORUM * self.entitled

    @property
    def is_carried(self) -> bool:
        """Say whether the committee is for it."""
        return self.has_quorum and self.in_favour > self.against


Counts = Mapping[int, Count]
"""By the committee's row number."""


def count(
    voters: Iterable[Voter], choices: Mapping[int, Choice], *, recused: Collection[int]
) -> dict[int, Count]:
    """Count one item by committee, without the seats of organisations that are recused.

    `choices` are by seat. What somebody outside of the roll chose counts nowhere.
    """
    found: dict[int, list[Choice | None]] = {}
    for voter in voters:
        seats = found.setdefault(voter.committee, [])
        if voter.organisation not in recused:
            seats.append(choices.get(voter.seat))
    return {committee: _counted(seats) for committee, seats in found.items()}


def _counted(seats: Sequence[Choice | None]) -> Count:
    return Count(
        entitled=len(seats),
        in_favour=seats.count(Choice.FOR),
        against=seats.count(Choice.AGAINST),
        abstained=seats.count(Choice.ABSTAIN),
    )


def is_adopted(counts: Counts) -> bool:
    """Say whether every committee has a quorum and more votes for than against."""
    return bool(counts) and all(one.is_carried for one in counts.values())


def total(counts: Counts) -> Count:
    """Return the votes of all committees together."""
    every = list(counts.values())
    return Count(
        sum(one.entitled for one in every),
        sum(one.in_favour for one in every),
        sum(one.against for one in every),
        sum(one.abstained for one in every),
    )


def items_of(wording: Wording, apart: Collection[int]) -> list[int]:
    """Return what is voted on: the whole, then each point that is voted on by itself."""
    keys = [point.key for point in wording.points]
    unknown = set(apart) - set(keys)
    if unknown or len(apart) >= len(keys):
        raise RuleBroken(
            N_("Choose points of this version, and leave at least one to the whole."),
            field="apart",
        )
    return [WHOLE, *(key for key in keys if key in apart)]


def recused_on(
    item: int,
    items: Collection[int],
    recusals: Iterable[tuple[int, int]],
    *,
    points: Collection[int],
) -> frozenset[int]:
    """Return the organisations that take no part in the vote on an item.

    A recusal is an organisation and the point, or the whole, that it keeps out of. Where
    that point is voted on by itself the organisation keeps out of that vote only; where
    the point is a part of the whole it keeps out of the whole; where the version has no
    such point any more it is as if nothing had been said.
    """
    return frozenset(
        organisation
        for organisation, kept_out in recusals
        if kept_out in {WHOLE, item}
        or (item == WHOLE and kept_out in points and kept_out not in items)
    )


def last_day_to_dissent(voted_on: date) -> date:
    """Return the last day for a dissent, where the last day of the vote was this one."""
    return DISSENTING.last_day(voted_on)


def dissents_until(voted_on: date) -> datetime:
    """Return until when those who did not vote for an opinion may attach a dissent."""
    return end_of(last_day_to_dissent(voted_on))


def common_stance(points: Iterable[DraftPoint]) -> Stance | None:
    """Return the stance of an opinion: that of its points, or mixed where they differ."""
    stances = {point.stance for point in points if point.stance}
    if not stances:
        return None
    return stances.pop() if len(stances) == 1 else Stance.MIXED


def report_due(concluded_on: date) -> date:
    """Return the last day for a final report on what was concluded on the day."""
    return FINAL_REPORT.last_day(concluded_on)


CONCLUDED = tuple(stage for stage in Talks if place_of(stage) >= place_of(Talks.PRE_OUTCOME))
"""The stages of a docket in which there is an agreement to report on."""


class ReportState(StrEnum):
    """How the final report of a committee stands to its thirty days (R18)."""

    AWAITED = "awaited"
    OVERDUE = "overdue"
    FILED = "filed"
    FILED_LATE = "filed_late"


def report_state(*, due: date, filed_on: date | None, today: date) -> ReportState:
    """Return how a report stands that was to be filed by the day."""
    if filed_on is not None:
        return ReportState.FILED if filed_on <= due else ReportState.FILED_LATE
    return ReportState.AWAITED if today <= due else ReportState.OVERDUE
