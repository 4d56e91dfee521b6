"""A draft before the eyes of those who sit in its committees; for all others there is none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Actor, Person
from portal.committees.models import Committee
from portal.committees.queries import Standing, standings_of
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.opinions.drafts import Draft, is_officer
from portal.opinions.models import (
    Dissent,
    Elector,
    MemberRemark,
    Opinion,
    Party,
    Poll,
    Recusal,
    Version,
)
from portal.opinions.results import stage_of
from portal.opinions.rules import Joining
from portal.register.models import Notice

NOTHING = N_("There is nothing here that you may know of.")
"""Said of what is hidden and of what never was, in the same words."""


def standing_in(code: str, actor: Actor, *, now: datetime) -> Standing:
    """Return what the actor is in a committee today. 2 statements. Raises Missing for others."""
    if isinstance(actor, Person):
        for standing in standings_of(actor.id, on=legal_day(now)):
            if standing.committee.code == code:
                return standing
    raise Missing(NOTHING)


def get_opinion(number: str, actor: Actor, *, now: datetime, deciding: bool = False) -> Draft:
    """Return an opinion to somebody who sits in one of its committees now. Raises Missing.

    Whoever is about to decide something has it alone until the end of the transaction.
    Loaded: docket, notice with questions, parties with committees and themes, recusals
    with organisations, the last vote with all of its rows. About 13 statements.
    """
    if not isinstance(actor, Person):
        raise Missing(NOTHING)
    query = (
        select(Opinion)
        .where(Opinion.number == number)
        .options(
            joinedload(Opinion.docket),
            joinedload(Opinion.notice).options(
                joinedload(Notice.docket), selectinload(Notice.questions)
            ),
            joinedload(Opinion.lead),
            joinedload(Opinion.comment),
            selectinload(Opinion.parties).joinedload(Party.committee).joinedload(Committee.theme),
            selectinload(Opinion.recusals).joinedload(Recusal.organisation),
        )
    )
    if deciding:
        query = query.with_for_update(of=Opinion).execution_options(populate_existing=True)
    opinion = db.session.scalar(query)
    if opinion is None:
        raise Missing(NOTHING)
    joined = {p.committee_id for p in opinion.parties if p.joining is Joining.JOINED}
    asked = {p.committee_id for p in opinion.parties if p.joining is Joining.INVITED}
    mine = standings_of(actor.id, on=legal_day(now))
    standings = [x for x in mine if x.committee.id in joined]
    invited = [x for x in mine if x.committee.id in asked and is_officer(x)]
    if not (standings or invited):
        raise Missing(NOTHING)
    poll, latest = last_poll(opinion), latest_version(opinion)
    stage = stage_of(opinion, poll, latest, now=now)
    return Draft(opinion, latest, poll, standings, invited, stage)


def latest_version(opinion: Opinion) -> Version:
    """Return the version that was saved last, with whoever saved it. 1 statement."""
    query = (
        select(Version)
        .where(Version.opinion_id == opinion.id)
        .options(joinedload(Version.by))
        .order_by(Version.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()


def get_version(opinion: Opinion, number: int) -> Version:
    """Return a version. 1 statement. Raises Missing."""
    query = (
        select(Version)
        .where(Version.opinion_id == opinion.id, Version.number == number)
        .options(joinedload(Version.by))
    )
    version = db.session.scalar(query)
    if version is None:
        raise Missing(NOTHING)
    return version


@dataclass(frozen=True)
class Saving:
    """When a version was saved, and by whom: a line of the list of versions."""

    number: int
    at: datetime
    by: str
    remarks: int


def savings_of(opinion: Opinion) -> list[Saving]:
    """Return the versions of a draft without their words, the last one first. 1 statement."""
    remarks = (
        select(func.count())
        .select_from(MemberRemark)
        .where(MemberRemark.version_id == Version.id)
        .scalar_subquery()
    )
    query = (
        select(Version.number, Version.at, Person.name, remarks)
        .outerjoin(Person, Person.id == Version.by_id)
        .where(Version.opinion_id == opinion.id)
        .order_by(Version.number.desc())
    )
    return [
        Saving(number, at, by or "", said) for number, at, by, said in db.session.execute(query)
    ]


def known_keys(opinion: Opinion) -> set[int]:
    """Return the keys that points of any version have had. 1 statement."""
    query = select(Version.points).where(Version.opinion_id == opinion.id)
    return {kept["key"] for points in db.session.scalars(query) for kept in points}


def remarks_on(version: Version) -> list[MemberRemark]:
    """Return what members said about a version, the first one first. 1 statement."""
    query = (
        select(MemberRemark)
        .where(MemberRemark.version_id == version.id)
        .options(joinedload(MemberRemark.by))
        .order_by(MemberRemark.id)
        .limit(500)
    )
    return list(db.session.scalars(query))


def last_poll(opinion: Opinion) -> Poll | None:
    """Return the last vote on an opinion with its roll, ballots and dissents. 4 statements."""
    query = (
        select(Poll)
        .where(Poll.opinion_id == opinion.id)
        .options(*poll_whole())
        .order_by(Poll.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def poll_whole() -> tuple[Any, ...]:
    """Return how a vote is loaded with all of its rows."""
    return (
        joinedload(Poll.version).joinedload(Version.by),
        selectinload(Poll.electors).joinedload(Elector.organisation),
        selectinload(Poll.ballots),
        selectinload(Poll.dissents).joinedload(Dissent.organisation),
    )
