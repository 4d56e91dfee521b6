"""Opening an account oneself, and moving to another address: letters that are answered."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions, passwords, sessions
from portal.accounts.forms import AddressForm, NewPasswordForm, SignUpForm
from portal.accounts.letters import (
    answer_wish,
    ask_new_address,
    send_reset,
    tell_former_address,
)
from portal.accounts.models import Guest
from portal.accounts.policy import may_use_account
from portal.accounts.queries import find_person, get_move, get_return, get_sign_up
from portal.accounts.rules import RESET_LASTS
from portal.accounts.views.proving import needs_proof
from portal.accounts.views.room import bp
from portal.accounts.views.signing_in import HOUR, account_asked
from portal.kernel import clock
from portal.web.access import authorize, authorize_anyone
from portal.web.forms import Form, refusals_on
from portal.web.limits import limited
from portal.web.locale import _, current_locale
from portal.web.transaction import begin_writing, reads_first


@bp.route("/sign-up", methods=["GET", "POST"])
@limited("sign-up", tries=10, seconds=HOUR)
@limited("sign-up-account", tries=3, seconds=HOUR, key=account_asked)
def sign_up() -> ResponseReturnValue:
    """Send a link by which to open an account; say the same whether there is one already."""
    authorize_anyone()
    form = SignUpForm(locale=current_locale()) if request.method == "GET" else SignUpForm()
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            wish, token = actions.wish_account(now=now, **form.answers)
            answer_wish(wish, token, owner=find_person(wish.email), now=now)
            return redirect(url_for("accounts.sign_up", sent="yes"), 303)
    return render_template(
        "accounts/sign_up.html", form=form, sent="sent" in request.args
    ), form.status


@bp.route("/sign-up/<token>", methods=["GET", "POST"])
@reads_first
@limited("open-account", tries=30, seconds=HOUR)
def open_account(token: str) -> ResponseReturnValue:
    """Let whoever reads the letters of an address choose the password of its new account."""
    authorize_anyone()
    now = clock.now()
    wish = get_sign_up(token, now=now)
    form = NewPasswordForm()
    if form.validate_on_submit():
        with refusals_on(form):
            kept = passwords.new_password(
                form.answers["password"], email=wish.email, name=wish.name
            )
            begin_writing()
            actions.open_account(token, kept=kept, now=now)
            sessions.forget()
            flash(_("Your account is open. Sign in with your password now."), "success")
            return redirect(url_for("accounts.sign_in"), 303)
    if form.errors:
        wish = get_sign_up(token, now=now)
    return render_template("accounts/invitation.html", form=form, person=wish), form.status


@bp.route("/account/address", methods=["GET", "POST"])
@needs_proof
@limited("move", tries=5, seconds=HOUR)
def change_address() -> ResponseReturnValue:
    """Send a link to a person's new address; say the same whether somebody has it."""
    authorize(may_use_account)
    form = AddressForm()
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            wish, token = actions.wish_move(by=current_user, now=now, **form.answers)
            owner = find_person(wish.email)
            ask_new_address(wish, token, person=current_user, owner=owner, now=now)
            return redirect(url_for("accounts.change_address", sent="yes"), 303)
    return render_template(
        "accounts/change_address.html", form=form, sent="sent" in request.args
    ), form.status


@bp.route("/account/address/<token>", methods=["GET", "POST"])
@sessions.open_without_factor
@limited("confirm-address", tries=30, seconds=HOUR)
def confirm_address(token: str) -> ResponseReturnValue:
    """Give a person the address whose letter held this link; tell the former one."""
    authorize_anyone()
    now = clock.now()
    wish = get_move(token, now=now)
    form = Form()
    if form.validate_on_submit():
        with refusals_on(form):
            made, back = actions.move(token, now=now)
            tell_former_address(made, back, now=now)
            flash(_("Your address is changed. Sign in with the new one from now on."), "success")
            return redirect(url_for("accounts.sign_in"), 303)
    if form.errors:
        wish = get_move(token, now=now)
    return render_template("accounts/confirm_address.html", form=form, wish=wish), form.status


@bp.route("/account/address/back/<token>", methods=["GET", "POST"])
@sessions.open_without_factor
@limited("restore-address", tries=30, seconds=HOUR)
def restore_address(token: str) -> ResponseReturnValue:
    """Give a person the former address again, whose letter held this link."""
    authorize_anyone()
    now = clock.now()
    made = get_return(token, now=now)
    form = Form()
    if form.validate_on_submit():
        with refusals_on(form):
            person = actions.move_back(token, now=now)
            link = actions.invite(person, lasting=RESET_LASTS, by=Guest(), now=now)
            send_reset(person, link, now=now)
            sessions.forget()
            flash(
                _(
                    "Your address is restored and everyone is signed out. A letter is on its way"
                    " to it, with a link to choose a new password."
                ),
                "success",
            )
            return redirect(url_for("accounts.sign_in"), 303)
    if form.errors:
        made = get_return(token, now=now)
    return render_template("accounts/restore_address.html", form=form, made=made), form.status
