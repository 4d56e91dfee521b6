"""Who negotiates a theme and who answers for it, as officials of the bodies say."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Agency, Person
from portal.accounts.queries import agencies
from portal.accounts.rules import Role
from portal.kernel import clock
from portal.negotiations import actions
from portal.negotiations.forms import ContactForm, FocalPointForm, GroupForm, HandoverForm
from portal.negotiations.models import FocalPoint, NegotiatingGroup, Side
from portal.negotiations.policy import (
    may_enter_negotiations_desk,
    may_hand_over,
    may_name_focal_point,
    may_name_focal_points,
    may_name_group,
    may_read_handover,
    may_read_post,
)
from portal.negotiations.queries import (
    contact_of,
    get_post,
    get_side,
    officials,
    posts_of,
    themes,
)
from portal.negotiations.rules import CONTACT_LASTS
from portal.negotiations.views.blueprint import bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _

NEGOTIATING = (Role.NEGOTIATOR, Role.APPROVER)
SERVING = (*NEGOTIATING, Role.AUTHOR, Role.ANALYST, Role.FOCAL_POINT)
"""The offices of those who may stand in for a lead negotiator."""
STANDING_IN = (Role.FOCAL_POINT, *NEGOTIATING)


@bp.route("/desk/negotiations/groups/<theme>", methods=["GET", "POST"], endpoint="group")
def permanent_group(theme: str) -> ResponseReturnValue:
    """Say who negotiates a theme, in every negotiation."""
    side = get_side(theme)
    authorize(may_name_group, side)
    return _group(side)


@bp.route("/desk/negotiations/<code>/groups/<theme>", methods=["GET", "POST"])
def group_in(code: str, theme: str) -> ResponseReturnValue:
    """Say who negotiates a theme in one negotiation, where it is not the permanent group."""
    side = get_side(theme, negotiation=code)
    authorize(may_name_group, side)
    return _group(side)


def _group(side: Side) -> ResponseReturnValue:
    now = clock.now()
    form = GroupForm(**_as_it_is(side, now))
    bodies = agencies()
    people = officials(None, *SERVING)
    form.offer(agencies=bodies, leads=[x for x in people if x.has(*NEGOTIATING)], people=people)
    if form.validate_on_submit():
        with refusals_on(form):
            named = {person.id: person for person in people}
            actions.name_group(
                side,
                agency=_chosen(bodies, form.agency.data),
                lead=named[form.lead.data],
                substitute=named.get(form.substitute.data),
                reach=form.reached,
                valid_until=form.answers["valid_until"],
                by=current_user,
                now=now,
            )
            flash(_("The group is named. Everyone sees how to reach it."), "success")
            code = side.negotiation.code if side.negotiation else None
            where = url_for(".lead", code=code) if code else url_for(".desk")
            return redirect(where, 303)
    code = side.negotiation.code if side.negotiation else None
    fresh = get_side(side.theme.code, negotiation=code) if form.errors else side
    return render_template("negotiations/group.html", side=fresh, form=form), form.status


def _as_it_is(side: Side, now: datetime) -> dict[str, object]:
    """Return what the form shows first: the group that is there, to be confirmed for a year."""
    group: NegotiatingGroup | None = side.group
    in_charge = side.negotiation.lead_id if side.negotiation else side.theme.lead_id
    return {
        "agency": group.agency_id if group else in_charge,
        "lead": group.lead_id if group else None,
        "substitute": group.substitute_id if group else None,
        "mailbox": group.mailbox if group else "",
        "languages": group.languages.split() if group else [],
        "valid_until": clock.legal_day(now) + CONTACT_LASTS,
    }


@bp.get("/desk/negotiations/focal-points")
def focal_points() -> ResponseReturnValue:
    """List who answers for which theme, in one's own body or, for an administrator, in all."""
    authorize(may_enter_negotiations_desk)
    today = clock.legal_day(clock.now())
    contacts = [contact_of(post, on=today) for post in posts_of(_own_bodies())]
    return render_template("negotiations/focal_points.html", contacts=contacts, today=today)


def _own_bodies() -> set[int] | None:
    """Return the bodies for which whoever asks acts; nothing for those who act for all."""
    held = {duty.agency_id for duty in current_user.duties if duty.role in STANDING_IN}
    if current_user.has(Role.ADMINISTRATOR) or None in held:
        return None
    return held


@bp.route("/desk/negotiations/focal-points/new", methods=["GET", "POST"])
def focal_point_new() -> ResponseReturnValue:
    """Say who answers for a theme within a body."""
    authorize(may_name_focal_points)
    now = clock.now()
    form = FocalPointForm(starts_on=clock.legal_day(now))
    bodies = [body for body in agencies() if may_name_focal_point(current_user, body)]
    subjects = themes()
    people = officials({body.id for body in bodies}, *STANDING_IN)
    named = {person.id: person for person in people}
    form.offer_all(
        agencies=bodies,
        themes=subjects,
        focal_points=[x for x in people if x.has(Role.FOCAL_POINT)],
        people=people,
    )
    if form.validate_on_submit():
        with refusals_on(form):
            agency = _chosen(bodies, form.agency.data)
            authorize(may_name_focal_point, agency)
            actions.name_focal_point(
                agency=agency,
                theme=next(x for x in subjects if x.id == form.theme.data),
                person=named[form.person.data],
                deputy=named.get(form.deputy.data),
                reach=form.reached,
                starts_on=form.answers["starts_on"],
                by=current_user,
                now=now,
            )
            flash(_("The focal point is named."), "success")
            return redirect(url_for(".focal_points"), 303)
    return render_template("negotiations/focal_point_new.html", form=form), form.status


@bp.route("/desk/negotiations/focal-points/<key:key>", methods=["GET", "POST"])
def focal_point(key: int) -> ResponseReturnValue:
    """Show a focal point with what was handed over; change the deputy and the mailbox."""
    post = get_post(key)
    authorize(may_read_post, post)
    people = _deputies_for(post)
    form = ContactForm(
        deputy=post.deputy_id, mailbox=post.mailbox, languages=post.languages.split()
    )
    form.offer(people)
    if request.method == "POST":
        authorize(may_hand_over, post)
    if form.validate_on_submit():
        with refusals_on(form):
            named = {person.id: person for person in people}
            actions.change_focal_point(
                post,
                deputy=named.get(form.deputy.data),
                reach=form.reached,
                by=current_user,
                now=clock.now(),
            )
            flash(_("The focal point is changed."), "success")
            return redirect(url_for(".focal_point", key=key), 303)
    page = render_template("negotiations/focal_point.html", post=get_post(key), form=form)
    return page, form.status


@bp.route("/desk/negotiations/focal-points/<key:key>/handover", methods=["GET", "POST"])
def hand_over(key: int) -> ResponseReturnValue:
    """Set the last day of a focal point, with what whoever follows has to know."""
    post = get_post(key)
    authorize(may_hand_over, post)
    may_read = may_read_handover(current_user, post)
    form = HandoverForm(ends_on=post.ends_on, handover=post.handover if may_read else "")
    if form.validate_on_submit():
        with refusals_on(form):
            note = str(form.handover.data)
            if post.handover and not may_read:  # What one may not read one does not replace.
                note = f"{post.handover}\n\n{note}"
            actions.release_focal_point(
                post,
                ends_on=form.answers["ends_on"],
                handover=note,
                by=current_user,
                now=clock.now(),
            )
            flash(_("The hand-over is kept."), "success")
            return redirect(url_for(".focal_point", key=key), 303)
    page = render_template("negotiations/handover.html", post=get_post(key), form=form)
    return page, form.status


def _deputies_for(post: FocalPoint) -> list[Person]:
    near = {post.agency_id, post.agency.parent_id}
    return [
        person
        for person in officials({key for key in near if key}, *STANDING_IN)
        if person.id != post.person_id
    ]


def _chosen(bodies: list[Agency], key: int | None) -> Agency:
    return next(body for body in bodies if body.id == key)
