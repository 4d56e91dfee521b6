"""The moderator's desk: what waits, and the decision about one comment."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.comments.actions import fold_comment, post_comment, withhold_comment
from portal.comments.forms import DecisionForm
from portal.comments.labels import CAPACITIES, REASONS, STANCE_BADGES, STANCES, STATES
from portal.comments.letters import send_outcome
from portal.comments.models import Comment
from portal.comments.policy import may_moderate
from portal.comments.queries import count_waiting, filer_of, get_comment, number_of, select_queue
from portal.comments.rules import COMMENT_LIFE, MODERATION, CommentState
from portal.comments.views.room import bp
from portal.comments.views.shown import shown_comment
from portal.kernel import clock
from portal.kernel.calendar import working_days_between
from portal.kernel.errors import RuleBroken
from portal.kernel.paging import page_of
from portal.kernel.text import N_
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.turning import turn, turned


@bp.get("/desk/moderation")
def moderation() -> ResponseReturnValue:
    """List the comments that wait for a moderator, the oldest first."""
    authorize(may_moderate)
    today = clock.legal_day(clock.now())
    page = page_of(select_queue(), Comment.filed_at, descending=False, turn=turn(datetime))
    ages = {row.id: working_days_between(clock.legal_day(row.filed_at), today) for row in page.rows}
    return render_template(
        "comments/moderation.html",
        page=page,
        turned=turned,
        waiting=count_waiting(),
        ages=ages,
        patience=MODERATION.days,
    )


@bp.route("/desk/moderation/<number>", methods=["GET", "POST"])
def moderate(number: str) -> ResponseReturnValue:
    """Show everything that was filed, and decide: post, withhold with a reason, or fold."""
    authorize(may_moderate)
    form = DecisionForm()
    if form.validate_on_submit():
        with refusals_on(form):
            _decide(get_comment(number, deciding=True), form)
            return redirect(url_for("comments.moderation"), 303)
    comment = get_comment(number)
    return render_template(
        "comments/moderate.html",
        form=form,
        comment=comment,
        shown=shown_comment(comment, sealed=True),
        filer=filer_of(comment),
        original=number_of(comment.duplicate_of_id),
        can=[state for state in CommentState if COMMENT_LIFE.allows(comment.state, state)],
        reasons=REASONS,
        states=STATES,
        stances=STANCES,
        badges=STANCE_BADGES,
        capacities=CAPACITIES,
    ), form.status


def _decide(comment: Comment, form: DecisionForm) -> None:
    now = clock.now()
    original = None
    decision = request.form.get("decision")
    if decision == "post":
        post_comment(comment, by=current_user, now=now)
        flash(_("Comment %(number)s is posted.", number=comment.number), "success")
    elif decision == "withhold":
        reason = form.chosen_reason
        if reason is None:
            raise RuleBroken(N_("Choose the reason; it is published."), field="reason")
        withhold_comment(comment, reason=reason, by=current_user, now=now)
        flash(_("Comment %(number)s is withheld.", number=comment.number), "success")
    elif decision == "fold":
        original = (form.original.data or "").upper()
        fold_comment(comment, original=original, by=current_user, now=now)
        flash(_("Comment %(number)s points at the other one.", number=comment.number), "success")
    else:
        raise RuleBroken(N_("Choose what is to be done."))
    filer = filer_of(comment)
    if filer is not None:
        send_outcome(comment, filer, original=original, now=now)
