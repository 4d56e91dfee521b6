"""Reading about papers, for those who may know of them: to everyone else there are none."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Actor
from portal.committees.policy import may_read_confidential, may_read_restricted
from portal.committees.queries import access_of, standings_of
from portal.committees.rules import Clearance
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.paging import Page, Turn, page_of
from portal.kernel.text import N_
from portal.papers.models import LeakIncident, Paper, PaperCommittee, Reading
from portal.papers.rules import is_open
from portal.papers.sight import OWNERS, Sight


def get_sight(number: str, actor: Actor, *, now: datetime) -> Sight:
    """Return a paper as the person asking stands to it. Raises Missing where there is nothing."""
    query = (
        select(Paper)
        .where(Paper.number == number)
        .options(joinedload(Paper.agency), selectinload(Paper.committees))
    )
    paper = db.session.scalar(query)
    if paper is None:
        raise Missing(NOTHING)
    sight = Sight(paper, is_owner=_owns(actor, paper), is_reader=_reads(actor, paper, now))
    if not sight.is_known and (paper.abstract is None or paper.withdrawn_at is not None):
        raise Missing(NOTHING)
    return sight


def get_known(number: str, actor: Actor, *, now: datetime) -> Sight:
    """Return a paper to somebody who may know more than its abstract. Raises Missing."""
    sight = get_sight(number, actor, now=now)
    if not sight.is_known:
        raise Missing(NOTHING)
    return sight


NOTHING = N_("There is nothing here that you may know of.")


def _owns(actor: Actor, paper: Paper) -> bool:
    filed = actor.id is not None and actor.id == paper.filed_by_id
    return (filed and actor.is_official) or actor.has(*OWNERS, agency_id=paper.agency_id)


def _reads(actor: Actor, paper: Paper, now: datetime) -> bool:
    if actor.id is None:
        return False
    listed = {committee.id for committee in paper.committees}
    sits = any(x.committee.id in listed for x in standings_of(actor.id, on=legal_day(now)))
    return sits and _may_open(actor, paper.clearance, now)


def _may_open(actor: Actor, clearance: Clearance, now: datetime) -> bool:
    if actor.id is None:
        return False
    access = access_of(actor.id, now=now)
    if clearance is Clearance.CLEARED_ADVISER:
        return may_read_restricted(actor, access)
    return may_read_confidential(actor, access)


def papers_for(actor: Actor, *, now: datetime, turn: Turn | None) -> tuple[Page, set[int]]:
    """Return a page of the papers that somebody may know of, the newest first, and a set.

    To a guest these are the public abstracts; in the set are the row numbers of those of
    which they may know more. At most 8 statements.
    """
    known = _known_to(actor, now)
    public = Paper.withdrawn_at.is_(None) & Paper.public_title.is_not(None)
    query = select(Paper).where(or_(public, known)).options(joinedload(Paper.agency))
    page = page_of(query, Paper.filed_at, descending=True, turn=turn)
    shown = [paper.id for paper in page.rows]
    return page, set(db.session.scalars(select(Paper.id).where(Paper.id.in_(shown), known)))


def _known_to(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Return the condition that somebody may know more of a paper than its abstract."""
    agencies = {duty.agency_id for duty in actor.duties if duty.role in OWNERS and duty.agency_id}
    owned = Paper.agency_id.in_(agencies)
    if actor.id is None:
        return owned
    opened = [x for x in Clearance if _may_open(actor, x, now)]
    standings = standings_of(actor.id, on=legal_day(now)) if opened else []
    listed = select(PaperCommittee.paper_id).where(
        PaperCommittee.committee_id.in_([x.committee.id for x in standings])
    )
    readable = and_(Paper.withdrawn_at.is_(None), Paper.clearance.in_(opened), Paper.id.in_(listed))
    return or_(owned, readable)


def get_reading(paper: Paper, mark: str, actor: Actor, *, now: datetime) -> Reading:
    """Return the actor's own opening of a paper while it lasts. Raises Missing."""
    query = select(Reading).where(
        Reading.paper_id == paper.id, Reading.mark == mark, Reading.person_id == actor.id
    )
    reading = db.session.scalar(query)
    if reading is None or not is_open(reading.at, now):
        raise Missing(N_("This paper is closed again. Open it anew; that is noted too."))
    return reading


def readings_of(paper: Paper, *, turn: Turn | None) -> Page:
    """Return a page of who opened a paper, the latest first. 1 statement."""
    query = select(Reading).where(Reading.paper_id == paper.id).options(joinedload(Reading.person))
    return page_of(query, Reading.at, descending=True, turn=turn)


def find_mark(paper: Paper, mark: str) -> Reading | None:
    """Return the opening whose mark was found on a page."""
    query = (
        select(Reading)
        .where(Reading.paper_id == paper.id, Reading.mark == mark.strip().upper())
        .options(joinedload(Reading.person))
    )
    return db.session.scalar(query)


def incidents_of(paper: Paper) -> list[LeakIncident]:
    """Return what was reported of a paper, the latest first."""
    return list(db.session.scalars(_select_incidents(paper).order_by(LeakIncident.id.desc())))


def get_incident(paper: Paper, key: int) -> LeakIncident:
    """Return one report. Raises Missing."""
    incident = db.session.scalar(_select_incidents(paper).where(LeakIncident.id == key))
    if incident is None:
        raise Missing(NOTHING)
    return incident


def _select_incidents(paper: Paper) -> Select[LeakIncident]:
    return (
        select(LeakIncident)
        .where(LeakIncident.paper_id == paper.id)
        .options(joinedload(LeakIncident.reported_by))
        .limit(200)
    )
