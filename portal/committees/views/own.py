"""What those who sit in committees see of their own: seats, what they signed and declared."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.policy import may_use_account
from portal.committees.actions import (
    declare_interests,
    sign_undertaking,
    withdraw_undertaking,
)
from portal.committees.forms import DeclarationForm, UndertakingForm
from portal.committees.policy import may_declare_interests, may_sign_undertaking
from portal.committees.queries import (
    access_of,
    applications_under,
    find_declaration,
    standings_of,
    undertakings_of,
)
from portal.committees.rules import DECLARATION_LASTS, Clearance
from portal.committees.standing import Standing
from portal.committees.views.blueprint import bp
from portal.committees.views.words import WORDS
from portal.committees.wording import wording
from portal.kernel import clock
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _, current_locale
from portal.web.urls import url_for


@bp.get("/my/seats")
def mine() -> ResponseReturnValue:
    """Show where a person sits, what they signed and declared, and what is due."""
    authorize(may_use_account)
    now = clock.now()
    today = clock.legal_day(now)
    own = [x.organisation_id for x in current_user.memberships]
    standings = _standings()
    declaration = find_declaration(current_user.id, on=today)
    return render_template(
        "committees/mine.html",
        standings=standings,
        may_sign=may_sign_undertaking(current_user, standings),
        access=access_of(current_user.id, now=now),
        undertakings=undertakings_of(current_user.id),
        declaration=declaration,
        declared_until=declaration.declared_on + DECLARATION_LASTS if declaration else None,
        applications=applications_under(own) if own else [],
        now_=now,
        today=today,
        **WORDS,
    )


def _standings() -> list[Standing]:
    """Return where the person sits today; nowhere for a guest."""
    if current_user.id is None:
        return []
    return standings_of(current_user.id, on=clock.legal_day(clock.now()))


@bp.route("/my/undertaking", methods=["GET", "POST"])
def undertaking() -> ResponseReturnValue:
    """Show the undertaking of confidentiality, and take the signature."""
    authorize(may_sign_undertaking, _standings())
    form = UndertakingForm()
    if form.validate_on_submit():
        with refusals_on(form):
            sign_undertaking(
                clearance=Clearance(form.clearance.data),
                agreed=bool(form.agreed.data),
                signed=form.signed.data or "",
                locale=current_locale(),
                by=current_user,
                now=clock.now(),
            )
            flash(_("Your undertaking is signed and kept with the hash of its text."), "success")
            return redirect(url_for("committees.mine"), 303)
    text = wording()
    locale = current_locale()
    page = render_template(
        "committees/undertaking.html",
        form=form,
        clauses=text.clauses[locale],
        version=text.version,
        digest=text.digest(locale),
        **WORDS,
    )
    return page, form.status


@bp.post("/my/undertaking/end")
def withdraw() -> ResponseReturnValue:
    """Take back what one signed."""
    authorize(may_use_account)
    withdraw_undertaking(by=current_user, now=clock.now())
    flash(_("Your undertaking is taken back. Nothing confidential opens any more."), "success")
    return redirect(url_for("committees.mine"), 303)


@bp.route("/my/declaration", methods=["GET", "POST"])
def declaration() -> ResponseReturnValue:
    """Show what one declared last, and take the declaration of this year."""
    authorize(may_declare_interests, _standings())
    last = find_declaration(current_user.id, on=clock.legal_day(clock.now()))
    form = DeclarationForm(
        interests=last.interests if last else "",
        chapters=", ".join(last.chapters) if last else "",
    )
    if form.validate_on_submit():
        with refusals_on(form):
            declare_interests(by=current_user, now=clock.now(), **form.declaration)
            flash(_("Your interests are declared for a year."), "success")
            return redirect(url_for("committees.mine"), 303)
    return render_template("committees/declaration.html", form=form, last=last), form.status
