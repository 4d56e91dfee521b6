"""One's own comments."""

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.policy import may_use_account
from portal.comments.labels import STATES
from portal.comments.models import Comment
from portal.comments.queries import notices_for_committees_of, select_own
from portal.comments.views.room import bp
from portal.kernel import clock
from portal.kernel.paging import page_of
from portal.web.access import authorize
from portal.web.turning import turn, turned


@bp.get("/my/comments")
def mine() -> ResponseReturnValue:
    """Show what the person, and those they speak for, filed; and what is asked of them now."""
    authorize(may_use_account)
    query = select_own(current_user)
    page = page_of(query, Comment.filed_at, descending=True, turn=turn(datetime))
    return render_template(
        "comments/mine.html",
        page=page,
        turned=turned,
        states=STATES,
        asked=notices_for_committees_of(current_user, clock.now()),
    )
