"""The pages of restricted papers: what everybody may know, the paper itself, who read it."""

from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import agencies
from portal.committees.queries import sitting as sitting_committees
from portal.kernel import clock
from portal.papers import actions
from portal.papers.forms import LeakForm, OutcomeForm, PaperForm
from portal.papers.labels import MANNERS, PAPERS, READERS
from portal.papers.models import Reading
from portal.papers.policy import may_file_paper, may_open_paper, may_own_paper, may_report_leak
from portal.papers.printing import marked_copy
from portal.papers.queries import (
    find_mark,
    get_incident,
    get_known,
    get_reading,
    get_sight,
    incidents_of,
    papers_for,
    readings_of,
)
from portal.papers.rules import Manner, NewPaper
from portal.papers.sight import OWNERS, Sight
from portal.papers.words import seal, unseal
from portal.register.markup import parts, render
from portal.web.access import authorize
from portal.web.forms import choices, refusals_on
from portal.web.limits import limited
from portal.web.locale import _, moment, tell
from portal.web.turning import turn, turned

bp = Blueprint("papers", __name__)

WORDS = {"PAPERS": PAPERS, "READERS": READERS, "MANNERS": MANNERS}


@bp.get("/papers")
def papers() -> ResponseReturnValue:
    """List the public abstracts, and what else the person asking may know of."""
    now = clock.now()
    page, known = papers_for(current_user, now=now, turn=turn(datetime))
    return render_template("papers/papers.html", page=page, known=known, turned=turned, **WORDS)


@bp.route("/desk/papers/new", methods=["GET", "POST"])
def paper_new() -> ResponseReturnValue:
    """File a paper."""
    authorize(may_file_paper)
    now = clock.now()
    form = PaperForm()
    own = {duty.agency_id for duty in current_user.duties if duty.role in OWNERS}
    ours = {agency.id: agency for agency in agencies() if agency.id in own}
    sitting = {x.id: x for x in sitting_committees(on=clock.legal_day(now))}
    form.agency.choices = choices(*((key, tell(x.name).text) for key, x in ours.items()))
    form.committees.choices = choices(
        *((key, f"{x.code} {tell(x.theme.name).text}") for key, x in sitting.items())
    )
    if form.validate_on_submit():
        with refusals_on(form):
            answers = form.answers
            agency = ours[answers.pop("agency")]
            committees = [sitting[key] for key in answers.pop("committees")]
            new = NewPaper(**answers)
            paper = actions.file_paper(
                new,
                sealed=seal(new.text),
                committees=committees,
                agency=agency,
                by=current_user,
                now=now,
            )
            flash(_("The paper is filed. Only those you named can open it."), "success")
            return redirect(url_for("papers.paper", number=paper.number), 303)
    return render_template("papers/paper_new.html", form=form), form.status


@bp.get("/papers/<number>")
def paper(number: str) -> ResponseReturnValue:
    """Show what the person asking may know of a paper."""
    return _show(get_sight(number, current_user, now=clock.now()))


def _show(
    sight: Sight, leak: LeakForm | None = None, outcome: OutcomeForm | None = None
) -> ResponseReturnValue:
    leak = leak or LeakForm(formdata=None)
    outcome = outcome or OutcomeForm(formdata=None)
    asked = request.args.get("mark", "")[:20]
    page = render_template(
        "papers/paper.html",
        sight=sight,
        paper=sight.paper,
        leak=leak,
        outcome=outcome,
        incidents=incidents_of(sight.paper) if sight.is_owner else [],
        asked=asked,
        traced=find_mark(sight.paper, asked) if asked and sight.is_owner else None,
        **WORDS,
    )
    return page, max(leak.status, outcome.status)


@bp.post("/papers/<number>/open")
@limited("open-paper", tries=60, seconds=60 * 60)
def open_paper(number: str) -> ResponseReturnValue:
    """Note that the person opens the paper, and lead them to it."""
    now = clock.now()
    sight = get_sight(number, current_user, now=now)
    authorize(may_open_paper, sight)
    reading = actions.open_paper(sight.paper, manner=Manner.SCREEN, by=current_user, now=now)
    return redirect(url_for("papers.reading", number=number, mark=reading.mark), 303)


@bp.get("/papers/<number>/readings/<mark>")
def reading(number: str, mark: str) -> ResponseReturnValue:
    """Show the text to the person whose opening this is, while it lasts."""
    now = clock.now()
    sight = get_known(number, current_user, now=now)
    authorize(may_open_paper, sight)
    opened = get_reading(sight.paper, mark, current_user, now=now)
    pieces = parts(render(unseal(sight.paper.sealed), locale=sight.paper.locale))
    part = min(max(request.args.get("part", 1, type=int), 1), len(pieces))
    return render_template(
        "papers/reading.html",
        paper=sight.paper,
        reading=opened,
        stamp=_stamp(opened, now),
        html=pieces[part - 1],
        part=part,
        parts=len(pieces),
    )


@bp.post("/papers/<number>/copy")
@limited("copy-paper", tries=20, seconds=60 * 60)
def copy(number: str) -> ResponseReturnValue:
    """Hand out a file that bears the person's name on every page."""
    now = clock.now()
    sight = get_sight(number, current_user, now=now)
    authorize(may_open_paper, sight)
    paper = sight.paper
    opened = actions.open_paper(paper, manner=Manner.COPY, by=current_user, now=now)
    made = marked_copy(
        title=tell(paper.title).text,
        agency=tell(paper.agency.name).text,
        number=f"{paper.number} · {opened.mark}",
        stamp=_stamp(opened, now),
        warning=_("Confidential. Handing it on breaks your undertaking."),
        text=unseal(paper.sealed),
        locale=paper.locale,
    )
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{opened.mark}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/papers/<number>/readings")
def readings(number: str) -> ResponseReturnValue:
    """Show the owner who opened the paper, and when."""
    sight = get_known(number, current_user, now=clock.now())
    authorize(may_own_paper, sight)
    page = readings_of(sight.paper, turn=turn(datetime))
    return render_template(
        "papers/readings.html", paper=sight.paper, page=page, turned=turned, **WORDS
    )


@bp.post("/papers/<number>/withdraw")
def withdraw(number: str) -> ResponseReturnValue:
    """Take the paper away."""
    now = clock.now()
    sight = get_known(number, current_user, now=now)
    authorize(may_own_paper, sight)
    actions.withdraw_paper(sight.paper, by=current_user, now=now)
    flash(_("The paper is taken away. Who read it stays on record."), "success")
    return redirect(url_for("papers.paper", number=number), 303)


@bp.post("/papers/<number>/incidents")
@limited("report-leak", tries=20, seconds=60 * 60)
def report_leak(number: str) -> ResponseReturnValue:
    """Take down that words of the paper were found where they do not belong."""
    now = clock.now()
    sight = get_known(number, current_user, now=now)
    authorize(may_report_leak, sight)
    form = LeakForm()
    if form.validate():
        with refusals_on(form):
            actions.report_leak(sight.paper, by=current_user, now=now, **form.answers)
            flash(_("The report is with the paper's owner."), "success")
            return redirect(url_for("papers.paper", number=number), 303)
    return _show(get_known(number, current_user, now=now), leak=form)


@bp.post("/papers/<number>/incidents/<key:key>")
def close_incident(number: str, key: int) -> ResponseReturnValue:
    """Take down what was found out about a leak."""
    now = clock.now()
    sight = get_known(number, current_user, now=now)
    authorize(may_own_paper, sight)
    form = OutcomeForm()
    if form.validate():
        with refusals_on(form):
            actions.close_incident(
                get_incident(sight.paper, key),
                paper=sight.paper,
                outcome=form.outcome.data or "",
                by=current_user,
                now=now,
            )
            flash(_("The report is closed."), "success")
            return redirect(url_for("papers.paper", number=number), 303)
    return _show(get_known(number, current_user, now=now), outcome=form)


def _stamp(reading: Reading, now: datetime) -> str:
    return f"{current_user.name} · {moment(now)} · {reading.mark}"
