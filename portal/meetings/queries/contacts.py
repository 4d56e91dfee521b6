"""The register of contacts outside the portal."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.meetings.models import Contact
from portal.register.models import Docket


def select_contacts(*, docket: str = "") -> Select[Contact]:
    """Return the statement for contacts, of one docket or of all, with all that a line shows."""
    query = select(Contact).options(
        joinedload(Contact.docket),
        joinedload(Contact.agency),
        joinedload(Contact.organisation),
        joinedload(Contact.corrects),
        joinedload(Contact.corrected_by),
    )
    if docket:
        query = query.join(Contact.docket).where(Docket.number == docket)
    return query


def contacts_of(docket: Docket, *, limit: int) -> list[Contact]:
    """Return the latest contacts about a docket. 1 statement."""
    query = select_contacts(docket=docket.number)
    query = query.order_by(Contact.on.desc(), Contact.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def get_contact(number: str) -> Contact:
    """Return a contact with its docket and agency. Raises Missing."""
    contact = db.session.scalar(select_contacts().where(Contact.number == number))
    if contact is None:
        raise Missing(N_("There is no such contact."))
    return contact
