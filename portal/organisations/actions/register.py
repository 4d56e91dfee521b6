"""Entering organisations in the register, and keeping what it says of them true."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import (
    HsChapter,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    Region,
    Sector,
)
from portal.accounts.rules import Adoption, MemberRole, OrganisationSize
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.organisations.events import (
    MandateStated,
    OrganisationChanged,
    OrganisationRegistered,
)
from portal.organisations.queries import find_by_number
from portal.organisations.rules import (
    check_homepage,
    check_mandate,
    check_number,
    size_of,
    slug_of,
)

TAKEN = N_("This organisation is registered already. Ask its owners to let you in.")


def register_organisation(  # noqa: PLR0913  # A form's worth of facts.
    *,
    number: str,
    name: Localized,
    kind: OrganisationKind,
    size: OrganisationSize | None,
    region: Region | None,
    sectors: Sequence[Sector],
    chapters: Sequence[HsChapter],
    languages: Sequence[str],
    homepage: str,
    by: Person,
    now: datetime,
) -> Organisation:
    """Enter an organisation in the register; whoever does it is its owner.

    Of two who enter one number at once, one does. Raises RuleBroken.
    """
    number = check_number(number)
    organisation = Organisation(
        slug=_free_slug(name),
        number=number,
        name=name,
        kind=kind.code,
        group=kind.group,
        size=size_of(kind.size, size),
        region_id=region.id if region else None,
        sectors=list(sectors),
        chapters=list(chapters),
        languages=list(languages),
        homepage=check_homepage(homepage),
        registered_at=now,
        memberships=[Membership(person_id=by.id, role=MemberRole.OWNER)],
    )
    if find_by_number(number):
        raise RuleBroken(TAKEN, field="number")
    try:
        with db.session.begin_nested():
            db.session.add(organisation)
    except IntegrityError as error:
        raise RuleBroken(TAKEN, field="number") from error
    publish(
        OrganisationRegistered(at=now, by=by.id, organisation=organisation.slug, kind=kind.code)
    )
    return organisation


def _free_slug(name: Localized) -> str:
    wanted = slug_of(name.en or name.ru or name.kk)
    taken = db.session.scalar(select(Organisation.id).where(Organisation.slug == wanted))
    return wanted if taken is None else f"{wanted}-{secrets.token_hex(4)}"


def change_organisation(
    organisation: Organisation,
    *,
    region: Region | None,
    sectors: Sequence[Sector],
    chapters: Sequence[HsChapter],
    languages: Sequence[str],
    homepage: str,
    by: Person,
    now: datetime,
) -> None:
    """Change what may change: where it is, what concerns it, how it is reached. Raises RuleBroken.

    Its sectors and chapters are loaded. Name, number and kind stay as they were registered:
    what was filed shows them.
    """
    organisation.homepage = check_homepage(homepage)
    organisation.region_id = region.id if region else None
    organisation.sectors = list(sectors)
    organisation.chapters = list(chapters)
    organisation.languages = list(languages)
    publish(OrganisationChanged(at=now, by=by.id, organisation=organisation.slug))


def state_mandate(
    organisation: Organisation,
    *,
    members: int | None,
    employees: int | None,
    adoption: Adoption,
    by: Person,
    now: datetime,
) -> None:
    """Say for how many the organisation speaks, and how it adopts a position. Raises RuleBroken."""
    check_mandate(members=members, employees=employees)
    organisation.members = members
    organisation.employees = employees
    organisation.adoption = adoption
    organisation.mandate_on = legal_day(now)
    publish(
        MandateStated(
            at=now,
            by=by.id,
            organisation=organisation.slug,
            members=members,
            employees=employees,
            adoption=adoption.value,
        )
    )


def note_activity(organisation_id: int, *, on: date) -> None:
    """Remember that an organisation filed something on the day. At most one row a day changes."""
    earlier = or_(Organisation.last_active_on.is_(None), Organisation.last_active_on < on)
    db.session.execute(
        update(Organisation)
        .where(Organisation.id == organisation_id, earlier)
        .values(last_active_on=on)
        .execution_options(synchronize_session=False)
    )
