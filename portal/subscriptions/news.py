"""What happened in a slot, as a digest tells it: read from the ledger, one item a docket."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.ledger.queries import select_timeline
from portal.register.models import Docket, Notice
from portal.register.rules import NoticeState
from portal.subscriptions.models import Subscription
from portal.subscriptions.rules import WARNING, Frequency, Topic, Window

COUNTED = ("CommentPosted",)
"""Kinds of which there are too many to be told one by one."""
SILENT = ("DocketOpened",)
"""Kinds that another fact of the same moment tells better."""
MOST_ENTRIES = 5_000


class Weight(IntEnum):
    """How much a fact matters to a reader; the least number comes first."""

    DEADLINE = 0
    ANSWERS = 1
    NOTICE = 2
    PROMISE = 3
    OTHER = 4
    COMMENTS = 5


WEIGHTS = {
    "AnswersPublished": Weight.ANSWERS,
    "NoticePublished": Weight.NOTICE,
    "CommitmentMade": Weight.PROMISE,
    "CommitmentKept": Weight.PROMISE,
    "CommitmentCancelled": Weight.PROMISE,
}


@dataclass
class Happening:
    """What is new in one docket."""

    docket: Docket
    themes: frozenset[str]
    entries: list[Entry] = field(default_factory=list)
    """Newest first."""
    notices: dict[str, Notice] = field(default_factory=dict)
    """Those published in the slot, by number."""
    closing: list[Notice] = field(default_factory=list)
    """Those whose deadline comes near."""
    comments: int = 0
    """How many comments were posted."""

    @property
    def weight(self) -> Weight:
        """What matters most in it."""
        if self.closing:
            return Weight.DEADLINE
        weights = [WEIGHTS.get(entry.kind, Weight.OTHER) for entry in self.entries]
        return min(weights, default=Weight.COMMENTS)

    @property
    def newest(self) -> float:
        """When its newest fact happened, for sorting."""
        return max((entry.at.timestamp() for entry in self.entries), default=0.0)

    def count(self, *kinds: str) -> int:
        """Return how many entries are of these kinds."""
        return sum(entry.kind in kinds for entry in self.entries)


def happenings_in(frequency: Frequency, window: Window) -> dict[str, Happening]:
    """Return what is new, by docket: a reading of the ledger and of deadlines. 6 statements."""
    opens, closes = window
    within = (Entry.at >= opens, Entry.at < closes, Entry.docket.is_not(None))
    query = select_timeline().where(*within, Entry.kind.not_in((*COUNTED, *SILENT)))
    entries = list(db.session.scalars(query.limit(MOST_ENTRIES)))
    per_docket = (
        select(Entry.docket, func.count())
        .where(*within, Entry.public, Entry.kind.in_(COUNTED))
        .group_by(Entry.docket)
    )
    counted: dict[str, int] = {str(docket): n for docket, n in db.session.execute(per_docket)}
    closing = _closing(frequency, window)
    numbers = {entry.docket for entry in entries} | set(counted)
    found = _dockets({number for number in numbers if number}, {n.docket_id for n in closing})
    by_key = {happening.docket.id: happening for happening in found.values()}
    for entry in entries:
        if entry.docket in found:
            found[entry.docket].entries.append(entry)
    for number, count in counted.items():
        if number in found:
            found[number].comments = count
    for notice in closing:
        by_key[notice.docket_id].closing.append(notice)
    for notice in _published(entries):
        if notice.docket_id in by_key:
            by_key[notice.docket_id].notices[str(notice.number)] = notice
    return found


def _closing(frequency: Frequency, window: Window) -> list[Notice]:
    """Return notices whose deadline comes as near within the slot as the digest warns of."""
    opens, closes = window
    ahead = WARNING[frequency]
    days = (legal_day(opens + ahead), legal_day(closes + ahead))
    query = (
        select(Notice)
        .where(Notice.state == NoticeState.PUBLISHED, Notice.closes_on.between(*days))
        .order_by(Notice.closes_on, Notice.id)
        .options(joinedload(Notice.docket))
    )
    return [
        notice
        for notice in db.session.scalars(query)
        if notice.period and opens <= notice.period.deadline - ahead < closes
    ]


def _published(entries: Iterable[Entry]) -> list[Notice]:
    numbers = {entry.facts["notice"] for entry in entries if entry.kind == "NoticePublished"}
    return list(db.session.scalars(select(Notice).where(Notice.number.in_(numbers))))


def _dockets(numbers: Collection[str], keys: Collection[int]) -> dict[str, Happening]:
    """Return the dockets that everyone may open; the others are left out before counting."""
    query = (
        select(Docket)
        .where(Docket.opened_on.is_not(None), Docket.number.in_(numbers) | Docket.id.in_(keys))
        .options(selectinload(Docket.themes))
    )
    return {
        docket.number: Happening(docket, frozenset(theme.code for theme in docket.themes))
        for docket in db.session.scalars(query)
    }


def for_reader(
    happenings: dict[str, Happening], followed: Collection[Subscription]
) -> list[Happening]:
    """Return what concerns a reader, what matters most first; nothing from before they followed."""
    mine = []
    for number, happening in happenings.items():
        since = [s.since for s in followed if _covers(s, number, happening.themes)]
        if not since:
            continue
        entries = [entry for entry in happening.entries if entry.at >= min(since)]
        own = Happening(
            happening.docket,
            happening.themes,
            entries,
            happening.notices,
            happening.closing,
            happening.comments,
        )
        if own.entries or own.closing or own.comments:
            mine.append(own)
    return sorted(mine, key=lambda h: (h.weight, -h.newest, h.docket.number))


def _covers(subscription: Subscription, docket: str, themes: frozenset[str]) -> bool:
    if subscription.topic is Topic.DOCKET:
        return subscription.subject == docket
    return subscription.topic is Topic.EVERYTHING or subscription.subject in themes


def totals(happenings: Iterable[Happening]) -> dict[str, int]:
    """Return how often each kind of thing happened, over all the reader's dockets."""
    count: Counter[str] = Counter()
    for happening in happenings:
        count["closing"] += len(happening.closing)
        count["comments"] += happening.comments
        for entry in happening.entries:
            count[entry.kind] += 1
            if entry.kind == "AnswersPublished":
                count["answers"] += int(entry.facts.get("answered", 0))
    return defaultdict(int, count)
