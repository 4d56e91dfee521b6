"""Reading accounts."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from portal.accounts.models import (
    Agency,
    CodeApp,
    Duty,
    Invitation,
    Membership,
    Move,
    Organisation,
    Passkey,
    Person,
    RecoveryCode,
    SignIn,
    SignUp,
)
from portal.accounts.rules import LONGEST_SIGN_IN, RETURN_LASTS, MemberRole
from portal.kernel.database import Model, db
from portal.kernel.errors import Missing
from portal.kernel.text import N_

Found = TypeVar("Found", bound=Model)


def token_hash(token: str) -> str:
    """Return what the database keeps of a secret that somebody else holds."""
    return hashlib.sha256(token.encode()).hexdigest()


_SIGN_IN = (
    select(SignIn)
    .join(SignIn.person)
    .where(
        SignIn.token == bindparam("token"),
        SignIn.ended_at.is_(None),
        SignIn.at > bindparam("since"),
        Person.disabled_at.is_(None),
    )
    .options(contains_eager(SignIn.person))
)
_OF_PERSON = {
    "duties": select(Duty)
    .where(Duty.person_id == bindparam("person"))
    .options(joinedload(Duty.agency)),
    "memberships": select(Membership)
    .where(Membership.person_id == bindparam("person"))
    .options(joinedload(Membership.organisation)),
}
"""Put together once: this is asked for every page that somebody reads who is signed in."""


def find_signed_in(token: str, *, now: datetime) -> Person | None:
    """Return the person whose sign-in this is, with duties and memberships, while it is good.

    They are read in a session of their own and belong to none: undoing a refused write does
    not make a request forget who is asking, and a record of the same person that the request
    holds for a change stays the one that is changed. To change the account, load it by
    `get_person`.
    """
    since = now - LONGEST_SIGN_IN
    with Session(db.session.connection()) as apart:
        sign_in = apart.scalar(_SIGN_IN, {"token": token_hash(token), "since": since})
        if sign_in is None:
            return None
        person = sign_in.person
        for name, statement in _OF_PERSON.items():
            found = apart.scalars(statement, {"person": person.id})
            set_committed_value(person, name, list(found))
    person.token = token
    person.proved_at = sign_in.proved_at
    person.factor = sign_in.factor
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
    return _there(db.session.scalar(query))


def get_sign_up(token: str, *, now: datetime) -> SignUp:
    """Return the wish for an account that a link confirms. Raises Missing for a spent link."""
    query = select(SignUp).where(SignUp.token == token_hash(token), SignUp.expires_at > now)
    return _there(db.session.scalar(query))


def get_move(token: str, *, now: datetime) -> Move:
    """Return the change of address that a link confirms. Raises Missing for a spent link."""
    query = _moves().where(
        Move.token == token_hash(token), Move.confirmed_at.is_(None), Move.expires_at > now
    )
    return _there(db.session.scalar(query))


def get_return(token: str, *, now: datetime) -> Move:
    """Return the change of address that a link takes back. Raises Missing for a spent link."""
    query = _moves().where(Move.back == token_hash(token), Move.confirmed_at > now - RETURN_LASTS)
    return _there(db.session.scalar(query))


def _moves() -> Select[Move]:
    return (
        select(Move)
        .join(Move.person)
        .where(Move.ended_at.is_(None), Person.disabled_at.is_(None))
        .options(contains_eager(Move.person))
    )


def _there(found: Found | None) -> Found:
    if found is None:
        raise Missing(N_("This link has been used already, or it is too old. Ask for a new one."))
    return found


@dataclass(frozen=True)
class Factors:
    """What a person has besides the password."""

    app: CodeApp | None
    passkeys: list[Passkey]
    recovery_codes: int
    """How many of them are left."""

    def __bool__(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def factors_of(person_id: int) -> Factors:
    """Return the second factors of a person. Three statements."""
    left = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    keys = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    return Factors(
        app=db.session.scalar(select(CodeApp).where(CodeApp.person_id == person_id)),
        passkeys=list(db.session.scalars(keys)),
        recovery_codes=db.session.scalar(left) or 0,
    )


def hold(person_id: int) -> None:
    """Let nobody else change how the person gets in until this transaction ends."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def count_factors(person_id: int) -> int:
    """Return how many apps and passkeys a person has."""
    return sum(
        db.session.scalar(select(func.count()).where(table.person_id == person_id)) or 0
        for table in (CodeApp, Passkey)
    )


def find_passkey(credential: str) -> Passkey | None:
    """Return the passkey that a device calls so."""
    return db.session.scalar(select(Passkey).where(Passkey.credential == credential))


def get_passkey(key: int, *, of: Person) -> Passkey:
    """Return one of the person's passkeys. Raises Missing."""
    query = select(Passkey).where(Passkey.id == key, Passkey.person_id == of.id)
    passkey = db.session.scalar(query)
    if passkey is None:
        raise Missing(N_("There is no such passkey."))
    return passkey


def is_new_browser(person: Person, browser: str) -> bool:
    """Say whether the person signed in before, but never in this browser."""
    before = select(SignIn.id).where(SignIn.person_id == person.id)
    known = before.where(SignIn.browser == browser).exists()
    return bool(db.session.scalar(select(before.exists() & ~known)))


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


def people_acting_for(
    organisations: Collection[int], roles: Collection[MemberRole]
) -> list[Person]:
    """Return who acts for any of the organisations in these roles, while their accounts are open.

    One statement.
    """
    acting = select(Membership.person_id).where(
        Membership.organisation_id.in_(organisations), Membership.role.in_(roles)
    )
    query = select(Person).where(Person.id.in_(acting), Person.disabled_at.is_(None))
    return list(db.session.scalars(query.order_by(Person.id)))
