"""Reading accounts."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from portal.accounts.models import Duty, Membership, Person, SignIn
from portal.kernel.database import db

LONGEST_SIGN_IN = timedelta(hours=12)


def token_hash(token: str) -> str:
    """Return what the database keeps of a secret that somebody else holds."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_signed_in(token: str, *, now: datetime) -> Person | None:
    """Return the person whose sign-in this is, with duties and memberships, while it is good."""
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
    sign_in.person.token = token
    return sign_in.person


def find_person(email: str) -> Person | None:
    """Return the person with this address, however it is written."""
    query = select(Person).where(Person.email == email.strip().lower())
    return db.session.scalar(query)
