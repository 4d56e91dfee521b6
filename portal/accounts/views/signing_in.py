"""Signing in and out, taking up an invitation, and choosing a new password by mail."""

import hashlib
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions, passwords, sessions
from portal.accounts.forms import ForgottenForm, NewPasswordForm, SignInForm
from portal.accounts.letters import send_reset
from portal.accounts.models import Guest, Person
from portal.accounts.queries import find_person, get_invitation, get_person
from portal.accounts.rules import RESET_LASTS
from portal.accounts.views.room import bp
from portal.kernel import clock
from portal.kernel.database import db
from portal.outbox.rules import address
from portal.web.access import authorize_anyone
from portal.web.forms import refusals_on
from portal.web.limits import limited
from portal.web.locale import _, current_locale
from portal.web.transaction import begin_writing, reads_first

QUARTER = 15 * 60
HOUR = 60 * 60


def _account_asked() -> str:
    """Return a name for the account that somebody tries, not its address."""
    typed = request.form.get("email", "").strip().lower()
    return hashlib.sha256(typed.encode()).hexdigest()[:32]


def own_address(target: str) -> str | None:
    r"""Return the target when it is a plain path of this portal, else nothing.

    `//elsewhere`, `/\elsewhere` and anything with a control in it lead out of the portal
    in one browser or another.
    """
    if not target.startswith("/") or target.startswith("//"):
        return None
    if not target.isprintable() or "\\" in target:
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


@bp.route("/sign-in", methods=["GET", "POST"])
@reads_first
@limited("sign-in", tries=30, seconds=QUARTER)
@limited("sign-in-account", tries=15, seconds=QUARTER, key=_account_asked)
def sign_in() -> ResponseReturnValue:
    """Let a person in who knows the password of the account."""
    authorize_anyone()
    target = own_address(request.args.get("next", ""))
    form = SignInForm()
    if not form.validate_on_submit():
        if request.method == "GET" and current_user.is_authenticated:
            return redirect(target or url_for("accounts.desk"))
        return render_template("accounts/sign_in.html", form=form), form.status
    person = _known(**form.answers)
    if person is None:
        form.form_errors.append(
            _("No account opens with this address and this password. Please look at both again.")
        )
        return render_template("accounts/sign_in.html", form=form), form.status
    sessions.remember(actions.sign_in(person, now=clock.now()), now=clock.now())
    return redirect(target or url_for("accounts.desk"), 303)


def _known(email: str, password: str) -> Person | None:
    """Return the person, ready to be written; as slow for an address that nobody has."""
    found = find_person(email)
    kept = found.password if found and found.is_active else None
    if not passwords.is_password(kept, password) or found is None or kept is None:
        return None
    key = found.id
    better = passwords.hash_password(password) if passwords.is_outdated(kept) else None
    begin_writing()
    person = get_person(key)
    if not person.is_active or person.password != kept:
        return None
    if better:
        person.password = better
    return person


@bp.post("/sign-out")
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
            flash(_("Your password is set. Sign in with it now."), "success")
            return redirect(url_for("accounts.sign_in"), 303)
    return render_template("accounts/invitation.html", form=form, person=person), form.status


@bp.route("/sign-in/forgotten", methods=["GET", "POST"])
@reads_first
@limited("forgotten", tries=10, seconds=HOUR)
@limited("forgotten-account", tries=3, seconds=HOUR, key=_account_asked)
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
