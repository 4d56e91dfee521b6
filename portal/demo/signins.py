"""The sign-ins of the demonstration: one password for all, made on this machine."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.passwords import hash_password, is_password
from portal.attachments.files import store
from portal.demo.content import records
from portal.kernel.database import db

ROLES = (
    ("official", "nurlan"),
    ("approver", "marat"),
    ("negotiator", "dinara"),
    ("focal-point", "gulmira"),
    ("analyst", "rauan"),
    ("moderator", "moder"),
    ("chamber", "nce"),
    ("association", "chair-agr"),
    ("administrator", "admin"),
    ("citizen", "botagoz"),
)
"""Who is shown for each role."""


@dataclass(frozen=True)
class SignInLine:
    """What a visitor of the demonstration types to be somebody."""

    role: str
    email: str
    password: str


def password_file() -> Path:
    """Return where the password is kept: beside the files of this installation."""
    return store().root.parent / "demo-password"


def the_password() -> str:
    """Return the password of the demonstration; make one where there is none yet."""
    file = password_file()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(f"{secrets.token_urlsafe(12)}\n", "ascii")
    return file.read_text("ascii").strip()


def kept_password() -> str:
    """Return what the database keeps of the password."""
    return hash_password(the_password())


def refresh() -> int:
    """Give the password back to every person who lost it; return how many did."""
    password = the_password()
    addresses = [record["email"] for record in records("people")]
    people = db.session.scalars(select(Person).where(Person.email.in_(addresses)))
    verdicts: dict[str | None, bool] = {}
    lost = []
    for person in people:
        if person.password not in verdicts:
            verdicts[person.password] = is_password(person.password, password)
        if not verdicts[person.password]:
            lost.append(person)
    kept = hash_password(password) if lost else None
    for person in lost:
        person.password = kept
    return len(lost)


def lines() -> list[SignInLine]:
    """Return one sign-in for each role."""
    emails = {record["key"]: record["email"] for record in records("people")}
    password = the_password()
    return [SignInLine(role, emails[key], password) for role, key in ROLES]
