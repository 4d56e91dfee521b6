"""The workspace of a committee: what it writes, and the beginning of a draft."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.policy import may_use_account
from portal.committees.labels import SEATS
from portal.committees.queries import standings_of
from portal.kernel import clock
from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_
from portal.opinions.actions import begin_opinion
from portal.opinions.drafts import is_officer
from portal.opinions.forms import BeginForm
from portal.opinions.headings import template
from portal.opinions.policy import may_begin_opinion
from portal.opinions.queries import drafts_of, notices_for, standing_in
from portal.opinions.rules import Joining, Kind, Wording
from portal.opinions.views.page import WORDS
from portal.opinions.views.room import bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _, current_locale


@bp.get("/my/committees")
def mine() -> ResponseReturnValue:
    """List the committees in which somebody sits, or whose papers they keep."""
    authorize(may_use_account)
    standings = standings_of(current_user.id, on=clock.legal_day(clock.now()))
    return render_template("opinions/mine.html", standings=standings, SEATS=SEATS)


@bp.get("/my/committees/<code>")
def workspace(code: str) -> ResponseReturnValue:
    """List what a committee writes, votes on and has filed, for those who sit in it."""
    now = clock.now()
    standing = standing_in(code, current_user, now=now)
    lines = drafts_of([standing.committee.id], now=now)
    return render_template(
        "opinions/workspace.html",
        committee=standing.committee,
        standing=standing,
        lines=[x for x in lines if x.joining is not Joining.INVITED or is_officer(standing)],
        **WORDS,
    )


@bp.route("/my/committees/<code>/opinions/new", methods=["GET", "POST"])
def begin(code: str) -> ResponseReturnValue:
    """Begin a draft on a notice that is open to the committee."""
    now = clock.now()
    standing = standing_in(code, current_user, now=now)
    authorize(may_begin_opinion, standing)
    form = BeginForm(data={"locale": current_locale()}) if request.method == "GET" else BeginForm()
    kind = Kind(form.kind.data) if form.kind.data in set(Kind) else Kind.OPINION
    known = notices_for(standing.committee, kind, now=now)
    offered = known
    if request.method == "GET":
        offered = known + notices_for(standing.committee, Kind.FINAL_REPORT, now=now)
    form.offer({notice.id: notice for notice in offered}.values())
    if form.validate_on_submit():
        with refusals_on(form):
            notice = next((x for x in known if x.id == form.notice.data), None)
            if notice is None:
                raise RuleBroken(N_("Choose a notice."), field="notice")
            locale = form.locale.data
            opinion = begin_opinion(
                committee=standing.committee,
                kind=kind,
                notice=notice,
                wording=Wording(
                    title=form.title.data or "", locale=locale, body=template(kind, locale)
                ),
                by=current_user,
                now=now,
            )
            flash(_("The draft is begun. Only your committee knows of it."), "success")
            return redirect(url_for("opinions.edit", number=opinion.number), 303)
    standing = standing_in(code, current_user, now=now)
    return render_template(
        "opinions/begin.html", form=form, committee=standing.committee
    ), form.status
