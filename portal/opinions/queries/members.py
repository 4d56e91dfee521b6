"""Who sits in the committees of an opinion, what they declared, and on what they may speak."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.committees.models import Committee, Declaration, Seat, Term
from portal.committees.queries import runs
from portal.committees.rules import DECLARATION_LASTS, VOTING
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.opinions.drafts import Draft
from portal.opinions.rules import Joining, Kind
from portal.register.models import Docket, DocketTheme, Notice, NoticeTheme
from portal.register.rules import NoticeKind, NoticeState

MOST_NOTICES = 60
MOST_COMMITTEES_LISTED = 100


def voting_terms(committees: Sequence[int], *, on: date) -> list[Term]:
    """Return the terms that fill a voting seat of the committees on the day. 1 statement.

    With seat and organisation.
    """
    query = (
        select(Term)
        .join(Term.seat)
        .where(
            Seat.committee_id.in_(committees),
            Seat.role.in_(VOTING),
            or_(Seat.abolished_on.is_(None), Seat.abolished_on > on),
            runs(on),
        )
        .options(joinedload(Term.seat), joinedload(Term.organisation))
        .order_by(Seat.committee_id, Seat.id)
    )
    return list(db.session.scalars(query))


def sitting(committees: Sequence[int], *, on: date) -> list[Term]:
    """Return every term of the committees that runs on the day, with who sits. 1 statement."""
    query = (
        select(Term)
        .join(Term.seat)
        .where(Seat.committee_id.in_(committees), runs(on))
        .options(
            joinedload(Term.seat),
            joinedload(Term.organisation),
            joinedload(Term.holder),
            joinedload(Term.alternate),
        )
        .order_by(Seat.committee_id, Seat.id)
    )
    return list(db.session.scalars(query))


def declared_chapters(people: Sequence[int], *, on: date) -> dict[int, set[str]]:
    """Return the HS chapters in which people have declared interests that are good. 1 statement."""
    query = select(Declaration.person_id, Declaration.chapters).where(
        Declaration.person_id.in_(people),
        Declaration.declared_on <= on,
        Declaration.declared_on > on - DECLARATION_LASTS,
    )
    found: dict[int, set[str]] = {}
    for person, chapters in db.session.execute(query):
        found.setdefault(person, set()).update(chapters)
    return found


def chapters_of(docket_id: int) -> set[str]:
    """Return the HS chapters that the published notices of a docket touch. 1 statement."""
    query = select(Notice.chapters).where(
        Notice.docket_id == docket_id, Notice.state == NoticeState.PUBLISHED
    )
    return {chapter for chapters in db.session.scalars(query) for chapter in chapters}


def notices_for(committee: Committee, kind: Kind, *, now: datetime) -> list[Notice]:
    """Return the notices on which a committee may say something, the last to close first.

    Those that ask for comments, or for a final report those that say how talks ended, in
    dockets that touch the committee's theme, and its negotiation where it is for one.
    """
    today = legal_day(now)
    themes = select(NoticeTheme.notice_id).where(NoticeTheme.theme_id == committee.theme_id)
    dockets = select(DocketTheme.docket_id).where(DocketTheme.theme_id == committee.theme_id)
    query = (
        select(Notice)
        .join(Notice.docket)
        .where(
            Notice.state == NoticeState.PUBLISHED,
            Docket.opened_on.is_not(None),
            or_(Notice.id.in_(themes), Notice.docket_id.in_(dockets)),
        )
        .options(joinedload(Notice.docket), selectinload(Notice.questions))
        .limit(MOST_NOTICES)
    )
    if committee.negotiation_id is not None:
        query = query.where(Docket.negotiation_id == committee.negotiation_id)
    if kind is Kind.FINAL_REPORT:
        query = query.where(Notice.kind == NoticeKind.OUTCOME).order_by(
            Notice.published_on.desc(), Notice.id.desc()
        )
    else:
        query = query.where(Notice.opens_on <= today, Notice.closes_on.is_not(None)).order_by(
            Notice.closes_on.desc(), Notice.id.desc()
        )
    return list(db.session.scalars(query))


def others_to_invite(draft: Draft, *, on: date) -> list[Committee]:
    """Return the committees that sit on the day and have no part in the opinion yet."""
    known = [
        party.committee_id
        for party in draft.opinion.parties
        if party.joining in {Joining.INVITED, Joining.JOINED}
    ]
    query = (
        select(Committee)
        .where(
            Committee.id.not_in(known),
            Committee.established_on <= on,
            or_(Committee.ends_on.is_(None), Committee.ends_on >= on),
        )
        .options(joinedload(Committee.theme), joinedload(Committee.secretary))
        .order_by(Committee.code)
        .limit(MOST_COMMITTEES_LISTED)
    )
    return list(db.session.scalars(query))
