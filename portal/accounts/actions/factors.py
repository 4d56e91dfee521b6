"""Setting up second factors, using them once, and taking them away."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.actions.people import end_weak_sign_ins, shut
from portal.accounts.events import (
    FactorAdded,
    FactorRemoved,
    FactorsReset,
    RecoveryCodesIssued,
)
from portal.accounts.models import Actor, CodeApp, Passkey, Person, RecoveryCode
from portal.accounts.queries import count_factors, get_passkey, hold, token_hash
from portal.accounts.rules import (
    MOST_PASSKEYS,
    RECOVERY_CODES,
    Factor,
    Loss,
    check_removal,
    new_recovery_code,
    read_recovery_code,
)
from portal.kernel import events
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_


def add_app(*, sealed: str, step: int, by: Person, now: datetime) -> CodeApp:
    """Take the app whose code of this step was right; that code serves no second time.

    Sign-ins elsewhere that gave no factor end. Raises RuleBroken where there is an app already.
    """
    hold(by.id)
    app = CodeApp(person_id=by.id, sealed=sealed, last_step=step, added_at=now)
    db.session.add(app)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken(
            N_("There is an app already. Remove it before you add another.")
        ) from error
    _added(by, Factor.APP, now=now)
    return app


def use_code(key: int, *, sealed: str, step: int) -> None:
    """Use up the code of one step, and those before it. Raises RuleBroken the second time."""
    used = db.session.execute(
        update(CodeApp)
        .where(CodeApp.id == key, CodeApp.sealed == sealed, CodeApp.last_step < step)
        .values(last_step=step)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # An UPDATE has a row count.
        raise RuleBroken(
            N_("This code was used already. Wait for the app to show the next one."), field="code"
        )


def add_passkey(
    *, credential: str, public_key: str, uses: int, label: str, by: Person, now: datetime
) -> Passkey:
    """Take a key that a device made. Sign-ins elsewhere that gave no factor end.

    Raises RuleBroken for a key that is known, or one too many.
    """
    hold(by.id)
    held = db.session.scalar(
        select(func.count()).select_from(Passkey).where(Passkey.person_id == by.id)
    )
    if (held or 0) >= MOST_PASSKEYS:
        raise RuleBroken(
            N_("You have %(most)s passkeys. Remove one before you add another."), most=MOST_PASSKEYS
        )
    passkey = Passkey(
        person_id=by.id,
        credential=credential,
        public_key=public_key,
        uses=uses,
        label=" ".join(label.split()),
        added_at=now,
    )
    db.session.add(passkey)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken(N_("This passkey is known already.")) from error
    _added(by, Factor.PASSKEY, now=now)
    return passkey


def use_passkey(key: int, *, uses: int, now: datetime) -> None:
    """Note the use of a key. Raises RuleBroken where its count says that there is a copy."""
    used = db.session.execute(
        update(Passkey)
        .where(
            Passkey.id == key,
            Passkey.uses < uses if uses else Passkey.uses == 0,
        )
        .values(uses=uses, used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # An UPDATE has a row count.
        raise RuleBroken(N_("This passkey did not fit. Try again, or use another way."))


def issue_recovery_codes(*, by: Person, now: datetime) -> list[str]:
    """Return ten new codes, never to be seen again; those of before are void."""
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == by.id))
    db.session.add_all(
        RecoveryCode(person_id=by.id, code=token_hash(read_recovery_code(code))) for code in codes
    )
    events.publish(RecoveryCodesIssued(at=now, by=by.id, person=by.id))
    return codes


def use_recovery_code(person: Person, *, code: str, now: datetime) -> None:
    """Use up one of the person's recovery codes. Raises RuleBroken for any other."""
    used = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code == token_hash(read_recovery_code(code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # An UPDATE has a row count.
        raise RuleBroken(N_("This code is not right, or it was used already."), field="code")


def remove_app(*, required: bool, by: Person, now: datetime) -> None:
    """Forget the person's app. Raises RuleBroken where it is an official's last factor."""
    _check_left(by, required=required)
    gone = db.session.execute(delete(CodeApp).where(CodeApp.person_id == by.id))
    _removed(by, Factor.APP, gone=gone.rowcount, now=now)  # type: ignore[attr-defined]  # A DELETE has a row count.


def remove_passkey(key: int, *, required: bool, by: Person, now: datetime) -> None:
    """Forget one of the person's passkeys. Raises RuleBroken where it is an official's last."""
    passkey = get_passkey(key, of=by)
    _check_left(by, required=required)
    gone = db.session.execute(delete(Passkey).where(Passkey.id == passkey.id))
    _removed(by, Factor.PASSKEY, gone=gone.rowcount, now=now)  # type: ignore[attr-defined]  # A DELETE has a row count.


def reset_factors(person: Person, *, reason: Loss, by: Actor | None, now: datetime) -> None:
    """Take every factor away from a person who lost them, and sign them out everywhere.

    Raises RuleBroken for oneself: whoever stole a sign-in must not free it.
    """
    if by is not None and by.id == person.id:
        raise RuleBroken(N_("You cannot do this for yourself; ask another administrator."))
    for table in (CodeApp, Passkey, RecoveryCode):
        db.session.execute(delete(table).where(table.person_id == person.id))
    shut(person, now=now)
    events.publish(
        FactorsReset(at=now, by=by.id if by else None, person=person.id, reason=reason.value)
    )


def _added(person: Person, factor: Factor, *, now: datetime) -> None:
    end_weak_sign_ins(person, now=now)
    events.publish(FactorAdded(at=now, by=person.id, person=person.id, factor=factor.value))


def _check_left(person: Person, *, required: bool) -> None:
    hold(person.id)  # Two removals at once must not each count the other's factor.
    check_removal(
        is_official=person.is_official, required=required, left=count_factors(person.id) - 1
    )


def _removed(person: Person, factor: Factor, *, gone: int, now: datetime) -> None:
    if not gone:
        return
    if count_factors(person.id) == 0:
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    events.publish(FactorRemoved(at=now, by=person.id, person=person.id, factor=factor.value))
