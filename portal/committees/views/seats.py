"""One seat, for the Chamber: filling it, ending its term, sending other people into it."""

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.committees.actions import abolish_seat, begin_term, end_term, replace_holder
from portal.committees.forms import HolderForm, LastDayForm, TermForm
from portal.committees.models import Seat, Term
from portal.committees.policy import may_keep_committees
from portal.committees.queries import (
    get_organisation_by_key,
    get_seat,
    organisations,
    people_in,
)
from portal.committees.rules import sits
from portal.committees.views.blueprint import bp
from portal.committees.views.words import WORDS
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.web.access import authorize
from portal.web.forms import Form, refusals_on
from portal.web.locale import _
from portal.web.urls import key_in, url_for


@bp.get("/desk/seats/<key:key>")
def seat(key: int) -> ResponseReturnValue:
    """Show a seat with everyone who held it, and what can be done with it now."""
    authorize(may_keep_committees)
    return _show(get_seat(key))


def _show(seat: Seat, form: Form | None = None) -> str:
    today = clock.legal_day(clock.now())
    term = _running(seat)
    page: dict[str, Any] = {"seat": seat, "committee": seat.committee, "term": term}
    if term is not None:
        people = people_in(term.organisation)
        page |= {
            "holder_form": form if isinstance(form, HolderForm) else _holders(term, people),
            "end_form": form
            if isinstance(form, LastDayForm)
            else LastDayForm(formdata=None, ends_on=term.ends_on),
        }
    if isinstance(form, TermForm):
        page["term_form"] = form
    elif term is None:
        page["term_form"] = _term_form(empty=True)
    return render_template("committees/seat.html", today=today, **page, **WORDS)


def _running(seat: Seat) -> Term | None:
    """Return the term that runs today, or else the one that is to come."""
    today = clock.legal_day(clock.now())
    coming = [x for x in seat.terms if x.ends_on is None or x.ends_on >= today]
    running = [x for x in coming if sits(x.starts_on, x.ends_on, today)]
    return next(iter(running or coming), None)


def _holders(term: Term, people: Any) -> HolderForm:
    return HolderForm(
        people=people,
        formdata=None,
        holder_id=str(term.holder_id or ""),
        alternate_id=str(term.alternate_id or ""),
    )


def _term_form(*, empty: bool = False) -> TermForm:
    """Return the form for a term; who may sit follows from the organisation chosen before."""
    every = organisations()
    asked = key_in("organisation")
    chosen = next((x for x in every if x.id == asked), None)
    given: dict[str, Any] = {"formdata": None} if empty else {}
    return TermForm(
        organisations=[chosen] if chosen else every,
        people=people_in(chosen) if chosen else [],
        organisation_id=str(asked or ""),
        starts_on=clock.legal_day(clock.now()),
        **given,
    )


@bp.post("/desk/seats/<key:key>")
def fill(key: int) -> ResponseReturnValue:
    """Give an organisation the seat for a term."""
    authorize(may_keep_committees)
    subject = get_seat(key)
    form = _term_form()
    if form.validate():
        with refusals_on(form):
            begin_term(
                subject,
                organisation=get_organisation_by_key(form.organisation_id.data),
                holder_id=form.holder_id.data,
                alternate_id=form.alternate_id.data,
                starts_on=form.starts_on.data or clock.legal_day(clock.now()),
                ends_on=form.ends_on.data,
                by=current_user,
                now=clock.now(),
            )
            flash(
                _("The seat is filled. Say now who sits there, where you did not yet."), "success"
            )
            return redirect(url_for("committees.seat", key=key), 303)
    return _show(get_seat(key), form), form.status


@bp.post("/desk/seats/<key:key>/holder")
def replace(key: int) -> ResponseReturnValue:
    """Send other people into the seat."""
    authorize(may_keep_committees)
    term = _term_of(get_seat(key))
    form = HolderForm(people=people_in(term.organisation))
    if form.validate():
        with refusals_on(form):
            replace_holder(term, by=current_user, now=clock.now(), **form.answers)
            flash(_("Others sit there now."), "success")
            return redirect(url_for("committees.seat", key=key), 303)
    return _show(get_seat(key), form), form.status


@bp.post("/desk/seats/<key:key>/end")
def end(key: int) -> ResponseReturnValue:
    """Give the term in the seat an earlier last day."""
    authorize(may_keep_committees)
    term = _term_of(get_seat(key))
    form = LastDayForm()
    if form.validate():
        with refusals_on(form):
            end_term(term, by=current_user, now=clock.now(), **form.answers)
            flash(_("The term ends on that day; nothing opens after that night."), "success")
            return redirect(url_for("committees.seat", key=key), 303)
    return _show(get_seat(key), form), form.status


@bp.post("/desk/seats/<key:key>/abolished")
def abolish(key: int) -> ResponseReturnValue:
    """Take an empty seat away."""
    authorize(may_keep_committees)
    subject = get_seat(key)
    code = subject.committee.code
    abolish_seat(subject, by=current_user, now=clock.now())
    flash(_("The seat is abolished."), "success")
    return redirect(url_for("committees.keep", code=code), 303)


def _term_of(seat: Seat) -> Term:
    term = _running(seat)
    if term is None:
        raise Missing(N_("Nobody holds this seat."))
    return term
