"""The agenda of a meeting, and who steps aside from what."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.attachments.files import take
from portal.attachments.rules import Kept
from portal.kernel import clock
from portal.meetings.actions import add_item, drop_item, note_recusal
from portal.meetings.forms import ItemForm, RecusalForm
from portal.meetings.policy import may_record_meeting
from portal.meetings.queries import get_item, get_meeting, seats_at
from portal.meetings.views.room import WORDS, attendee, bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.transaction import begin_writing, reads_first


@bp.route("/meetings/<number>/agenda", methods=["GET", "POST"])
@reads_first
def agenda(number: str) -> ResponseReturnValue:
    """Show the agenda to whoever keeps it, and take an item onto it."""
    authorize(may_record_meeting, attendee(get_meeting(number)))
    form = ItemForm()
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            paper = _paper(form)
            begin_writing()
            found = get_meeting(number)
            add_item(found, new=form.item, paper=paper, by=current_user, now=clock.now())
            flash(_("The item is on the agenda."))
            return redirect(url_for("meetings.agenda", number=number), 303)
    now = clock.now()
    found = get_meeting(number)
    page = render_template(
        "meetings/agenda.html",
        meeting=found,
        form=form,
        fixed=found.is_cancelled or found.starts_at <= now,
        **WORDS,
    )
    return page, form.status


def _paper(form: ItemForm) -> Kept | None:
    """Store the paper that came with the form, if one did."""
    upload = form.files.data
    return take(upload) if upload and upload.filename else None


@bp.post("/meetings/<number>/agenda/<key:item>/drop")
def drop(number: str, item: int) -> ResponseReturnValue:
    """Take an item off the agenda."""
    found = get_meeting(number)
    who = attendee(found)
    authorize(may_record_meeting, who)
    drop_item(found, get_item(found, item, who), by=current_user, now=clock.now())
    flash(_("The item is off the agenda."))
    return redirect(url_for("meetings.agenda", number=number), 303)


@bp.route("/meetings/<number>/agenda/<key:item>/recusal", methods=["GET", "POST"])
def recusal(number: str, item: int) -> ResponseReturnValue:
    """Note who steps aside from an item."""
    found = get_meeting(number)
    who = attendee(found)
    authorize(may_record_meeting, who)
    entry = get_item(found, item, who)
    terms = seats_at(found)
    form = RecusalForm(terms=terms)
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            term = next((x for x in terms if x.id == form.term_id.data), None)
            note_recusal(
                found,
                entry,
                term=term,
                reason=form.reason.data,
                by=current_user,
                now=clock.now(),
            )
            flash(_("It is noted who stepped aside."))
            return redirect(url_for("meetings.agenda", number=number), 303)
    found = get_meeting(number)
    page = render_template(
        "meetings/recusal.html", meeting=found, item=get_item(found, item, who), form=form
    )
    return page, form.status
