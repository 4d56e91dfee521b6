"""Reading accounts."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from portal.accounts.models import (
    Agency,
    Duty,
    Invitation,
    Membership,
    Organisation,
    Person,
    SignIn,
)
from portal.accounts.rules import LONGEST_SIGN_IN
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_


def token_hash(token: str) -> str:
    """Return what the database keeps of a secret that somebody else holds."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_signed_in(token: str, *, now: datetime) -> Person | None:
    """Return the person whose sign-in this is, with duties and memberships, while it is good.

    The person is handed out of the session, so that undoing a refused write does not
    make a request forget who is asking. To change the account, load it by `get_person`.
    """
    query = (
        select(SignIn)
        .join(SignIn.person)
        .where(
            SignIn.token == token_hash(token),
            SignIn.ended_at.is_(None),
            SignIn.at > now - LONGEST_SIGN_IN,
            Person.disabled_at.is_(None),
        )
        .options(
            contains_eager(SignIn.person).options(
                selectinload(Person.duties).joinedload(Duty.agency),
                selectinload(Person.memberships).joinedload(Membership.organisation),
            )
        )
    )
    sign_in = db.session.scalar(query)
    if sign_in is None:
        return None
    person = sign_in.person
    for record in (sign_in, *person.duties, *person.memberships, person):
        db.session.expunge(record)
    person.token = token
    return person


def find_person(email: str) -> Person | None:
    """Return the person with this address, however it is written."""
    query = select(Person).where(Person.email == email.strip().lower())
    return db.session.scalar(query)


def get_person(key: int) -> Person:
    """Return a person with duties and memberships. Raises Missing."""
    query = (
        select(Person)
        .where(Person.id == key)
        .options(
            selectinload(Person.duties).joinedload(Duty.agency),
            selectinload(Person.memberships).joinedload(Membership.organisation),
        )
    )
    person = db.session.scalar(query)
    if person is None:
        raise Missing(N_("There is no such account."))
    return person


def get_invitation(token: str, *, now: datetime) -> Invitation:
    """Return an invitation that is still good, with its person. Raises Missing otherwise."""
    query = (
        select(Invitation)
        .join(Invitation.person)
        .where(
            Invitation.token == token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
            Person.disabled_at.is_(None),
        )
        .options(contains_eager(Invitation.person))
    )
    invitation = db.session.scalar(query)
    if invitation is None:
        raise Missing(N_("This link has been used already, or it is too old. Ask for a new one."))
    return invitation


def sign_ins_of(person: Person, *, now: datetime) -> list[SignIn]:
    """Return where the person is signed in, the latest first."""
    query = (
        select(SignIn)
        .where(
            SignIn.person_id == person.id,
            SignIn.ended_at.is_(None),
            SignIn.at > now - LONGEST_SIGN_IN,
        )
        .order_by(SignIn.at.desc(), SignIn.id.desc())
        .limit(50)
    )
    return list(db.session.scalars(query))


def people(*, after: int = 0, limit: int) -> list[Person]:
    """Return accounts in the order in which they were opened, beginning after a row number."""
    query = (
        select(Person)
        .where(Person.id > after)
        .order_by(Person.id)
        .limit(limit)
        .options(
            selectinload(Person.duties).joinedload(Duty.agency),
            selectinload(Person.memberships).joinedload(Membership.organisation),
        )
    )
    return list(db.session.scalars(query))


def agencies() -> list[Agency]:
    """Return every public body, by its code."""
    return list(db.session.scalars(select(Agency).order_by(Agency.code)))


def get_agency(code: str) -> Agency:
    """Return a public body. Raises Missing."""
    agency = db.session.scalar(select(Agency).where(Agency.code == code))
    if agency is None:
        raise Missing(N_("There is no such agency."))
    return agency


def get_organisation(slug: str) -> Organisation:
    """Return an organisation. Raises Missing."""
    organisation = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    if organisation is None:
        raise Missing(N_("There is no such organisation."))
    return organisation
