"""The letters of this room: invitations, and links to choose a new password."""

from datetime import datetime

from portal.accounts.models import Person
from portal.accounts.queries import token_hash
from portal.outbox.letters import compose
from portal.web.urls import absolute_url


def invitation_url(person: Person, token: str) -> str:
    """Return the full address at which the person sets their password."""
    return absolute_url("accounts.invitation", locale=person.locale, token=token)


def send_invitation(person: Person, token: str, *, now: datetime) -> None:
    """Write the letter that invites a person to their new account."""
    _send("accounts/mail/invitation", person, token, now=now)


def send_reset(person: Person, token: str, *, now: datetime) -> None:
    """Write the letter with which a person who forgot their password chooses another."""
    _send("accounts/mail/reset", person, token, now=now)


def _send(template: str, person: Person, token: str, *, now: datetime) -> None:
    compose(
        template,
        to=person.email,
        locale=person.locale,
        key=f"invitation:{token_hash(token)[:40]}",
        now=now,
        person=person,
        url=invitation_url(person, token),
    )
