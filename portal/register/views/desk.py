"""The desk of those who draft and approve notices: what lies there, and what is begun."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.queries import get_agency
from portal.kernel import clock
from portal.kernel.paging import page_of
from portal.kernel.text import Localized
from portal.negotiations.queries import get_negotiation, negotiations, themes
from portal.register.actions import copy_notice, draft_notice, open_docket
from portal.register.forms import NewDraftForm
from portal.register.labels import KINDS, PILES, STATES
from portal.register.models import Notice
from portal.register.policy import may_draft_for, may_enter_register_desk
from portal.register.queries import (
    Pile,
    agencies_of,
    dockets_of,
    get_notice,
    get_own_docket,
    notices_to_copy,
    plans_of,
    select_pile,
)
from portal.register.rules import NoticeKind
from portal.register.views.blueprint import bp
from portal.web.access import authorize
from portal.web.forms import refusals_on
from portal.web.locale import _, current_locale
from portal.web.turning import turn, turned


@bp.get("/desk/notices")
def desk() -> ResponseReturnValue:
    """List what is drafted, what waits for approval, what was published."""
    authorize(may_enter_register_desk)
    drafts_for = agencies_of(current_user)
    asked = request.args.get("pile", "")
    first = Pile.DRAFTS if drafts_for else Pile.WAITING
    pile = Pile(asked) if asked in set(Pile) else first
    page = page_of(
        select_pile(pile, current_user), Notice.changed_at, descending=True, turn=turn(datetime)
    )
    return render_template(
        "register/desk.html",
        page=page,
        pile=pile,
        piles=PILES,
        kinds=KINDS,
        states=STATES,
        drafts_for=drafts_for,
        turned=turned,
    )


@bp.route("/desk/notices/new", methods=["GET", "POST"])
def draft_new() -> ResponseReturnValue:
    """Begin a notice, in a docket that is there or in a new one."""
    authorize(may_enter_register_desk)
    known = {theme.code: theme for theme in themes()}
    form = NewDraftForm()
    form.offer(
        dockets=dockets_of(current_user),
        agencies=agencies_of(current_user),
        negotiations=negotiations(),
        themes=known.values(),
        plans=plans_of(current_user),
        notices=notices_to_copy(current_user),
    )
    if request.method == "GET":
        form.plan.data = request.args.get("plan", "")
    if form.validate_on_submit():
        with refusals_on(form):
            notice = _begin(form, [known[code] for code in form.themes.data or ()])
            flash(_("The draft is begun. Nobody outside your agency sees it."))
            return redirect(url_for(".draft", key=notice.id))
    return render_template("register/draft_new.html", form=form), form.status


def _begin(form: NewDraftForm, chosen: list[Any]) -> Notice:
    agency = get_agency(str(form.agency.data))
    authorize(may_draft_for, agency)
    now = clock.now()
    plans = {plan.number: plan for plan in plans_of(current_user)}
    plan = plans.get(form.plan.data)
    chosen = chosen or (list(plan.themes) if plan else [])
    if form.docket.data:
        docket = get_own_docket(form.docket.data, current_user)
        chosen = chosen or docket.themes
    else:
        docket = open_docket(
            title=form.docket_title.data or Localized(source=current_locale()),
            agency=agency,
            themes=chosen,
            negotiation=get_negotiation(form.negotiation.data) if form.negotiation.data else None,
            stage=form.stage_chosen,
            by=current_user,
            now=now,
        )
    notice = draft_notice(
        docket=docket,
        kind=NoticeKind(form.kind.data),
        agency=agency,
        themes=chosen,
        title=docket.title if not form.docket.data else None,
        plan=plan,
        by=current_user,
        now=now,
    )
    if form.copy_of.data:
        copy_notice(notice, get_notice(form.copy_of.data), now=now)
    return notice
