"""The letters of this room: links to choose a password or an address, and news of the account."""

from datetime import datetime
from enum import StrEnum

from portal.accounts.labels import LOSSES
from portal.accounts.models import Move, Person, SignUp
from portal.accounts.queries import token_hash
from portal.accounts.rules import Loss
from portal.outbox.letters import compose
from portal.web.locale import _l
from portal.web.urls import absolute_url


class News(StrEnum):
    """What the owner of an account is told at once, for it may have been somebody else."""

    BROWSER = "browser"
    PASSWORD = "password"  # noqa: S105  # A word, not a secret.
    APP = "app"
    PASSKEY = "passkey"
    NO_APP = "no app"
    NO_PASSKEY = "no passkey"
    CODES = "codes"
    CODE_USED = "code used"
    RESET = "reset"


NEWS = {
    News.BROWSER: _l("Somebody signed in from a browser that is new to us"),
    News.PASSWORD: _l("Your password was changed"),
    News.APP: _l("An app for codes was added to your account"),
    News.PASSKEY: _l("A passkey was added to your account"),
    News.NO_APP: _l("The app for codes was removed from your account"),
    News.NO_PASSKEY: _l("A passkey was removed from your account"),
    News.CODES: _l("New recovery codes were made for your account"),
    News.CODE_USED: _l("A recovery code of your account was used"),
    News.RESET: _l("An administrator removed your second factors"),
}


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


def tell_owner(person: Person, news: News, *, reason: Loss | None = None, now: datetime) -> None:
    """Write to the owner of an account what was done with it, and what to do if it was not they."""
    compose(
        "accounts/mail/news",
        to=person.email,
        locale=person.locale,
        key=f"news:{person.id}:{news.value}:{now.isoformat()}",
        now=now,
        person=person,
        news=NEWS[news],
        reason=LOSSES[reason] if reason else None,
        at=now,
    )


def answer_wish(wish: SignUp, token: str, *, owner: Person | None, now: datetime) -> None:
    """Write to the address for which an account was asked: a link, or that there is one already."""
    compose(
        "accounts/mail/known" if owner else "accounts/mail/sign_up",
        to=wish.email,
        locale=owner.locale if owner else wish.locale,
        key=f"sign-up:{wish.token[:40]}",
        now=now,
        person=owner or wish,
        url=absolute_url("accounts.open_account", locale=wish.locale, token=token),
    )


def ask_new_address(
    move: Move, token: str, *, person: Person, owner: Person | None, now: datetime
) -> None:
    """Write to the new address of a person: a link, or that it has an account already."""
    compose(
        "accounts/mail/known" if owner else "accounts/mail/address",
        to=move.email,
        locale=owner.locale if owner else person.locale,
        key=f"address:{move.token[:40]}",
        now=now,
        person=owner or person,
        url=absolute_url("accounts.confirm_address", locale=person.locale, token=token),
    )


def tell_former_address(move: Move, back: str, *, now: datetime) -> None:
    """Write to the address that a person has left how to take that back."""
    compose(
        "accounts/mail/moved",
        to=move.former,
        locale=move.person.locale,
        key=f"moved:{token_hash(back)[:40]}",
        now=now,
        person=move.person,
        url=absolute_url("accounts.restore_address", locale=move.person.locale, token=back),
    )
