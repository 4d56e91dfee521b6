"""What the forms of the room offer to choose from."""

from sqlalchemy import select

from portal.accounts.models import Duty, Organisation, Person, Region
from portal.accounts.rules import Role
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_


def secretaries() -> list[Person]:
    """Return the officers of the Chamber whose accounts are open, by name."""
    query = (
        select(Person)
        .where(
            Person.id.in_(select(Duty.person_id).where(Duty.role == Role.CHAMBER)),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    )
    return list(db.session.scalars(query))


def regions() -> list[Region]:
    """Return every region, by its code."""
    return list(db.session.scalars(select(Region).order_by(Region.code)))


def organisations() -> list[Organisation]:
    """Return every organisation that is active, by its address."""
    query = select(Organisation).where(Organisation.active).order_by(Organisation.slug)
    return list(db.session.scalars(query))


def get_organisation_by_key(key: int | None) -> Organisation:
    """Return an organisation by its row number. Raises Missing."""
    organisation = db.session.get(Organisation, key) if key else None
    if organisation is None:
        raise Missing(N_("There is no such organisation."))
    return organisation
