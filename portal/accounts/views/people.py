"""People: inviting them, and closing their accounts."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import actions
from portal.accounts.forms import PersonForm, ResetFactorsForm
from portal.accounts.labels import MEMBER_ROLES, ROLES
from portal.accounts.letters import News, send_invitation, tell_owner
from portal.accounts.policy import may_manage_people
from portal.accounts.queries import agencies, factors_of, get_agency, get_person
from portal.accounts.queries import people as list_people
from portal.accounts.rules import Loss
from portal.accounts.views.proving import needs_proof
from portal.accounts.views.room import bp
from portal.kernel import clock
from portal.web.access import authorize
from portal.web.forms import choices, refusals_on
from portal.web.locale import _, current_locale, tell
from portal.web.urls import key_in

PAGE = 50


@bp.get("/desk/people")
def people() -> ResponseReturnValue:
    """List the accounts."""
    authorize(may_manage_people)
    after = key_in("after")
    found = list_people(after=after, limit=PAGE + 1)
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return render_template(
        "accounts/people.html",
        people=found[:PAGE],
        after=after,
        more=more,
        roles=ROLES,
        member_roles=MEMBER_ROLES,
    )


@bp.route("/desk/people/new", methods=["GET", "POST"])
def person_new() -> ResponseReturnValue:
    """Open an account for somebody and send the invitation."""
    authorize(may_manage_people)
    form = PersonForm(locale=current_locale()) if request.method == "GET" else PersonForm()
    form.agency.choices = choices(
        ("", _("None: the portal as a whole")),
        *((agency.code, tell(agency.name).text) for agency in agencies()),
    )
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            answers = form.answers
            code = answers.pop("agency")
            agency = get_agency(code) if code else None
            person = actions.create_person(agency=agency, by=current_user, now=now, **answers)
            send_invitation(person, actions.invite(person, by=current_user, now=now), now=now)
            flash(_("%(name)s is invited by mail.", name=person.name), "success")
            return redirect(url_for("accounts.people"), 303)
    return render_template("accounts/person_new.html", form=form), form.status


@bp.post("/desk/people/<key:key>/invitation")
def invite_again(key: int) -> ResponseReturnValue:
    """Send a new invitation."""
    authorize(may_manage_people)
    now = clock.now()
    person = get_person(key)
    send_invitation(person, actions.invite(person, by=current_user, now=now), now=now)
    flash(_("%(name)s is invited by mail.", name=person.name), "success")
    return redirect(url_for("accounts.people"), 303)


@bp.post("/desk/people/<key:key>/closed")
def disable(key: int) -> ResponseReturnValue:
    """Close an account."""
    authorize(may_manage_people)
    person = get_person(key)
    actions.disable_person(person, by=current_user, now=clock.now())
    flash(_("The account of %(name)s is closed.", name=person.name), "success")
    return redirect(url_for("accounts.people"), 303)


@bp.post("/desk/people/<key:key>/open")
def enable(key: int) -> ResponseReturnValue:
    """Open a closed account again."""
    authorize(may_manage_people)
    person = get_person(key)
    actions.enable_person(person, by=current_user, now=clock.now())
    flash(_("The account of %(name)s is open again.", name=person.name), "success")
    return redirect(url_for("accounts.people"), 303)


@bp.route("/desk/people/<key:key>/factors", methods=["GET", "POST"])
@needs_proof
def reset_factors(key: int) -> ResponseReturnValue:
    """Take the second factors of a person who lost them away, for a reason that is kept."""
    authorize(may_manage_people)
    person = get_person(key)
    form = ResetFactorsForm()
    if form.validate_on_submit():
        with refusals_on(form):
            now, reason = clock.now(), Loss(form.answers["reason"])
            actions.reset_factors(person, reason=reason, by=current_user, now=now)
            tell_owner(person, News.RESET, reason=reason, now=now)
            flash(_("The second factors of %(name)s are removed.", name=person.name), "success")
            return redirect(url_for("accounts.people"), 303)
    if form.errors:
        person = get_person(key)
    return render_template(
        "accounts/reset_factors.html", form=form, person=person, held=factors_of(key)
    ), form.status
