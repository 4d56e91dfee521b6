"""Following, with an account or without; and leaving, which never needs one."""

import hashlib

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import Person
from portal.kernel import clock
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.subscriptions import actions, links
from portal.subscriptions.forms import FollowForm
from portal.subscriptions.labels import SHORT_FREQUENCIES, topic_label
from portal.subscriptions.letters import send_ask
from portal.subscriptions.models import Subscriber, Subscription
from portal.subscriptions.policy import may_see_own_subscriptions
from portal.subscriptions.queries import (
    find_subscriber,
    get_ask,
    get_subscriber,
    name_of,
    names_of,
)
from portal.subscriptions.rules import Frequency, Topic
from portal.web.access import authorize, authorize_anyone
from portal.web.forms import refusals_on
from portal.web.limits import limited
from portal.web.locale import _, _n, current_locale

bp = Blueprint("subscriptions", __name__)

HOUR = 60 * 60


def _address_asked() -> str:
    """Return a name for the address that somebody wants letters for, not the address."""
    typed = current_user.email or request.form.get("email", "").strip().lower()
    return hashlib.sha256(typed.encode()).hexdigest()[:32]


@bp.route("/follow", methods=["GET", "POST"])
@limited("follow", tries=20, seconds=HOUR)
@limited("follow-address", tries=6, seconds=HOUR, key=_address_asked)
def follow() -> ResponseReturnValue:
    """Ask how often, and begin; an address without an account confirms it first."""
    authorize_anyone()
    topic, subject = _topic_asked()
    name = name_of(topic, subject)
    form = FollowForm()
    if isinstance(current_user, Person):
        del form.email
    if form.validate_on_submit():
        with refusals_on(form):
            return _begin(form, topic, subject)
    return render_template(
        "subscriptions/follow.html",
        form=form,
        label=topic_label(topic, subject, name),
        sent="sent" in request.args,
        back=_page_of(topic, subject),
    ), form.status


def _topic_asked() -> tuple[Topic, str]:
    word = request.args.get("topic", Topic.EVERYTHING.value)
    if word not in set(Topic):
        raise Missing(N_("There is nothing of that name to follow."))
    topic = Topic(word)
    return topic, "" if topic is Topic.EVERYTHING else request.args.get("subject", "")[:60]


def _page_of(topic: Topic, subject: str) -> str:
    if topic is Topic.DOCKET:
        return url_for("front.docket", number=subject)
    if topic is Topic.THEME:
        return url_for("register.theme", code=subject)
    return url_for("front.home")


def _begin(form: FollowForm, topic: Topic, subject: str) -> ResponseReturnValue:
    now = clock.now()
    wanted = {"topic": topic, "subject": subject, **form.answers}
    if isinstance(current_user, Person):
        subscription = actions.follow(by=current_user, now=now, **wanted)
        flash(_("You follow it from now on. This is all that you follow."), "success")
        return _to_all(subscription)
    ask, token = actions.ask(locale=current_locale(), now=now, **wanted)
    send_ask(ask, token, now=now)
    here = url_for("subscriptions.follow", topic=topic.value, subject=subject or None, sent="yes")
    return redirect(here, 303)


@bp.route("/follow/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Let the owner of the address say yes; a mail program that only looks does not."""
    authorize_anyone()
    now = clock.now()
    if request.method == "POST":
        subscription = actions.confirm(token, now=now)
        flash(_("You follow it from now on. This is all that you follow."), "success")
        return _to_all(subscription)
    ask = get_ask(token, now=now)
    name = name_of(ask.topic, ask.subject)
    return render_template(
        "subscriptions/confirm.html",
        ask=ask,
        label=topic_label(ask.topic, ask.subject, name),
        frequencies=SHORT_FREQUENCIES,
    )


def _to_all(subscription: Subscription) -> ResponseReturnValue:
    """Lead to everything that the subscriber follows."""
    token = links.sign(get_subscriber(subscription.subscriber_id))
    return redirect(url_for("subscriptions.manage", token=token), 303)


@bp.get("/my/subscriptions")
def mine() -> ResponseReturnValue:
    """Lead a person who is signed in to what they follow."""
    authorize(may_see_own_subscriptions)
    subscriber = find_subscriber(current_user.email)
    if subscriber is None:
        return redirect(url_for("subscriptions.follow"))
    return redirect(url_for("subscriptions.manage", token=links.sign(subscriber)))


@bp.route("/subscriptions/<token>", methods=["GET", "POST"])
def manage(token: str) -> ResponseReturnValue:
    """Show what a subscriber follows; change how often, leave one, leave all."""
    authorize_anyone()
    subscriber, what = links.read(token)
    if what != links.MANAGE:
        raise Missing(N_("This link is not one of ours."))
    if request.method == "POST":
        _change(subscriber)
        return redirect(url_for("subscriptions.manage", token=token), 303)
    names = names_of(subscriber.subscriptions)
    followed = [
        (s, topic_label(s.topic, s.subject, names.get((s.topic, s.subject))))
        for s in sorted(subscriber.subscriptions, key=lambda s: s.id)
    ]
    return render_template(
        "subscriptions/manage.html",
        subscriber=subscriber,
        followed=followed,
        frequencies=SHORT_FREQUENCIES,
    )


def _change(subscriber: Subscriber) -> None:
    now = clock.now()
    step, _space, key = request.form.get("step", "").partition(" ")
    which = [s for s in subscriber.subscriptions if str(s.id) == key]
    if step == "leave-all":
        which = list(subscriber.subscriptions)
    if step in {"leave", "leave-all"}:
        _tell_left(actions.leave(which, now=now))
        return
    wanted = request.form.get("frequency", "")
    if step == "change" and wanted in set(Frequency):
        for subscription in which:
            actions.change_frequency(subscription, frequency=Frequency(wanted), now=now)
            flash(_("Changed. The next letter comes accordingly."), "success")


def _tell_left(left: int) -> None:
    flash(_n("You left %(num)d subscription.", "You left %(num)d subscriptions.", left), "success")


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
def unsubscribe(token: str) -> ResponseReturnValue:
    """End what a letter came from: by one click of a mail program, or by a button here.

    RFC 8058: the POST comes without cookies and is answered without a redirect. A GET
    changes nothing, because programs follow links that people do not.
    """
    authorize_anyone()
    subscriber, what = links.read(token)
    if what == links.MANAGE:
        raise Missing(N_("This link is not one of ours."))
    which = links.meant(subscriber, what)
    names = names_of(which)
    labels = [topic_label(s.topic, s.subject, names.get((s.topic, s.subject))) for s in which]
    done = request.method == "POST"
    manage_token = links.sign(subscriber)
    if done:
        actions.leave(which, now=clock.now())
    return render_template(
        "subscriptions/unsubscribe.html", labels=labels, done=done, manage_token=manage_token
    )


def _spare_mail_programs(state: BlueprintSetupState) -> None:
    """Let the one-click POST in without a token of a form it has never seen."""
    state.app.extensions["csrf"].exempt(unsubscribe)


bp.record_once(_spare_mail_programs)
