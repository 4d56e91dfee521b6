"""The Chamber's desk: committees, what is missing in them, and who waits."""

from typing import TypeVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Region
from portal.committees.actions import (
    change_committee,
    close_committee,
    create_seat,
    establish_committee,
)
from portal.committees.forms import (
    CommitteeForm,
    LastDayForm,
    ParticularsForm,
    SeatForm,
    particulars_of,
)
from portal.committees.models import Committee
from portal.committees.policy import may_keep_committees
from portal.committees.queries import (
    applications_on_desk,
    applications_to,
    clearance_requests,
    committees_on_desk,
    declarations_of,
    get_committee,
    mirror,
    places_in,
    regions,
    secretaries,
)
from portal.committees.rules import SIZES, has_votes, sits
from portal.committees.views.blueprint import bp
from portal.committees.views.words import WORDS
from portal.kernel import clock
from portal.kernel.database import db
from portal.negotiations.models import Negotiation, Theme
from portal.negotiations.queries import negotiations, themes
from portal.web.access import authorize
from portal.web.forms import Form, refusals_on
from portal.web.locale import _
from portal.web.urls import url_for

COMMITTEES = 30
"""Committees on one page of the desk."""

Chosen = TypeVar("Chosen", Negotiation, Region)


@bp.get("/desk/committees", endpoint="desk")
def show_desk() -> ResponseReturnValue:
    """List the committees, the gaps in the mirror, and who waits for the Chamber."""
    authorize(may_keep_committees)
    now = clock.now()
    today = clock.legal_day(now)
    rows = []
    found = committees_on_desk(after=request.args.get("after", ""), limit=COMMITTEES + 1)
    for committee in found[:COMMITTEES]:
        places = places_in(committee, on=today)
        voting = sum(place.has_vote for place in places)
        rows.append(
            {
                "committee": committee,
                "voting": voting,
                "lacking": SIZES.lacking(voting) if has_votes(committee.kind) else 0,
                "vacant": sum(place.term is None for place in places),
                "long": sum(place.is_gap for place in places),
                "sits": sits(committee.established_on, committee.ends_on, today),
            }
        )
    return render_template(
        "committees/desk.html",
        rows=rows,
        more=found[COMMITTEES - 1].code if len(found) > COMMITTEES else None,
        gaps=[pair for pair in mirror(on=today) if pair.is_gap],
        applications=applications_on_desk(),
        requests=clearance_requests(now=now),
        **WORDS,
    )


@bp.route("/desk/committees/new", methods=["GET", "POST"])
def committee_new() -> ResponseReturnValue:
    """Set up a committee."""
    authorize(may_keep_committees)
    now = clock.now()
    form = CommitteeForm(
        themes=themes(),
        negotiations=negotiations(),
        regions=regions(),
        secretaries=secretaries(),
        established_on=clock.legal_day(now),
        secretary_id=str(current_user.id),
    )
    if form.validate_on_submit():
        with refusals_on(form):
            committee = establish_committee(
                code=form.code.data or "",
                theme=db.session.get_one(Theme, form.theme_id.data),
                negotiation=_found(Negotiation, form.negotiation_id.data),
                region=_found(Region, form.region_id.data),
                charter=form.charter,
                reach=form.reach,
                by=current_user,
                now=now,
            )
            flash(_("Committee %(code)s is set up. Give it seats.", code=committee.code), "success")
            return redirect(url_for("committees.keep", code=committee.code), 303)
    return render_template("committees/committee_new.html", form=form), form.status


def _found(kind: type[Chosen], key: int | None) -> Chosen | None:
    return db.session.get(kind, key) if key else None


@bp.get("/desk/committees/<code>")
def keep(code: str) -> ResponseReturnValue:
    """Show a committee to those who keep it: seats, particulars, applications."""
    authorize(may_keep_committees)
    return _show(get_committee(code))


def _show(committee: Committee, form: Form | None = None) -> str:
    """Show the page with its forms; one of them as it was filled in, where it was refused."""
    today = clock.legal_day(clock.now())
    places = places_in(committee, on=today)
    voting = sum(place.has_vote for place in places) if has_votes(committee.kind) else 0
    own = ParticularsForm(secretaries=secretaries(), **particulars_of(committee))
    return render_template(
        "committees/keep.html",
        committee=committee,
        places=places,
        voting=voting,
        lacking=SIZES.lacking(voting) if has_votes(committee.kind) else 0,
        particulars=form if isinstance(form, ParticularsForm) else own,
        seat_form=form if isinstance(form, SeatForm) else SeatForm(formdata=None),
        end_form=form if isinstance(form, LastDayForm) else LastDayForm(formdata=None),
        applications=applications_to(committee),
        declarations=declarations_of(
            [x.term.holder_id for x in places if x.term and x.term.holder_id], on=today
        ),
        sits=sits(committee.established_on, committee.ends_on, today),
        **WORDS,
    )


@bp.post("/desk/committees/<code>")
def change(code: str) -> ResponseReturnValue:
    """Write anew what a committee is for and how to reach it."""
    authorize(may_keep_committees)
    committee = get_committee(code)
    form = ParticularsForm(secretaries=secretaries())
    if form.validate():
        with refusals_on(form):
            change_committee(
                committee,
                mandate=form.mandate.data,
                plan=form.plan.data,
                reach=form.reach,
                by=current_user,
                now=clock.now(),
            )
            flash(_("The particulars are changed. Everyone reads them."), "success")
            return redirect(url_for("committees.keep", code=code), 303)
    return _show(get_committee(code), form), form.status


@bp.post("/desk/committees/<code>/seats")
def seat_new(code: str) -> ResponseReturnValue:
    """Give a committee one more seat."""
    authorize(may_keep_committees)
    committee = get_committee(code)
    form = SeatForm()
    if form.validate():
        with refusals_on(form):
            seat = create_seat(committee, by=current_user, now=clock.now(), **form.seat)
            flash(_("The seat is made. Fill it now, or leave it open for applications."), "success")
            return redirect(url_for("committees.seat", key=seat.id), 303)
    return _show(get_committee(code), form), form.status


@bp.post("/desk/committees/<code>/end")
def close(code: str) -> ResponseReturnValue:
    """Give a committee its last day."""
    authorize(may_keep_committees)
    committee = get_committee(code)
    form = LastDayForm()
    if form.validate():
        with refusals_on(form):
            close_committee(committee, by=current_user, now=clock.now(), **form.answers)
            flash(_("The committee has a last day. Its pages stay."), "success")
            return redirect(url_for("committees.keep", code=code), 303)
    return _show(get_committee(code), form), form.status
