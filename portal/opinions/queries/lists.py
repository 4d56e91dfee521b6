"""Lists of opinions: the workspace of a committee, and what everyone may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.comments.models import Comment
from portal.comments.rules import POSTED
from portal.committees.models import Committee
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.opinions.models import Opinion, Party, Poll, Recusal, Version
from portal.opinions.queries.drafts import poll_whole
from portal.opinions.results import stage_of
from portal.opinions.rules import Joining, Stage
from portal.register.models import Notice

MOST_LISTED = 100


@dataclass(frozen=True)
class Line:
    """An opinion as the workspace lists it."""

    opinion: Opinion
    title: str
    locale: str
    stage: Stage
    joining: Joining
    poll: Poll | None


def drafts_of(committees: Sequence[int], *, now: datetime) -> list[Line]:
    """Return the opinions of committees, also those they are asked to join, newest first.

    8 statements, however many there are.
    """
    query = (
        select(Opinion, Party.joining)
        .join(Party, Party.opinion_id == Opinion.id)
        .where(
            Party.committee_id.in_(committees),
            Party.joining.in_((Joining.JOINED, Joining.INVITED)),
        )
        .options(
            joinedload(Opinion.docket),
            joinedload(Opinion.lead),
            joinedload(Opinion.comment),
            selectinload(Opinion.parties).joinedload(Party.committee),
            selectinload(Opinion.recusals),
        )
        .order_by(Opinion.id.desc(), Party.id)
        .limit(MOST_LISTED)
    )
    rows: dict[int, tuple[Opinion, Joining]] = {}
    for opinion, joining in db.session.execute(query):
        if opinion.id not in rows or joining is Joining.JOINED:
            rows[opinion.id] = (opinion, joining)
    latest = {version.opinion_id: version for version in _latest(list(rows))}
    polls = {poll.opinion_id: poll for poll in _last_polls(list(rows))}
    return [
        Line(
            opinion,
            latest[opinion.id].title,
            latest[opinion.id].locale,
            stage_of(opinion, polls.get(opinion.id), latest[opinion.id], now=now),
            joining,
            polls.get(opinion.id),
        )
        for opinion, joining in rows.values()
    ]


def _latest(opinions: Sequence[int]) -> list[Version]:
    newest = (
        select(func.max(Version.id))
        .where(Version.opinion_id.in_(opinions))
        .group_by(Version.opinion_id)
    )
    return list(db.session.scalars(select(Version).where(Version.id.in_(newest))))


def _last_polls(opinions: Sequence[int]) -> list[Poll]:
    newest = (
        select(func.max(Poll.id)).where(Poll.opinion_id.in_(opinions)).group_by(Poll.opinion_id)
    )
    return list(db.session.scalars(select(Poll).where(Poll.id.in_(newest)).options(*poll_whole())))


def select_filed(committee: Committee) -> Select[Opinion]:
    """Return the statement for the filed opinions of a committee, to be paged over."""
    shared = exists().where(
        Party.opinion_id == Opinion.id,
        Party.committee_id == committee.id,
        Party.joining == Joining.JOINED,
    )
    return (
        select(Opinion)
        .join(Opinion.comment)
        .where(Comment.state.in_(POSTED), shared)
        .options(
            contains_eager(Opinion.comment),
            joinedload(Opinion.docket),
            selectinload(Opinion.parties).joinedload(Party.committee),
            selectinload(Opinion.recusals),
            selectinload(Opinion.polls).options(*poll_whole()),
        )
    )


def get_filed(number: str) -> Opinion:
    """Return a filed opinion by the number of its comment, with all of it. Raises Missing."""
    query = (
        select(Opinion)
        .join(Opinion.comment)
        .where(Comment.number == number, Comment.state.in_(POSTED))
        .options(
            joinedload(Opinion.docket),
            joinedload(Opinion.notice).selectinload(Notice.questions),
            joinedload(Opinion.comment).selectinload(Comment.points),
            selectinload(Opinion.parties).joinedload(Party.committee).joinedload(Committee.theme),
            selectinload(Opinion.recusals).joinedload(Recusal.organisation),
            selectinload(Opinion.polls).options(*poll_whole()),
        )
    )
    opinion = db.session.scalar(query)
    if opinion is None:
        raise Missing(N_("There is no such opinion."))
    return opinion
