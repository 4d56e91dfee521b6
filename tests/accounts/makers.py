"""Builders of this room: people with passwords and factors, and what their apps show."""

from datetime import datetime
from typing import Any

import pyotp

from portal.accounts import codes
from portal.accounts.actions import issue_recovery_codes
from portal.accounts.models import CodeApp, Person, SignIn
from portal.accounts.passwords import hash_password
from portal.accounts.queries import token_hash
from portal.accounts.rules import Role
from portal.kernel import clock
from portal.kernel.database import db
from tests.conftest import Browser
from tests.makers import SOME_DAY, a_person, saved

PASSWORD = "тақырыптың соңғы жолы 7"
KEPT = hash_password(PASSWORD)


def a_member(*roles: Role, **facts: Any) -> Person:
    """Someone who knows the password."""
    return a_person(*roles, password=KEPT, **facts)


def an_app(person: Person) -> pyotp.TOTP:
    """An app for codes that the person has set up; what it shows is `.at(moment)`."""
    key = codes.new_key()
    saved(CodeApp(person_id=person.id, sealed=codes.seal(key), last_step=0, added_at=SOME_DAY))
    return pyotp.TOTP(key)


def recovery_codes(person: Person) -> list[str]:
    """The ten codes that the person was shown."""
    made = issue_recovery_codes(by=person, now=SOME_DAY)
    db.session.commit()
    return made


def give_password(client: Browser, person: Person, password: str = PASSWORD) -> Any:
    """Do the first step of signing in."""
    return client.post("/en/sign-in", data={"email": person.email, "password": password})


def give_code(client: Browser, code: str) -> Any:
    """Do the second step of signing in."""
    return client.post("/en/sign-in/second-step", data={"code": code})


def weakly(client: Browser, person: Person, at: datetime | None = None) -> Browser:
    """Sign the browser in as somebody who gave a password and nothing else."""
    token = f"a weak sign-in of {person.id}"
    moment = at or clock.now()
    saved(SignIn(person_id=person.id, token=token_hash(token), at=moment, proved_at=moment))
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client
