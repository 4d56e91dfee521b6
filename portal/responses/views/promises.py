"""Promises that are owed, and how each was kept."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.responses.actions import cancel_commitment, keep_commitment
from portal.responses.forms import SettleForm
from portal.responses.policy import may_settle_commitment
from portal.responses.queries import get_commitment
from portal.responses.views.blueprint import bp
from portal.responses.views.words import WORDS
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _


@bp.route("/desk/promises/<number>", methods=["GET", "POST"])
def promise(number: str) -> ResponseReturnValue:
    """Show a promise to those who owe it, and take down what became of it."""
    authorize(may_settle_commitment, get_commitment(number))
    form = SettleForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            return _settle(number, form)
    page = render_template(
        "responses/promise.html",
        commitment=get_commitment(number),
        form=form,
        today=clock.legal_day(clock.now()),
        **WORDS,
    )
    return page, form.status


def _settle(number: str, form: SettleForm) -> ResponseReturnValue:
    commitment = get_commitment(number)
    now = clock.now()
    if form.outcome.data == "kept":
        keep_commitment(commitment, note=form.note.data, by=current_user, now=now)
        flash(_("The promise is kept. Everyone can read how."))
    else:
        cancel_commitment(commitment, reason=form.note.data, by=current_user, now=now)
        flash(_("The promise is given up. Everyone can read why."))
    return redirect(url_for("responses.desk"))
