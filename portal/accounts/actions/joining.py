"""Addresses that confirm themselves: those of new accounts, and those that people move to."""

import secrets
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.actions.people import create_person, set_password, shut, void_invitations
from portal.accounts.events import AccountWished, AddressChanged, AddressRestored, MoveWished
from portal.accounts.models import Move, Person, SignUp
from portal.accounts.queries import find_person, get_move, get_return, get_sign_up, token_hash
from portal.accounts.rules import MOVE_LASTS, SIGN_UP_LASTS
from portal.kernel import events
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.text import N_
from portal.outbox.rules import address


def wish_account(*, email: str, name: str, locale: str, now: datetime) -> tuple[SignUp, str]:
    """Note a wish for an account; return it with the secret that its letter is to hold.

    It is noted for an address that has an account as well, so that nobody can tell by the
    work done; its secret is then told to nobody. Raises RuleBroken for what is no address.
    """
    token = secrets.token_urlsafe(32)
    wish = SignUp(
        email=address(email),
        name=" ".join(name.split()),
        locale=locale,
        token=token_hash(token),
        expires_at=now + SIGN_UP_LASTS,
    )
    db.session.add(wish)
    db.session.flush()
    events.publish(AccountWished(at=now, by=None, wish=wish.id))
    return wish, token


def open_account(token: str, *, kept: str, now: datetime) -> Person:
    """Open the account that its address has confirmed. Raises Missing for a spent link.

    `kept` is what `passwords.new_password` returned. Raises RuleBroken where an account
    was opened for the address meanwhile.
    """
    wish = get_sign_up(token, now=now)
    email, name, locale = wish.email, wish.name, wish.locale
    spent = db.session.execute(delete(SignUp).where(SignUp.id == wish.id))
    if spent.rowcount != 1:  # type: ignore[attr-defined]  # A DELETE has a row count.
        raise Missing(N_("This link has been used already, or it is too old. Ask for a new one."))
    person = create_person(email=email, name=name, locale=locale, by=None, now=now)
    set_password(person, kept=kept, by=person, now=now)
    db.session.execute(delete(SignUp).where(SignUp.email == email))
    return person


def wish_move(*, email: str, by: Person, now: datetime) -> tuple[Move, str]:
    """Note that a person wants another address; return it with the secret of its letter.

    Raises RuleBroken for what is no address, and for the present one.
    """
    email = address(email)
    if email == by.email:
        raise RuleBroken(N_("This is your address already."), field="email")
    token = secrets.token_urlsafe(32)
    move = Move(
        person_id=by.id,
        former=by.email,
        email=email,
        token=token_hash(token),
        expires_at=now + MOVE_LASTS,
    )
    db.session.add(move)
    db.session.flush()
    events.publish(MoveWished(at=now, by=by.id, person=by.id))
    return move, token


def move(token: str, *, now: datetime) -> tuple[Move, str]:
    """Give the person the address that has confirmed itself.

    Return the change with the secret by which the former address takes it back. Links to
    choose a password that lie at the former address serve no more. Raises Missing for a
    spent link, RuleBroken where the address has an account by now.
    """
    wish = get_move(token, now=now)
    back = secrets.token_urlsafe(32)
    spent = db.session.execute(
        update(Move)
        .where(Move.id == wish.id, Move.confirmed_at.is_(None), Move.ended_at.is_(None))
        .values(confirmed_at=now, back=token_hash(back), former=wish.person.email)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]  # An UPDATE has a row count.
        raise Missing(N_("This link has been used already, or it is too old. Ask for a new one."))
    _give(wish.person, wish.email)
    void_invitations(wish.person, now=now)
    events.publish(AddressChanged(at=now, by=wish.person_id, person=wish.person_id))
    return wish, back


def move_back(token: str, *, now: datetime) -> Person:
    """Give the person the former address again, and shut out whoever moved them.

    Every sign-in ends, the password serves no more, and no later change can be taken back.
    Raises Missing for a spent link, RuleBroken where the address has another account.
    """
    made = get_return(token, now=now)
    person = made.person
    spent = db.session.execute(
        update(Move)
        .where(Move.person_id == person.id, Move.id >= made.id, Move.ended_at.is_(None))
        .values(ended_at=now)
    )
    if not spent.rowcount:  # type: ignore[attr-defined]  # An UPDATE has a row count.
        raise Missing(N_("This link has been used already, or it is too old. Ask for a new one."))
    _give(person, made.former)
    person.password = None
    shut(person, now=now)
    events.publish(AddressRestored(at=now, by=person.id, person=person.id))
    return person


def forget_wishes(now: datetime) -> int:
    """Drop what no address confirmed in time; a job for the worker. Commits."""
    old_moves = (Move.confirmed_at.is_(None)) & (Move.expires_at < now)
    waiting = db.session.scalar(
        select(
            or_(
                select(SignUp.id).where(SignUp.expires_at < now).exists(),
                select(Move.id).where(old_moves).exists(),
            )
        )
    )
    if not waiting:
        return 0
    gone = 0
    for table, old in ((SignUp, SignUp.expires_at < now), (Move, old_moves)):
        gone += db.session.execute(delete(table).where(old)).rowcount  # type: ignore[attr-defined]  # A DELETE has a row count.
    db.session.commit()
    return gone


def _give(person: Person, email: str) -> None:
    taken = RuleBroken(N_("There is an account with this address already."))
    other = find_person(email)
    if other is not None and other.id != person.id:
        raise taken
    person.email = email
    try:
        db.session.flush()
    except IntegrityError as error:  # Somebody else was faster by a moment.
        raise taken from error
