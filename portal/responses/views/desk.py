"""The workbench: grouping points, answering concerns."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import agencies
from portal.comments.rules import Stance
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.negotiations.models import Theme
from portal.negotiations.queries import themes
from portal.register.models import Docket
from portal.register.queries import get_docket
from portal.responses.actions import (
    answer_concern,
    group_points,
    make_commitment,
    raise_concern,
    ungroup_point,
)
from portal.responses.forms import AnswerForm, GroupForm
from portal.responses.models import Commitment, Concern
from portal.responses.policy import (
    may_answer,
    may_enter_answers_desk,
    may_group_points,
    may_read_points,
)
from portal.responses.queries import (
    concerns_of,
    coverage_of,
    dockets_on_desk,
    drafted_promises,
    find_draft_batch,
    get_concern,
    open_concerns,
    owed_by,
    quotes_in,
    shares_of,
    ungrouped_points,
)
from portal.responses.views.blueprint import bp
from portal.responses.views.public import QUOTES
from portal.responses.views.words import WORDS
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _, _n
from portal.web.urls import address_here, key_in, read_key

POINTS = 25
"""Points on one page of the workbench."""

CONCERNS = 50
DOCKETS = 20


@bp.get("/desk/answers", endpoint="desk")
def show_desk() -> ResponseReturnValue:
    """List the dockets that want answers, and the promises that are owed."""
    authorize(may_enter_answers_desk)
    today = clock.legal_day(clock.now())
    work, going_on = dockets_on_desk(
        current_user, today=today, before=key_in("before") or None, limit=DOCKETS
    )
    return render_template(
        "responses/desk.html",
        work=work,
        going_on=going_on,
        owed=owed_by(current_user),
        today=today,
        **WORDS,
    )


@bp.route("/desk/dockets/<number>/points", methods=["GET", "POST"])
def workbench(number: str) -> ResponseReturnValue:
    """Show the points that belong to no concern yet, and group those that were ticked."""
    docket = get_docket(number)
    authorize(may_read_points, docket)
    form = GroupForm(concerns=open_concerns(docket), themes=themes())
    if request.method == "POST":
        authorize(may_group_points, docket)
        if form.validate():
            with refusals_on(form):
                return _group(docket, form)
    return _show_workbench(get_docket(number), form), form.status


def _group(docket: Docket, form: GroupForm) -> ResponseReturnValue:
    now = clock.now()
    key = form.concern.data
    if key is None:
        theme = db.session.get(Theme, form.theme.data) if form.theme.data else None
        concern = raise_concern(
            docket=docket, statement=form.statement.data, theme=theme, by=current_user, now=now
        )
    else:
        concern = _concern(docket, key)
    group_points(form.chosen, concern=concern, by=current_user, now=now)
    count = len(set(form.chosen))
    flash(
        _n(
            "%(num)d point was grouped into concern %(concern)s.",
            "%(num)d points were grouped into concern %(concern)s.",
            count,
            concern=concern.number,
        )
    )
    return redirect(request.full_path if request.query_string else request.path)


def _concern(docket: Docket, key: int) -> Concern:
    concern = db.session.get(Concern, key)
    if concern is None or concern.docket_id != docket.id:
        raise Missing("There is no such concern.")
    return concern


def _show_workbench(docket: Docket, form: GroupForm) -> str:
    asked = request.args.get("stance", "")
    stance = Stance(asked) if asked in set(Stance) else None
    points, more_points = ungrouped_points(
        docket,
        stance=stance,
        question=key_in("question") or None,
        after=key_in("after"),
        limit=POINTS,
    )
    concerns, more_concerns = concerns_of(docket, after=key_in("concerns"), limit=CONCERNS)
    return render_template(
        "responses/workbench.html",
        docket=docket,
        form=form,
        coverage=coverage_of(docket),
        points=points,
        more_points=more_points,
        concerns=concerns,
        more_concerns=more_concerns,
        stance=stance,
        batch=find_draft_batch(docket),
        turned=_turned,
        **WORDS,
    )


def _turned(name: str, key: int | None) -> str | None:
    """Return the address of this page with one of its lists gone on to a key."""
    return None if key is None else address_here(**{name: str(key)})


@bp.post("/desk/dockets/<number>/points/ungroup")
def ungroup(number: str) -> ResponseReturnValue:
    """Take a point out of its concern."""
    docket = get_docket(number)
    authorize(may_group_points, docket)
    point, concern = (read_key(request.form.get(name)) for name in ("point", "concern"))
    if point is None or concern is None:
        raise Missing("This point belongs to no concern of the docket.")
    ungroup_point(point, docket=docket, by=current_user, now=clock.now())
    flash(_("The point is out of the concern and can be grouped anew."))
    return redirect(url_for("responses.answer", number=number, concern=concern))


@bp.route("/desk/dockets/<number>/concerns/<key:concern>", methods=["GET", "POST"])
def answer(number: str, concern: int) -> ResponseReturnValue:
    """Show a concern with its points, and draft its answer."""
    docket = get_docket(number)
    authorize(may_read_points, docket)
    subject = get_concern(docket, concern)
    form = _answer_form(docket, subject)
    if request.method == "POST":
        authorize(may_answer, docket)
        if form.validate():
            with refusals_on(form):
                _draft(docket, subject, form)
                flash(_("The answer is drafted. It becomes public with its batch."))
                return redirect(url_for("responses.answer", number=number, concern=concern))
    if form.errors:
        docket = get_docket(number)
        subject = get_concern(docket, concern)
    quotes, more = quotes_in(subject.id, after=key_in("after"), limit=QUOTES, everyone=False)
    page = render_template(
        "responses/answer.html",
        docket=docket,
        concern=subject,
        form=form,
        quotes=quotes,
        more=_turned("after", more),
        **WORDS,
    )
    return page, form.status


def _answer_form(docket: Docket, concern: Concern) -> AnswerForm:
    today = clock.legal_day(clock.now())
    response = concern.response
    promised = response.commitments if response else []
    own, known = _parted(promised, drafted_promises(docket))
    given = {}
    if response:
        given = {
            "disposition": response.disposition.value,
            "reason_code": response.reason_code.value if response.reason_code else "",
            "deferred_until": response.deferred_until,
            "answer": response.answer,
            "promises": [
                {"text": x.text, "agency_id": x.agency_id, "due_on": x.due_on} for x in own
            ],
            "shared": [x.id for x in promised if x not in own],
        }
    return AnswerForm(agencies=agencies(), known=known, today=today, **given)


def _parted(
    promised: list[Commitment], known: list[Commitment]
) -> tuple[list[Commitment], list[Commitment]]:
    """Part promises: drafts of this answer alone, and all those that it may share."""
    shares = shares_of(known)
    own = [x for x in promised if x.made_on is None and shares.get(x.id, 0) <= 1]
    return own, [x for x in known if x not in own]


def _draft(docket: Docket, concern: Concern, form: AnswerForm) -> None:
    now = clock.now()
    chosen = {key for key in form.shared.data or () if key}
    commitments = [x for x in drafted_promises(docket) if x.id in chosen]
    commitments += [
        make_commitment(
            docket=docket,
            text=promise.text,
            agency_id=promise.agency_id,
            due_on=promise.due_on,
            now=now,
        )
        for promise in form.made
    ]
    answer_concern(concern, commitments=commitments, by=current_user, now=now, **form.decision)
