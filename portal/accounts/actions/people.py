"""Opening accounts, taking up invitations, signing in and out, proving oneself again."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.events import (
    MailboxGiven,
    PasswordSet,
    PersonCreated,
    PersonDisabled,
    PersonEnabled,
    PersonInvited,
    PersonProved,
    PersonSignedIn,
    PersonSignedOut,
    SignInRefused,
)
from portal.accounts.models import (
    Actor,
    Agency,
    Duty,
    Invitation,
    Membership,
    Organisation,
    Person,
    SignIn,
)
from portal.accounts.queries import find_person, get_invitation, token_hash
from portal.accounts.rules import INVITATION_LASTS, Factor, MemberRole, Role
from portal.kernel import events
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.text import N_
from portal.outbox.rules import address


def create_person(
    *,
    email: str,
    name: str,
    locale: str,
    roles: Iterable[Role] = (),
    agency: Agency | None = None,
    organisation: Organisation | None = None,
    by: Actor | None,
    now: datetime,
) -> Person:
    """Open an account, without a password yet. Raises RuleBroken where there is one already."""
    email = address(email)
    taken = RuleBroken(N_("There is an account with this address already."), field="email")
    if find_person(email):
        raise taken
    person = Person(
        email=email,
        name=" ".join(name.split()),
        locale=locale,
        created_at=now,
        duties=[
            Duty(role=role, agency_id=agency.id if agency else None)
            for role in dict.fromkeys(roles)
        ],
        memberships=[Membership(organisation_id=organisation.id, role=MemberRole.REPRESENTATIVE)]
        if organisation
        else [],
    )
    db.session.add(person)
    try:
        db.session.flush()
    except IntegrityError as error:  # Somebody else was faster by a moment.
        raise taken from error
    held = tuple(duty.role.value for duty in person.duties)
    events.publish(PersonCreated(at=now, by=_key(by), person=person.id, roles=held))
    return person


def give_mailbox(agency: Agency, *, mailbox: str, by: Actor | None, now: datetime) -> None:
    """Say where letters to a public body as such go. Raises RuleBroken, on `email`."""
    agency.mailbox = address(mailbox)
    db.session.flush()
    events.publish(MailboxGiven(at=now, by=_key(by), agency=agency.code))


def invite(
    person: Person,
    *,
    lasting: timedelta = INVITATION_LASTS,
    by: Actor | None,
    now: datetime,
) -> str:
    """Return the secret of a link by which the person sets a password, once, in time."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        Invitation(person_id=person.id, token=token_hash(token), expires_at=now + lasting)
    )
    events.publish(PersonInvited(at=now, by=_key(by), person=person.id))
    return token


def take_up_invitation(token: str, *, now: datetime) -> Person:
    """Use an invitation up and return whom it is for. Raises Missing the second time."""
    invitation = get_invitation(token, now=now)
    taken = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
        .values(used_at=now)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # An UPDATE has a row count.
        raise Missing(N_("This link has been used already, or it is too old. Ask for a new one."))
    return invitation.person


def set_password(person: Person, *, kept: str, by: Actor | None, now: datetime) -> None:
    """Give the person a new password, end every sign-in and use up every open invitation.

    `kept` is what `passwords.new_password` returned.
    """
    person.password = kept
    shut(person, now=now)
    events.publish(PasswordSet(at=now, by=_key(by), person=person.id))


def sign_in(
    person: Person, *, factor: Factor | None = None, browser: str | None = None, now: datetime
) -> Person:
    """Open a sign-in for one browser; its secret is the person's `token` from here on.

    `factor` is what was given besides the password, `browser` the hash of what the browser
    keeps. Raises RuleBroken for a closed account.
    """
    if not person.is_active:
        raise RuleBroken(N_("This account is closed."))
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            person_id=person.id,
            token=token_hash(token),
            at=now,
            proved_at=now,
            factor=factor,
            browser=browser,
        )
    )
    events.publish(
        PersonSignedIn(
            at=now, by=person.id, person=person.id, factor=factor.value if factor else ""
        )
    )
    person.token = token
    return person


def note_refused_sign_in(person_id: int | None, *, step: str, now: datetime) -> None:
    """Note that somebody tried to get in and did not; for an unknown address as for a known one."""
    events.publish(SignInRefused(at=now, by=None, person=person_id, step=step))


def prove(token: str, *, factor: Factor | None = None, by: Person, now: datetime) -> None:
    """Note that whoever holds the sign-in gave the password, or a factor, just now.

    A factor that was given counts for the sign-in from here on. Raises Missing where the
    sign-in has ended.
    """
    noted: dict[str, object] = {"proved_at": now} | ({"factor": factor} if factor else {})
    proved = db.session.execute(
        update(SignIn)
        .where(SignIn.token == token_hash(token), SignIn.ended_at.is_(None))
        .values(**noted)
    )
    if proved.rowcount != 1:  # type: ignore[attr-defined]  # An UPDATE has a row count.
        raise Missing(N_("This sign-in has ended. Please sign in again."))
    events.publish(
        PersonProved(at=now, by=by.id, person=by.id, factor=factor.value if factor else "")
    )


def sign_out(token: str, *, by: Person, now: datetime) -> None:
    """End the sign-in that the secret belongs to; a stolen copy of it is worth nothing then."""
    _publish_end(by, _end_sign_ins(by, SignIn.token == token_hash(token), now=now), now=now)


def end_sign_in(key: int, *, by: Person, now: datetime) -> None:
    """End one of the person's own sign-ins, wherever it is."""
    _publish_end(by, _end_sign_ins(by, SignIn.id == key, now=now), now=now)


def sign_out_everywhere(*, by: Person, now: datetime) -> None:
    """End every sign-in of the person, this one too."""
    _publish_end(by, _end_sign_ins(by, now=now), now=now)


def disable_person(person: Person, *, by: Actor | None, now: datetime) -> None:
    """Close an account; whoever is signed in with it is signed out by the same commit.

    Raises RuleBroken for one's own.
    """
    if person.disabled_at is not None:
        return
    if by is not None and by.id == person.id:
        raise RuleBroken(N_("You cannot close your own account; ask another administrator."))
    person.disabled_at = now
    shut(person, now=now)
    events.publish(PersonDisabled(at=now, by=_key(by), person=person.id))


def enable_person(person: Person, *, by: Actor | None, now: datetime) -> None:
    """Open a closed account again."""
    if person.disabled_at is None:
        return
    person.disabled_at = None
    events.publish(PersonEnabled(at=now, by=_key(by), person=person.id))


def change_account(person: Person, *, name: str, locale: str) -> None:
    """Change how the person is called, and the language of their letters."""
    person.name = " ".join(name.split())
    person.locale = locale


def end_weak_sign_ins(person: Person, *, now: datetime) -> None:
    """End the sign-ins of the person in other browsers for which no factor was given."""
    others = SignIn.token != token_hash(person.token or "")
    _end_sign_ins(person, SignIn.factor.is_(None), others, now=now)


def shut(person: Person, *, now: datetime) -> None:
    """End every sign-in of the person, and use up every link to choose a password."""
    void_invitations(person, now=now)
    _end_sign_ins(person, now=now)


def void_invitations(person: Person, *, now: datetime) -> None:
    """Use up every link by which the person could choose a password."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.person_id == person.id, Invitation.used_at.is_(None))
        .values(used_at=now)
    )


def _end_sign_ins(person: Person, *which: object, now: datetime) -> int:
    ended = db.session.scalars(
        select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), *which)  # type: ignore[arg-type]  # Conditions on SignIn.
    ).all()
    for sign_in_row in ended:
        sign_in_row.ended_at = now
    return len(ended)


def _publish_end(person: Person, ended: int, *, now: datetime) -> None:
    if ended:
        events.publish(PersonSignedOut(at=now, by=person.id, person=person.id, ended=ended))


def _key(by: Actor | None) -> int | None:
    return by.id if by else None
