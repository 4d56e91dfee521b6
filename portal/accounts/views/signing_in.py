"""Signing in and out, taking up an invitation, and choosing a new password by mail."""

import hashlib

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions, passkeys, passwords, sessions
from portal.accounts.forms import (
    FactorForm,
    ForgottenForm,
    NewPasswordForm,
    PasskeyForm,
    SignInForm,
)
from portal.accounts.letters import News, send_reset, tell_owner
from portal.accounts.models import Guest, Person
from portal.accounts.queries import (
    count_factors,
    factors_of,
    find_person,
    get_invitation,
    get_person,
    hold,
    is_new_browser,
)
from portal.accounts.rules import RESET_LASTS, Factor
from portal.accounts.views.proving import note_refusal, take_code, take_passkey
from portal.accounts.views.room import bp
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.outbox.rules import address
from portal.web.access import authorize_anyone
from portal.web.forms import refusals_on
from portal.web.limits import limited, source
from portal.web.locale import _, current_locale
from portal.web.transaction import begin_writing, reads_first
from portal.web.urls import own_address

QUARTER = 15 * 60
HOUR = 60 * 60


def account_asked() -> str:
    """Return a name for the account that somebody tries, not its address."""
    typed = request.form.get("email", "").strip().lower()
    return hashlib.sha256(typed.encode()).hexdigest()[:32]


@bp.route("/sign-in", methods=["GET", "POST"])
@reads_first
@limited("sign-in", tries=30, seconds=QUARTER)
@limited("sign-in-account", tries=15, seconds=QUARTER, key=account_asked)
def sign_in() -> ResponseReturnValue:
    """Let a person in who knows the password of the account."""
    authorize_anyone()
    target = own_address(request.args.get("next", ""))
    form = SignInForm()
    if not form.validate_on_submit():
        if request.method == "GET" and current_user.is_authenticated:
            return redirect(target or url_for("accounts.desk"))
        return render_template(
            "accounts/sign_in.html", form=form, key_form=PasskeyForm(), options=_options()
        ), form.status
    tried, person = _known(**form.answers)
    if person is None:
        note_refusal(tried, "password")
        form.form_errors.append(
            _("No account opens with this address and this password. Please look at both again.")
        )
        return render_template(
            "accounts/sign_in.html", form=form, key_form=PasskeyForm(), options=_options()
        ), form.status
    if count_factors(person.id):
        sessions.await_factor(person, now=clock.now())
        return redirect(url_for("accounts.second_step", next=target or None), 303)
    return _let_in(person, None, target)


def _options() -> str:
    return passkeys.to_show(alone=True)


def _let_in(person: Person, factor: Factor | None, target: str | None) -> ResponseReturnValue:
    """Open the sign-in; write to its owner where the browser is new to us."""
    now = clock.now()
    browser = sessions.this_browser()
    if is_new_browser(person, browser):
        tell_owner(person, News.BROWSER, now=now)
    sessions.remember(actions.sign_in(person, factor=factor, browser=browser, now=now), now=now)
    return redirect(target or url_for("accounts.desk"), 303)


def _awaited_account() -> str:
    return str(sessions.awaited_id() or source())


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@reads_first
@limited("second-step", tries=30, seconds=QUARTER, key=_awaited_account)
def second_step() -> ResponseReturnValue:
    """Take the second factor of a person who gave the password, and let them in."""
    authorize_anyone()
    target = own_address(request.args.get("next", ""))
    person = sessions.awaited()
    if person is None:
        flash(_("Please type your password once more: it was a while ago."), "warning")
        return redirect(url_for("accounts.sign_in", next=target or None), 303)
    form = FactorForm()
    if tried := form.validate_on_submit():
        with refusals_on(form):
            key = person.id
            if form.credential.data:
                take_passkey(form.credential.data, of=key)
                factor = Factor.PASSKEY
            else:
                factor = take_code(key, form.code.data or "")
            known = sessions.awaited()
            if known is None:
                raise RuleBroken(N_("Your account was changed meanwhile. Please sign in again."))
            return _let_in(known, factor, target)
    if tried:
        note_refusal(sessions.awaited_id(), "factor")
    held = factors_of(sessions.awaited_id() or 0)
    options = passkeys.to_show(held.passkeys, alone=False) if held.passkeys else ""
    return render_template(
        "accounts/second_step.html", form=form, held=held, options=options
    ), form.status


@bp.post("/sign-in/passkey")
@reads_first
@limited("sign-in-passkey", tries=30, seconds=QUARTER)
def sign_in_by_passkey() -> ResponseReturnValue:
    """Let a person in whose device knew them and signs for them: no password is needed."""
    authorize_anyone()
    target = own_address(request.args.get("next", ""))
    form = PasskeyForm()
    if tried := form.validate_on_submit():
        with refusals_on(form):
            person = get_person(take_passkey(form.credential.data or "", of=None))
            return _let_in(person, Factor.PASSKEY, target)
    if tried:
        note_refusal(None, "passkey")
    return render_template(
        "accounts/sign_in.html", form=SignInForm(formdata=None), key_form=form, options=_options()
    ), form.status


def _known(email: str, password: str) -> tuple[int | None, Person | None]:
    """Return whose account was tried, and the person, ready to be written, where it opens.

    As slow for an address that nobody has.
    """
    found = find_person(email)
    key = found.id if found else None
    kept = found.password if found and found.is_active else None
    if not passwords.is_password(kept, password) or key is None or kept is None:
        return key, None
    better = passwords.hash_password(password) if passwords.is_outdated(kept) else None
    begin_writing()
    hold(key)
    person = get_person(key)
    if not person.is_active or person.password != kept:
        return key, None
    if better:
        person.password = better
    return key, person


@bp.post("/sign-out")
@sessions.open_without_factor
def sign_out() -> ResponseReturnValue:
    """End this sign-in."""
    authorize_anyone()
    if isinstance(current_user, Person) and current_user.token:
        actions.sign_out(current_user.token, by=current_user, now=clock.now())
    sessions.forget()
    flash(_("You are signed out."), "success")
    return redirect(url_for("front.home"), 303)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@reads_first
@limited("invitation", tries=30, seconds=HOUR)
def invitation(token: str) -> ResponseReturnValue:
    """Let the person whose letter held this link choose a password."""
    authorize_anyone()
    now = clock.now()
    person = get_invitation(token, now=now).person
    form = NewPasswordForm()
    if form.validate_on_submit():
        with refusals_on(form):
            kept = passwords.new_password(
                form.answers["password"], email=person.email, name=person.name
            )
            begin_writing()
            invited = actions.take_up_invitation(token, now=now)
            actions.set_password(invited, kept=kept, by=invited, now=now)
            sessions.forget()
            tell_owner(invited, News.PASSWORD, now=now)
            flash(_("Your password is set. Sign in with it now."), "success")
            return redirect(url_for("accounts.sign_in"), 303)
    return render_template("accounts/invitation.html", form=form, person=person), form.status


@bp.route("/sign-in/forgotten", methods=["GET", "POST"])
@reads_first
@limited("forgotten", tries=10, seconds=HOUR)
@limited("forgotten-account", tries=3, seconds=HOUR, key=account_asked)
def forgotten() -> ResponseReturnValue:
    """Send a link by which to choose a new password; say the same whether anyone has it."""
    authorize_anyone()
    form = ForgottenForm()
    if form.validate_on_submit():
        with refusals_on(form):
            email = address(form.answers["email"])
            begin_writing()
            _send_link(email)
            return redirect(url_for("accounts.forgotten", sent="yes"), 303)
    return render_template(
        "accounts/forgotten.html", form=form, sent="sent" in request.args
    ), form.status


def _send_link(email: str) -> None:
    """Write the letter; for an address without an account do the same work and drop it."""
    now = clock.now()
    person = find_person(email)
    known = person is not None and person.is_active
    if person is None:
        person = Person(email=email, name="", locale=current_locale(), created_at=now)
        db.session.add(person)
        db.session.flush()
    token = actions.invite(person, lasting=RESET_LASTS, by=Guest(), now=now)
    send_reset(person, token, now=now)
    if not known:
        db.session.rollback()
