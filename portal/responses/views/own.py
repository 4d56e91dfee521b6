"""What became of one's own comments, point by point."""

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.policy import may_use_account
from portal.comments.labels import STATES
from portal.comments.models import Comment
from portal.comments.queries import select_own
from portal.kernel.paging import page_of
from portal.responses.queries import answers_by_comment
from portal.responses.views.blueprint import bp
from portal.responses.views.words import WORDS
from portal.web.access import authorize
from portal.web.turning import turn, turned


@bp.get("/my/answers")
def own() -> ResponseReturnValue:
    """Show what became of each point that the person, or those they speak for, made."""
    authorize(may_use_account)
    query = select_own(current_user)
    page = page_of(query, Comment.filed_at, descending=True, turn=turn(datetime))
    return render_template(
        "responses/own.html",
        page=page,
        answers=answers_by_comment([comment.id for comment in page.rows]),
        turned=turned,
        states=STATES,
        **WORDS,
    )
