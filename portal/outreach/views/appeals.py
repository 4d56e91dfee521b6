"""Appeals against what was kept back, before whoever decides on them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.outreach.actions import decide_appeal
from portal.outreach.forms import AppealDecisionForm
from portal.outreach.letters import send_step
from portal.outreach.policy import may_decide_on_appeal
from portal.outreach.queries import asker_of, get_request
from portal.outreach.rules import RequestState, StepKind
from portal.outreach.views.room import WORDS, bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _


@bp.route("/desk/appeals/<number>", methods=["GET", "POST"])
def decide_on_appeal(number: str) -> ResponseReturnValue:
    """Show an appeal with all that was asked and answered, and take the decision."""
    asked = get_request(number, deciding=request.method == "POST")
    authorize(may_decide_on_appeal, asked)
    if not any(step.kind is StepKind.APPEALED for step in asked.steps):
        raise Missing(N_("There is no such request."))
    form = AppealDecisionForm()
    if form.validate_on_submit():
        with refusals_on(form):
            now = clock.now()
            step = decide_appeal(asked, by=current_user, now=now, **form.decision)
            send_step(asked, step, asker_of(asked), now=now)
            flash(_("The appeal is decided. The asker is told why."), "success")
            return redirect(url_for("accounts.desk"), 303)
    asked = get_request(number)
    page = render_template(
        "outreach/appeal.html",
        asked=asked,
        asker=asker_of(asked),
        form=form,
        is_pending=asked.state is RequestState.APPEALED,
        **WORDS,
    )
    return page, form.status
