"""One's second factors: an app for codes, passkeys, recovery codes."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions, codes, passkeys, sessions
from portal.accounts.forms import NewAppForm, NewPasskeyForm
from portal.accounts.letters import News, tell_owner
from portal.accounts.policy import may_use_account
from portal.accounts.queries import factors_of
from portal.accounts.rules import Factor
from portal.accounts.views.proving import QUARTER, needs_proof
from portal.accounts.views.room import bp
from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.limits import limited
from portal.web.locale import _
from portal.web.settings import setting

NEW_KEY = "new app"
"""Under this the cookie keeps the key of an app that is being set up, sealed."""


@bp.get("/account/factors")
@sessions.open_without_factor
def factors() -> ResponseReturnValue:
    """Show what the person has besides the password."""
    authorize(may_use_account)
    return render_template(
        "accounts/factors.html",
        held=factors_of(current_user.id),
        owes=sessions.owes(current_user),
        can_hold_passkeys=passkeys.place() is not None,
    )


@bp.route("/account/factors/app", methods=["GET", "POST"])
@sessions.open_without_factor
@needs_proof
@limited("new-app", tries=20, seconds=QUARTER)
def new_app() -> ResponseReturnValue:
    """Show the key of a new app as a drawing and as text; take its first code."""
    authorize(may_use_account)
    key = codes.unseal(session.get(NEW_KEY, "")) or codes.new_key()
    session[NEW_KEY] = codes.seal(key)
    form = NewAppForm()
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            step = codes.step_of(form.code.data or "", key, now=now)
            if step is None:
                raise RuleBroken(
                    N_("This code is not right. Look at the app again; it changes twice a minute."),
                    field="code",
                )
            actions.add_app(sealed=codes.seal(key), step=step, by=current_user, now=now)
            session.pop(NEW_KEY)
            return _added(Factor.APP, News.APP)
    address = codes.address_of(key, current_user.email)
    return render_template(
        "accounts/new_app.html",
        form=form,
        drawing=codes.drawing_of(address),
        address=address,
        key=codes.grouped(key),
    ), form.status


@bp.route("/account/factors/passkey", methods=["GET", "POST"])
@sessions.open_without_factor
@needs_proof
@limited("new-passkey", tries=20, seconds=QUARTER)
def new_passkey() -> ResponseReturnValue:
    """Take a passkey that the browser made."""
    authorize(may_use_account)
    form = NewPasskeyForm()
    if form.validate_on_submit():
        with refusals_on(form):
            made = passkeys.made(form.credential.data or "")
            actions.add_passkey(
                credential=made.credential,
                public_key=made.public_key,
                uses=made.uses,
                label=form.label.data or "",
                by=current_user,
                now=clock.now(),
            )
            return _added(Factor.PASSKEY, News.PASSKEY)
    held = factors_of(current_user.id)
    return render_template(
        "accounts/new_passkey.html",
        form=form,
        options=passkeys.to_make(current_user, held.passkeys),
    ), form.status


def _added(factor: Factor, news: News) -> ResponseReturnValue:
    """Tell the person; with the first factor show the codes for when it is lost."""
    now = clock.now()
    actions.prove(current_user.token, factor=factor, by=current_user, now=now)
    tell_owner(current_user, news, now=now)
    sessions.note_factor(factor)
    flash(_("Your second factor is set up."), "success")
    if not factors_of(current_user.id).recovery_codes:
        return _show_codes()
    return redirect(url_for("accounts.factors"), 303)


def _show_codes() -> ResponseReturnValue:
    """Make recovery codes and show them in this answer: they are nowhere else to be had."""
    made = actions.issue_recovery_codes(by=current_user, now=clock.now())
    return render_template("accounts/recovery_codes.html", codes=made)


@bp.post("/account/factors/recovery")
@needs_proof
@limited("recovery", tries=10, seconds=QUARTER)
def recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes; those of before are void."""
    authorize(may_use_account)
    if not factors_of(current_user.id):
        raise RuleBroken(N_("Set up an app or a passkey first."))
    tell_owner(current_user, News.CODES, now=clock.now())
    return _show_codes()


@bp.post("/account/factors/app/removal")
@needs_proof
def remove_app() -> ResponseReturnValue:
    """Remove the person's app."""
    authorize(may_use_account)
    now, required = clock.now(), setting("PORTAL_SECOND_FACTOR")
    actions.remove_app(required=required, by=current_user, now=now)
    tell_owner(current_user, News.NO_APP, now=now)
    flash(_("The app is removed."), "success")
    return redirect(url_for("accounts.factors"), 303)


@bp.post("/account/factors/passkeys/<key:key>/removal")
@needs_proof
def remove_passkey(key: int) -> ResponseReturnValue:
    """Remove one of the person's passkeys."""
    authorize(may_use_account)
    now, required = clock.now(), setting("PORTAL_SECOND_FACTOR")
    actions.remove_passkey(key, required=required, by=current_user, now=now)
    tell_owner(current_user, News.NO_PASSKEY, now=now)
    flash(_("The passkey is removed."), "success")
    return redirect(url_for("accounts.factors"), 303)
