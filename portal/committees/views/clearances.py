"""Who may read what: granting texts under negotiation, and revoking what was signed."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.rules import Role
from portal.committees.actions import grant_clearance, revoke_undertaking
from portal.committees.forms import RevocationForm
from portal.committees.policy import (
    may_enter_clearances,
    may_grant_clearance,
    may_keep_committees,
)
from portal.committees.queries import (
    clearance_requests,
    get_undertaking,
    undertakings_in_force,
)
from portal.committees.standing import ClearanceRequest
from portal.committees.views.blueprint import bp
from portal.committees.views.words import WORDS
from portal.kernel import clock
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.urls import key_in, url_for

PAGE = 50


@bp.get("/desk/clearances")
def clearances() -> ResponseReturnValue:
    """List who waits for clearance and, for the Chamber, whose undertaking is in force."""
    authorize(may_enter_clearances)
    now = clock.now()
    chamber = current_user.has(Role.CHAMBER)
    found = []
    if chamber:
        found = undertakings_in_force(now=now, after=key_in("after"), limit=PAGE + 1)
    return render_template(
        "committees/clearances.html",
        requests=clearance_requests(now=now, lead=None if chamber else current_user.id),
        in_force=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        chamber=chamber,
        **WORDS,
    )


@bp.post("/desk/clearances/<key:key>")
def grant(key: int) -> ResponseReturnValue:
    """Open texts under negotiation to somebody who signed for them."""
    undertaking = get_undertaking(key)
    waiting = clearance_requests(now=clock.now(), key=key)
    request_ = waiting[0] if waiting else ClearanceRequest(undertaking, ())
    authorize(may_grant_clearance, request_)
    name = undertaking.person.name
    grant_clearance(undertaking, by=current_user, now=clock.now())
    flash(_("%(name)s may read texts under negotiation.", name=name), "success")
    return redirect(url_for("committees.clearances"), 303)


@bp.route("/desk/clearances/<key:key>/end", methods=["GET", "POST"])
def revoke(key: int) -> ResponseReturnValue:
    """End what a person signed, and say why."""
    authorize(may_keep_committees)
    undertaking = get_undertaking(key)
    form = RevocationForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            reason = form.reason.data or ""
            revoke_undertaking(undertaking.person, reason=reason, by=current_user, now=clock.now())
            flash(_("The undertaking is revoked. Nothing confidential opens any more."), "success")
            return redirect(url_for("committees.clearances"), 303)
    page = render_template(
        "committees/revoke.html", undertaking=get_undertaking(key), form=form, **WORDS
    )
    return page, form.status
