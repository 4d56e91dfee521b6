"""Proving again to be who is signed in, before what guards the account is changed."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions, codes, passkeys, passwords, sessions
from portal.accounts.forms import ProofForm
from portal.accounts.letters import News, tell_owner
from portal.accounts.models import Person
from portal.accounts.policy import may_use_account
from portal.accounts.queries import Factors, factors_of, find_passkey, get_person
from portal.accounts.rules import Factor, is_proved
from portal.accounts.views.room import bp
from portal.kernel import clock
from portal.kernel.database import db, expect_writing
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.web.access import authorize
from portal.web.forms import SECRET, refusals_on
from portal.web.limits import limited, spend
from portal.web.settings import setting
from portal.web.transaction import begin_writing, reads_first
from portal.web.urls import own_address

P = ParamSpec("P")

QUARTER = 15 * 60
DAY = 24 * 60 * 60
CODES_A_QUARTER = 8
CODES_A_DAY = 40
"""Tries of codes for one account; of a million codes, three are good at a time."""


def take_code(person_id: int, typed: str) -> Factor:
    """Use up the code that was typed, of the app or of those kept for its loss; begin writing.

    Raises RuleBroken on `code` where it is not right or not new, TooMany after too many.
    """
    if setting("PORTAL_LIMITS"):
        spend(f"code:{person_id}", tries=CODES_A_QUARTER, seconds=QUARTER)
        spend(f"code-day:{person_id}", tries=CODES_A_DAY, seconds=DAY)
    now = clock.now()
    compact = "".join(typed.split())
    if not (compact.isascii() and compact.isdecimal() and len(compact) == codes.DIGITS):
        begin_writing()
        person = get_person(person_id)
        actions.use_recovery_code(person, code=typed, now=now)
        tell_owner(person, News.CODE_USED, now=now)
        return Factor.RECOVERY
    app = factors_of(person_id).app
    step = codes.step_of(compact, codes.unseal(app.sealed), now=now) if app else None
    if app is None or step is None:
        raise RuleBroken(
            N_("This code is not right. Look at the app again; it changes twice a minute."),
            field="code",
        )
    key, sealed = app.id, app.sealed
    begin_writing()
    actions.use_code(key, sealed=sealed, step=step)
    return Factor.APP


def note_refusal(person_id: int | None, step: str) -> None:
    """Keep an entry of a try that was refused, though the rest of the request is dropped."""
    begin_writing()
    actions.note_refused_sign_in(person_id, step=step, now=clock.now())
    db.session.commit()
    expect_writing(expected=False)


def take_passkey(answer: str, *, of: int | None) -> int:
    """Use the passkey that a browser answered with; begin writing; return whose it is.

    `of` is whose it must be. Nothing: anybody's, where the device knew its owner. Raises
    RuleBroken where it does not hold.
    """
    passkey = find_passkey(passkeys.named_in(answer))
    if passkey is None or of not in {None, passkey.person_id}:
        raise RuleBroken(N_("This passkey did not fit. Try again, or use another way."))
    uses = passkeys.uses_shown(answer, passkey, alone=of is None)
    key, person_id = passkey.id, passkey.person_id
    begin_writing()
    actions.use_passkey(key, uses=uses, now=clock.now())
    return person_id


def needs_proof(
    view: Callable[P, ResponseReturnValue],
) -> Callable[P, ResponseReturnValue]:
    """Ask who is there before a view, where that was not proved in the last ten minutes.

    What was typed is carried through the question, passwords and codes excepted.
    """

    @wraps(view)
    def proved(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        known = isinstance(current_user, Person)
        if not known or is_proved(current_user.proved_at, now=clock.now()):
            return view(*args, **kwargs)
        authorize(may_use_account)
        if request.method == "GET":
            return redirect(url_for("accounts.proof", next=request.full_path.rstrip("?")))
        return _ask(ProofForm(formdata=None), target=request.full_path.rstrip("?"), carried=True)

    return proved


def _asking_account() -> str:
    return str(current_user.id)


@bp.route("/account/proof", methods=["GET", "POST"])
@sessions.open_without_factor
@reads_first
@limited("proof", tries=15, seconds=QUARTER, key=_asking_account)
def proof() -> ResponseReturnValue:
    """Take the password, a code or a passkey again, and go back to where that was needed."""
    authorize(may_use_account)
    source = request.form if request.method == "POST" else request.args
    target = own_address(source.get("next", "")) or url_for("accounts.account")
    carried = "carried" in request.form
    form = ProofForm()
    if tried := form.validate_on_submit():
        with refusals_on(form):
            factor = _proved(form)
            actions.prove(current_user.token, factor=factor, by=current_user, now=clock.now())
            return redirect(target, 307 if carried else 303)
    if tried:
        note_refusal(current_user.id, "proof")
    return _ask(form, target=target, carried=carried)


def _proved(form: ProofForm) -> Factor | None:
    """Return the factor that was given, or nothing for the password. Raises RuleBroken."""
    if form.proof_credential.data:
        take_passkey(form.proof_credential.data, of=current_user.id)
        return Factor.PASSKEY
    if form.proof_code.data:
        try:
            return take_code(current_user.id, form.proof_code.data)
        except RuleBroken as broken:
            broken.field = "proof_code"
            raise
    kept = current_user.password
    if not passwords.is_password(kept, form.proof.data or ""):
        raise RuleBroken(N_("This is not your present password."), field="proof")
    begin_writing()
    return None


def _ask(form: ProofForm, *, target: str, carried: bool) -> ResponseReturnValue:
    held: Factors = factors_of(current_user.id)
    typed = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if carried and not name.startswith((*SECRET, "next", "carried"))
    ]
    return render_template(
        "accounts/proof.html",
        form=form,
        target=target,
        carried=carried,
        typed=typed,
        held=held,
        options=passkeys.to_show(held.passkeys, alone=False) if held.passkeys else "",
    ), form.status
