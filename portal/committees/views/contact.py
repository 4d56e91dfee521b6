"""Writing to those who sit on either side of a theme: anyone may, and both sides get it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Person
from portal.committees.actions.contact import Side, write_to_theme
from portal.committees.forms import ContactForm
from portal.committees.letters import Message, send_message
from portal.committees.queries import Pair, pair_of
from portal.committees.views.blueprint import bp
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.negotiations.models import Theme
from portal.negotiations.queries import get_theme
from portal.outbox.rules import address
from portal.web.access import authorize_anyone
from portal.web.forms import refusals_on
from portal.web.limits import limited
from portal.web.locale import _, _l, current_locale
from portal.web.urls import url_for

HOUR = 60 * 60

SIDES = {
    Side.GROUP: _l("The group of officials"),
    Side.COMMITTEE: _l("The committee of business"),
}


def _writer() -> str:
    """Return the address that is written from, so that nobody's is filled with our letters."""
    return request.form.get("email", "").strip().lower()


@bp.route("/themes/<code>/contact", methods=["GET", "POST"])
@limited("contact", tries=10, seconds=HOUR)
@limited("contact-address", tries=5, seconds=HOUR, key=_writer)
def contact(code: str) -> ResponseReturnValue:
    """Take a question to a theme, for one side or both, and send it on."""
    authorize_anyone()
    theme = get_theme(code)
    pair = pair_of(theme, on=clock.legal_day(clock.now()))
    mailboxes = _mailboxes(pair)
    if not mailboxes:
        raise Missing(N_("Nobody can be asked about this theme yet."))
    known = current_user.is_authenticated
    form = ContactForm(
        there=[(side, SIDES[side]) for side in mailboxes],
        to=list(mailboxes),
        name=current_user.name,
        email=current_user.email,
    )
    if form.validate_on_submit():
        with refusals_on(form):
            number = _send(theme, form, mailboxes, known=known)
            flash(_("Your question was sent. Its number is %(number)s.", number=number), "success")
            return redirect(url_for("committees.mirror", _anchor=code), 303)
    if form.errors:
        theme = get_theme(code)
        pair = pair_of(theme, on=clock.legal_day(clock.now()))
    page = render_template("committees/contact.html", theme=theme, pair=pair, form=form)
    return page, form.status


def _mailboxes(pair: Pair) -> dict[Side, str]:
    found = {}
    if pair.group:
        found[Side.GROUP] = pair.group.mailbox
    if pair.committee:
        found[Side.COMMITTEE] = pair.committee.mailbox
    return found


def _send(theme: Theme, form: ContactForm, mailboxes: dict[Side, str], *, known: bool) -> str:
    now = clock.now()
    chosen = [side for side in mailboxes if side in (form.to.data or ())]
    email = address(form.email.data or "")
    words = form.words.data or ""
    by = current_user if isinstance(current_user, Person) else None
    number = write_to_theme(theme, to=chosen, there=mailboxes, words=words, by=by, now=now)
    message = Message(
        number=number,
        name=" ".join((form.name.data or "").split()),
        email=email,
        words=words,
        locale=current_locale(),
        is_known=known and email == current_user.email,
    )
    send_message(message, theme, mailboxes=mailboxes, to=chosen, now=now)
    return number
