"""Reading letters of authority and accreditations."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.accounts.models import Organisation
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.organisations.models import Accreditation, Authority
from portal.organisations.queries.register import runs
from portal.organisations.rules import WAITING, AccreditationState, Scope
from portal.register.models import Docket, DocketTheme


def authorities_of(organisation: Organisation) -> list[Authority]:
    """Return the letters that the organisation gave or holds, the newest first."""
    query = (
        _authorities()
        .where(or_(Authority.giver_id == organisation.id, Authority.holder_id == organisation.id))
        .order_by(Authority.id.desc())
        .limit(100)
    )
    return list(db.session.scalars(query))


def get_authority(key: int) -> Authority:
    """Return a letter of authority with both organisations. Raises Missing."""
    authority = db.session.scalar(_authorities().where(Authority.id == key))
    if authority is None:
        raise Missing(N_("There is no such letter of authority."))
    return authority


def letters_for(organisation_ids: Sequence[int], *, docket_id: int, today: date) -> list[Authority]:
    """Return the letters under which these organisations may file in a docket on the day.

    One statement, and none for nobody.
    """
    if not organisation_ids:
        return []
    query = _in_force(docket_id, today).where(Authority.holder_id.in_(organisation_ids))
    return list(db.session.scalars(query.order_by(Authority.id)))


def find_letter(key: int, *, docket_id: int, today: date) -> Authority | None:
    """Return a letter of authority if it covers the docket and is in force on the day."""
    return db.session.scalar(_in_force(docket_id, today).where(Authority.id == key))


def _in_force(docket_id: int, today: date) -> Select[Authority]:
    touched = select(DocketTheme.theme_id).where(DocketTheme.docket_id == docket_id)
    return _authorities().where(
        Authority.ended_at.is_(None),
        Authority.starts_on <= today,
        Authority.ends_on >= today,
        or_(
            Authority.scope == Scope.ALL,
            Authority.docket_id == docket_id,
            Authority.theme_id.in_(touched),
        ),
        Authority.giver.has(Organisation.active),
        Authority.holder.has(Organisation.active),
    )


def find_docket(number: str) -> Docket | None:
    """Return a docket that is open to the public, by number."""
    return db.session.scalar(
        select(Docket).where(Docket.number == number, Docket.opened_on.is_not(None))
    )


def accreditations_of(organisation: Organisation) -> list[Accreditation]:
    """Return the requests for accreditation of an association, the newest first."""
    query = (
        select(Accreditation)
        .where(Accreditation.organisation_id == organisation.id)
        .options(joinedload(Accreditation.statutes))
    )
    return list(db.session.scalars(query.order_by(Accreditation.id.desc())))


def accreditation_on(organisation: Organisation, day: date) -> Accreditation | None:
    """Return the accreditation that runs on the day. One statement."""
    query = select(Accreditation).where(Accreditation.organisation_id == organisation.id, runs(day))
    return db.session.scalar(query.limit(1))


def waiting_accreditations() -> list[Accreditation]:
    """Return what the Chamber has to decide, the oldest first."""
    query = (
        select(Accreditation)
        .where(Accreditation.state.in_(WAITING))
        .options(joinedload(Accreditation.organisation))
        .order_by(Accreditation.id)
        .limit(200)
    )
    return list(db.session.scalars(query))


def ending_among(organisation_ids: Sequence[int], *, until: date) -> list[Accreditation]:
    """Return the accreditations that end by a day and are not asked for again. One statement."""
    later = aliased(Accreditation)
    again = exists().where(
        later.organisation_id == Accreditation.organisation_id,
        later.id > Accreditation.id,
        later.state.in_((*WAITING, AccreditationState.GRANTED)),
    )
    query = (
        select(Accreditation)
        .where(
            Accreditation.organisation_id.in_(organisation_ids),
            Accreditation.state == AccreditationState.GRANTED,
            Accreditation.ends_on <= until,
            ~again,
        )
        .options(joinedload(Accreditation.organisation))
    )
    return list(db.session.scalars(query.order_by(Accreditation.ends_on)))


def get_accreditation(key: int, *, deciding: bool = False) -> Accreditation:
    """Return a request for accreditation with its file and its association. Raises Missing."""
    query = (
        select(Accreditation)
        .where(Accreditation.id == key)
        .options(joinedload(Accreditation.organisation), joinedload(Accreditation.statutes))
    )
    if deciding:
        query = query.with_for_update(of=Accreditation)
    accreditation = db.session.scalar(query)
    if accreditation is None:
        raise Missing(N_("There is no such request."))
    return accreditation


def _authorities() -> Select[Authority]:
    return select(Authority).options(
        joinedload(Authority.giver),
        joinedload(Authority.holder),
        joinedload(Authority.letter),
        joinedload(Authority.theme),
        joinedload(Authority.docket),
    )
