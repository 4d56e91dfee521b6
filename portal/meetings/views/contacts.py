"""Contacts outside the portal: the public register, and recording one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Agency, Organisation
from portal.kernel import clock
from portal.kernel.database import db
from portal.kernel.paging import page_of
from portal.ledger.queries import version_of
from portal.meetings.actions import record_contact
from portal.meetings.forms import ContactForm
from portal.meetings.models import Contact
from portal.meetings.policy import may_record_contact
from portal.meetings.queries import get_contact, select_contacts
from portal.meetings.views.room import WORDS, bp
from portal.register.models import Docket
from portal.register.queries import get_docket
from portal.web.access import authorize
from portal.web.caching import public_page
from portal.web.forms import refusals_on
from portal.web.locale import _
from portal.web.turning import turn, turned

MOST = 500
"""Dockets and organisations that are offered to choose from."""


@bp.get("/contacts")
@public_page(version_of)
def contacts() -> ResponseReturnValue:
    """List the contacts of officials outside the portal, the latest first."""
    number = request.args.get("docket", "").strip()[:60]
    docket = get_docket(number) if number else None
    page = page_of(select_contacts(docket=number), Contact.on, descending=True, turn=turn())
    return render_template(
        "meetings/contacts.html", page=page, docket=docket, turned=turned, **WORDS
    )


@bp.route("/desk/contacts/new", methods=["GET", "POST"])
def contact() -> ResponseReturnValue:
    """Record a contact outside the portal."""
    authorize(may_record_contact)
    form = ContactForm(
        dockets=_dockets(),
        organisations=_organisations(),
        data={"docket": request.args.get("docket", "")},
    )
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            return _record(form, None)
    return render_template("meetings/contact.html", form=form, corrects=None), form.status


@bp.route("/desk/contacts/<number>/correct", methods=["GET", "POST"])
def correct(number: str) -> ResponseReturnValue:
    """Record what is right beside an entry that is wrong."""
    entry = get_contact(number)
    authorize(may_record_contact)
    form = ContactForm(
        dockets=[entry.docket],
        organisations=_organisations(),
        data={
            "docket": entry.docket.number,
            "kind": entry.kind,
            "on": entry.on,
            "organisation_id": entry.organisation_id,
            "party": entry.party,
            "subject": entry.subject,
        },
    )
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            return _record(form, get_contact(number))
    page = render_template("meetings/contact.html", form=form, corrects=get_contact(number))
    return page, form.status


def _record(form: ContactForm, corrects: Contact | None) -> ResponseReturnValue:
    docket = get_docket(form.docket.data)
    record_contact(
        form.encounter,
        docket=docket,
        agency=db.session.get_one(Agency, form.agency_id.data),
        corrects=corrects,
        by=current_user,
        now=clock.now(),
    )
    flash(_("The contact is recorded. Everyone can see it."))
    return redirect(url_for("meetings.contacts", docket=docket.number), 303)


def _dockets() -> list[Docket]:
    query = db.select(Docket).where(Docket.opened_on.is_not(None))
    query = query.order_by(Docket.opened_on.desc(), Docket.id.desc()).limit(MOST)
    return list(db.session.scalars(query))


def _organisations() -> list[Organisation]:
    query = db.select(Organisation).where(Organisation.active)
    return list(db.session.scalars(query.order_by(Organisation.slug).limit(MOST)))
