"""Reading the register of organisations. `get_x` raises Missing, `find_x` may return None."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal.accounts.models import (
    HsChapter,
    Organisation,
    OrganisationKind,
    Region,
    Sector,
    folded,
)
from portal.accounts.rules import OrganisationGroup
from portal.committees.models import Seat, Term
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.paging import Turn
from portal.kernel.text import N_
from portal.ledger.queries import version_with
from portal.organisations.events import ON_PAGES
from portal.organisations.models import Accreditation
from portal.organisations.rules import ACTIVE_FOR, AccreditationState

_KINDS = tuple(kind.__name__ for kind in ON_PAGES)

NAMES: dict[str, InstrumentedAttribute[str]] = {
    "kk": Organisation.folded_kk,
    "ru": Organisation.folded_ru,
    "en": Organisation.folded_en,
}
"""What the register is ordered by, for a reader of each language."""


def version() -> str:
    """Return a name for the state of all pages that show organisations. One statement."""
    return version_with(_KINDS)


@dataclass(frozen=True)
class Narrowing:
    """Which organisations a reader looks for; empty: all."""

    q: str = ""
    group: OrganisationGroup | None = None
    region: str = ""
    chapter: str = ""
    sector: str = ""
    accredited: bool = False
    active: bool = False

    def __bool__(self) -> bool:
        places = self.region or self.chapter or self.sector
        return bool(self.q or self.group or places or self.accredited or self.active)


def select_organisations(narrowing: Narrowing, *, today: date) -> Select[Organisation]:
    """Return the statement for the organisations that a reader looks for, with their regions."""
    query = select(Organisation).where(Organisation.active).options(joinedload(Organisation.region))
    for word in folded(narrowing.q).split():
        query = query.where(or_(*(x.contains(word, autoescape=True) for x in NAMES.values())))
    if narrowing.group:
        query = query.where(Organisation.group == narrowing.group)
    if narrowing.region:
        query = query.where(Organisation.region.has(Region.code == narrowing.region))
    if narrowing.chapter:
        query = query.where(Organisation.chapters.any(HsChapter.code == narrowing.chapter))
    if narrowing.sector:
        query = query.where(Organisation.sectors.any(Sector.code == narrowing.sector))
    if narrowing.accredited:
        query = query.where(is_accredited(today))
    if narrowing.active:
        query = query.where(has_been_active(today))
    return query


def interested_in(
    *, chapters: Iterable[str] = (), sectors: Iterable[str] = (), regions: Iterable[str] = ()
) -> list[Organisation]:
    """Return those whose profile names any of these chapters, sectors or regions (R26)."""
    query = select(Organisation).where(
        Organisation.active,
        or_(
            Organisation.chapters.any(HsChapter.code.in_(list(chapters))),
            Organisation.sectors.any(Sector.code.in_(list(sectors))),
            Organisation.region.has(Region.code.in_(list(regions))),
        ),
    )
    return list(db.session.scalars(query.order_by(Organisation.id)))


def is_accredited(today: date) -> ColumnElement[bool]:
    """Return the condition that an organisation is accredited on the day."""
    return exists().where(Accreditation.organisation_id == Organisation.id, runs(today))


def has_been_active(today: date) -> ColumnElement[bool]:
    """Return the condition that an organisation filed or sat within the last year."""
    since = today - ACTIVE_FOR
    sat = exists().where(
        Term.organisation_id == Organisation.id,
        Term.starts_on <= today,
        or_(Term.ends_on.is_(None), Term.ends_on > since),
    )
    return or_(Organisation.last_active_on > since, sat)


def runs(today: date) -> ColumnElement[bool]:
    """Return the condition that an accreditation runs on the day."""
    return and_(
        Accreditation.state == AccreditationState.GRANTED,
        Accreditation.starts_on <= today,
        or_(Accreditation.ends_on.is_(None), Accreditation.ends_on >= today),
    )


def accredited_among(organisations: Iterable[Organisation], *, today: date) -> set[int]:
    """Return the row numbers of those that are accredited on the day. One statement."""
    query = select(Accreditation.organisation_id).where(
        Accreditation.organisation_id.in_([row.id for row in organisations]), runs(today)
    )
    return set(db.session.scalars(query))


def active_among(organisations: Iterable[Organisation], *, today: date) -> set[int]:
    """Return the row numbers of those that filed or sat within a year. One statement."""
    keys = [row.id for row in organisations]
    query = select(Organisation.id).where(Organisation.id.in_(keys), has_been_active(today))
    return set(db.session.scalars(query))


def place_of(key: int | None, locale: str, *, back: bool) -> Turn | None:
    """Return where the register goes on, or back, from the organisation with a row number."""
    if not key:
        return None
    name = db.session.scalar(select(NAMES[locale]).where(Organisation.id == key))
    return None if name is None else Turn(name, key, back=back)


def kinds() -> dict[str, OrganisationKind]:
    """Return the kinds of organisation by code, in their order. One statement."""
    found = db.session.scalars(select(OrganisationKind).order_by(OrganisationKind.rank))
    return {kind.code: kind for kind in found}


def find_kind(code: str) -> OrganisationKind | None:
    """Return the kind with this code."""
    return db.session.scalar(select(OrganisationKind).where(OrganisationKind.code == code))


def sectors() -> list[Sector]:
    """Return the sections of economic activities, by letter."""
    return list(db.session.scalars(select(Sector).order_by(Sector.code)))


def chapters() -> list[HsChapter]:
    """Return the HS chapters, by number."""
    return list(db.session.scalars(select(HsChapter).order_by(HsChapter.code)))


def regions() -> list[Region]:
    """Return the regions that the country has now."""
    return list(db.session.scalars(select(Region).where(Region.current).order_by(Region.id)))


def get_region(code: str) -> Region:
    """Return a region, also a former one. Raises Missing."""
    region = db.session.scalar(select(Region).where(Region.code == code))
    if region is None:
        raise Missing(N_("There is no such region."))
    return region


def counts_by_region() -> dict[int | None, int]:
    """Return how many organisations each region has, by its row number. One statement."""
    query = (
        select(Organisation.region_id, func.count())
        .where(Organisation.active)
        .group_by(Organisation.region_id)
    )
    return {region: int(number) for region, number in db.session.execute(query)}


def chamber_of(region: Region) -> Organisation | None:
    """Return the regional chamber of a region."""
    query = select(Organisation).where(
        Organisation.region_id == region.id,
        Organisation.kind == "chamber_regional",
        Organisation.active,
    )
    return db.session.scalar(query.order_by(Organisation.id).limit(1))


def get_organisation(slug: str) -> Organisation:
    """Return an organisation with its region, sectors, chapters and members. 4 statements.

    Members come without the people they are. Raises Missing.
    """
    query = (
        select(Organisation)
        .where(Organisation.slug == slug, Organisation.active)
        .options(
            joinedload(Organisation.region),
            selectinload(Organisation.sectors),
            selectinload(Organisation.chapters),
            selectinload(Organisation.memberships),
        )
    )
    organisation = db.session.scalar(query)
    if organisation is None:
        raise Missing(N_("There is no such organisation."))
    return organisation


def find_by_number(number: str) -> Organisation | None:
    """Return the organisation with a business identification number, with its members."""
    query = select(Organisation).where(Organisation.number == number)
    return db.session.scalar(query.options(selectinload(Organisation.memberships)))


def seats_of(organisation: Organisation, *, on: date) -> list[Term]:
    """Return the terms that the organisation has in committees on the day. One statement."""
    query = (
        select(Term)
        .join(Term.seat)
        .where(
            Term.organisation_id == organisation.id,
            Term.starts_on <= on,
            or_(Term.ends_on.is_(None), Term.ends_on >= on),
            or_(Seat.abolished_on.is_(None), Seat.abolished_on > on),
        )
        .options(joinedload(Term.seat).joinedload(Seat.committee))
        .order_by(Term.id)
    )
    return list(db.session.scalars(query))
