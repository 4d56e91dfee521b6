"""The library: questions that were answered for everyone."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.kernel.paging import page_of
from portal.ledger.queries import version_of
from portal.negotiations.queries import themes
from portal.outreach.forms import LibraryForm
from portal.outreach.models import PublicAnswer
from portal.outreach.queries import get_public_answer, get_public_files, select_answers
from portal.outreach.views.room import bp
from portal.web.caching import public_page
from portal.web.turning import turn, turned


@bp.get("/learn/answers")
@public_page(version_of)
def answers() -> ResponseReturnValue:
    """List the answers, the newest first, or those that hold the words sought."""
    form = LibraryForm(request.args)
    form.offer(themes())
    q, theme = form.q.data or "", form.theme.data or ""
    query = select_answers(q=q, theme=theme)
    return render_template(
        "outreach/answers.html",
        form=form,
        sought=bool(q or theme),
        page=page_of(query, PublicAnswer.published_on, descending=True, turn=turn()),
        turned=turned,
    )


@bp.get("/learn/answers/<number>")
@public_page(lambda number: version_of())  # noqa: ARG005  # The whole ledger is its version.
def public_answer(number: str) -> ResponseReturnValue:
    """Show one answer, with the files that go along."""
    found = get_public_answer(number.upper())
    return render_template("outreach/answer.html", answer=found, files=get_public_files(found))
