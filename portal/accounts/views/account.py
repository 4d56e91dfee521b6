"""One's own account, and the desk: where work and one's own matters begin."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions, passwords, sessions
from portal.accounts.forms import AccountForm, ChangePasswordForm
from portal.accounts.labels import MEMBER_ROLES, ROLES
from portal.accounts.letters import News, tell_owner
from portal.accounts.models import Person
from portal.accounts.policy import may_use_account
from portal.accounts.queries import get_person, sign_ins_of, token_hash
from portal.accounts.views.proving import needs_proof
from portal.accounts.views.room import bp
from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.limits import limited
from portal.web.locale import _, _l
from portal.web.navigation import is_page
from portal.web.tasks import tasks_of
from portal.web.transaction import begin_writing, reads_first

OWN_MATTERS = (
    (
        "comments.mine",
        _l("My comments"),
        _l("What you filed, where it stands, and what was answered."),
    ),
    (
        "opinions.mine",
        _l("My committees"),
        _l("Opinions that your committees write and put to the vote."),
    ),
    (
        "outreach.mine",
        _l("My requests"),
        _l("What you asked ministries, and by when they answer."),
    ),
    (
        "register.notices",
        _l("Open notices"),
        _l("What ministries ask about now, and until when."),
    ),
    (
        "committees.mine",
        _l("My seats"),
        _l("What you signed and declared, until when you sit, applications for seats."),
    ),
    (
        "subscriptions.mine",
        _l("What I follow"),
        _l("Dockets and themes whose news you get by mail."),
    ),
    (
        "meetings.calendar",
        _l("My calendar"),
        _l("An address by which your calendar shows your meetings."),
    ),
    (
        "organisations.mine",
        _l("My organisations"),
        _l("For whom you act, who else does, letters of authority, accreditation."),
    ),
    ("accounts.account", _l("My account"), _l("Name, language, password, sign-ins.")),
)
"""What everyone with an account may turn to; entries whose page is missing are skipped."""


@bp.get("/desk")
def desk() -> ResponseReturnValue:
    """Show who is signed in, in which roles, and where their work is."""
    authorize(may_use_account)
    own = [(url_for(page), name, about) for page, name, about in OWN_MATTERS if is_page(page)]
    now = clock.now()
    waiting = tasks_of(current_user, now)
    return render_template(
        "accounts/desk.html",
        own=own,
        roles=_roles(),
        seats=_seats(),
        tasks=waiting,
        today=clock.legal_day(now),
    )


def _roles() -> list[tuple[Any, Any]]:
    return [(ROLES[duty.role], duty.agency) for duty in current_user.duties]


def _seats() -> list[tuple[Any, Any]]:
    return [(MEMBER_ROLES[m.role], m.organisation) for m in current_user.memberships]


@bp.route("/account", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Show one's own account; change name and language."""
    authorize(may_use_account)
    form = AccountForm(obj=current_user)
    if form.validate_on_submit():
        with refusals_on(form):
            person = get_person(current_user.id)
            actions.change_account(person, **form.answers)
            flash(_("Your account is changed."), "success")
            return redirect(url_for("accounts.account"), 303)
    return render_template(
        "accounts/account.html",
        form=form,
        sign_ins=sign_ins_of(current_user, now=clock.now()),
        this_one=token_hash(current_user.token),
        roles=_roles(),
        seats=_seats(),
    ), form.status


@bp.route("/account/password", methods=["GET", "POST"])
@reads_first
@limited("change-password", tries=10, seconds=15 * 60)
def change_password() -> ResponseReturnValue:
    """Change one's password, knowing the present one; every other browser is signed out."""
    authorize(may_use_account)
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            if not passwords.is_password(current_user.password, form.answers["current"]):
                raise RuleBroken(N_("This is not your present password."), field="current")
            kept = passwords.new_password(
                form.answers["password"], email=current_user.email, name=current_user.name
            )
            begin_writing()
            person = get_person(current_user.id)
            actions.set_password(person, kept=kept, by=person, now=now)
            tell_owner(person, News.PASSWORD, now=now)
            _stay_signed_in(person)
            flash(_("Your password is changed. Other browsers are signed out."), "success")
            return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/change_password.html", form=form), form.status


def _stay_signed_in(person: Person) -> None:
    """Let this browser stay in, and what it gave besides the password count on."""
    now = clock.now()
    again = actions.sign_in(
        person, factor=current_user.factor, browser=sessions.this_browser(), now=now
    )
    sessions.remember(again, now=now)


@bp.post("/account/sign-ins/<key:key>")
@needs_proof
def end_sign_in(key: int) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    authorize(may_use_account)
    actions.end_sign_in(key, by=current_user, now=clock.now())
    flash(_("That sign-in is ended."), "success")
    return redirect(url_for("accounts.account"), 303)


@bp.post("/account/sign-ins")
@needs_proof
def sign_out_everywhere() -> ResponseReturnValue:
    """End every sign-in, this one too."""
    authorize(may_use_account)
    actions.sign_out_everywhere(by=current_user, now=clock.now())
    sessions.forget()
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("front.home"), 303)
