"""The pages of the adjacent room: the live page, one question, the roster, the debrief."""

import hashlib
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.adjacent import actions
from portal.adjacent.forms import AnswerForm, OpenRoomForm, QuestionForm, ShiftForm, UseForm
from portal.adjacent.labels import BADGES, STATES, VERDICT_BADGES, VERDICTS
from portal.adjacent.letters import alert, tell_table
from portal.adjacent.models import TableQuestion
from portal.adjacent.place import Place
from portal.adjacent.policy import (
    may_answer_table,
    may_ask_next_door,
    may_keep_roster,
    may_open_room,
    may_see_own_rooms,
)
from portal.adjacent.queries import (
    get_place,
    get_question,
    is_open,
    members_within_call,
    on_call,
    places_of,
    questions_of,
    rounds_to_come,
    shifts_of,
)
from portal.adjacent.rules import USUAL_TIME, QuestionState, median, minutes_taken
from portal.committees.queries import sitting as sitting_committees
from portal.kernel import clock
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.text import N_
from portal.web.access import authorize
from portal.web.forms import choices, refusals_on
from portal.web.locale import _, day, tell
from portal.web.urls import read_key

bp = Blueprint("adjacent", __name__)

WORDS = {
    "BADGES": BADGES,
    "STATES": STATES,
    "VERDICTS": VERDICTS,
    "VERDICT_BADGES": VERDICT_BADGES,
}


@bp.get("/rooms")
def rooms() -> ResponseReturnValue:
    """List the rooms that the person asking may enter."""
    authorize(may_see_own_rooms)
    now = clock.now()
    return render_template(
        "adjacent/rooms.html", places=places_of(current_user, now=now), today=clock.legal_day(now)
    )


@bp.route("/desk/rooms/new", methods=["GET", "POST"])
def room_new() -> ResponseReturnValue:
    """Put a committee within call of a round."""
    authorize(may_open_room)
    now = clock.now()
    form = OpenRoomForm()
    coming = {x.id: x for x in rounds_to_come(now=now)}
    sitting = {x.id: x for x in sitting_committees(on=clock.legal_day(now))}
    form.round_id.choices = choices(
        *(
            (
                key,
                _(
                    "%(negotiation)s, round %(number)s, %(day)s",
                    negotiation=x.negotiation.code,
                    number=x.number,
                    day=day(x.starts_on),
                ),
            )
            for key, x in coming.items()
        )
    )
    form.committee_id.choices = choices(
        *((key, f"{x.code} {tell(x.theme.name).text}") for key, x in sitting.items())
    )
    if form.validate_on_submit():
        with refusals_on(form):
            room = actions.open_room(
                round_=coming[form.round_id.data],
                committee=sitting[form.committee_id.data],
                by=current_user,
                now=now,
            )
            flash(_("The room is open. Its chair says who is on call."), "success")
            return redirect(url_for("adjacent.room", key=room.id), 303)
    return render_template("adjacent/room_new.html", form=form), form.status


@bp.get("/rooms/<key:key>")
def room(key: int) -> ResponseReturnValue:
    """Show what the table asked, who is on call, and what waits."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    return render_template("adjacent/room.html", **_seen(place, now))


@bp.get("/rooms/<key:key>/live")
def live(key: int) -> ResponseReturnValue:
    """Return the part of the page that changes, or that it has not changed."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    part = make_response(render_template("adjacent/_live.html", **_seen(place, now)))
    part.set_etag(hashlib.sha256(part.get_data()).hexdigest()[:32])
    return part.make_conditional(request)


def _seen(place: Place, now: datetime) -> dict[str, Any]:
    questions = questions_of(place.room)
    taken = [
        minutes_taken(x.asked_at, x.released_at) for x in questions if x.released_at is not None
    ]
    shifts = shifts_of(place.room)
    return {
        "place": place,
        "room": place.room,
        "questions": questions,
        "open_ones": [x for x in questions if is_open(x, now)],
        "closed_ones": [x for x in questions if not is_open(x, now)],
        "median": median(taken),
        "answered": len(taken),
        "in_time": sum(x.released_at <= x.due_at for x in questions if x.released_at is not None),
        "on_call": on_call(shifts, now),
        "shifts": shifts,
        "moment_now": now,
        **WORDS,
    }


@bp.route("/rooms/<key:key>/ask", methods=["GET", "POST"])
def ask(key: int) -> ResponseReturnValue:
    """Put a question to the committee next door."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    authorize(may_ask_next_door, place)
    form = QuestionForm(due_at=now + USUAL_TIME) if request.method == "GET" else QuestionForm()
    if form.validate_on_submit():
        with refusals_on(form):
            question = actions.ask(place.room, by=current_user, now=now, **form.answers)
            alert(place.room, question, now=now)
            flash(_("The question is put; whoever is on call is told now."), "success")
            return redirect(url_for("adjacent.room", key=key), 303)
    if form.errors:
        place = get_place(key, current_user, now=now)
    people = on_call(shifts_of(place.room), now)
    return render_template("adjacent/ask.html", place=place, form=form, on_call=people), form.status


@bp.get("/rooms/<key:key>/questions/<key:number>")
def question(key: int, number: int) -> ResponseReturnValue:
    """Show one question with its answer, and what may be done about it."""
    authorize(may_see_own_rooms)
    place = get_place(key, current_user, now=clock.now())
    return _show(place, get_question(place.room, number))


def _show(
    place: Place,
    question: TableQuestion,
    answer: AnswerForm | None = None,
    use: UseForm | None = None,
) -> ResponseReturnValue:
    now = clock.now()
    if answer is None:
        answer = AnswerForm(
            formdata=None, verdict=question.verdict, text=question.answer, version=question.version
        )
    use = use or UseForm(formdata=None, use=question.use)
    page = render_template(
        "adjacent/question.html",
        place=place,
        room=place.room,
        question=question,
        state=question.state(now),
        is_open=is_open(question, now),
        answer=answer,
        use=use,
        **WORDS,
    )
    return page, max(answer.status, use.status)


@bp.post("/rooms/<key:key>/questions/<key:number>/answer")
def draft(key: int, number: int) -> ResponseReturnValue:
    """Write the answer that a second member is to release."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    authorize(may_answer_table, place)
    form = AnswerForm()
    if form.validate():
        with refusals_on(form):
            actions.draft_answer(
                get_question(place.room, number),
                verdict=form.verdict.data,
                text=form.text.data or "",
                version=_seen_version(form.version.data),
                by=current_user,
                now=now,
            )
            flash(_("The answer waits for a second member."), "success")
            return redirect(url_for("adjacent.question", key=key, number=number), 303)
    place = get_place(key, current_user, now=now)
    current = get_question(place.room, number)
    form.version.data = str(current.version)  # What is shown beside it has been seen now.
    form.version.raw_data = None
    return _show(place, current, answer=form)


@bp.post("/rooms/<key:key>/questions/<key:number>/release")
def release(key: int, number: int) -> ResponseReturnValue:
    """Give the answer to the table."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    authorize(may_answer_table, place)
    question = get_question(place.room, number)
    version = _seen_version(request.form.get("version"))
    actions.release_answer(question, version=version, by=current_user, now=now)
    tell_table(place.room, question, now=now)
    flash(_("The table has the answer."), "success")
    return redirect(url_for("adjacent.room", key=key), 303)


@bp.post("/rooms/<key:key>/questions/<key:number>/withdraw")
def withdraw(key: int, number: int) -> ResponseReturnValue:
    """Say that no answer is needed any more."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    authorize(may_ask_next_door, place)
    actions.withdraw_question(get_question(place.room, number), by=current_user, now=now)
    flash(_("The question is withdrawn."), "success")
    return redirect(url_for("adjacent.room", key=key), 303)


@bp.post("/rooms/<key:key>/questions/<key:number>/use")
def use(key: int, number: int) -> ResponseReturnValue:
    """Say what the table did with an answer."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    authorize(may_ask_next_door, place)
    form = UseForm()
    if form.validate():
        with refusals_on(form):
            question = get_question(place.room, number)
            actions.tell_use(question, use=form.use.data or "", by=current_user, now=now)
            flash(_("Those next door can read what became of their answer."), "success")
            return redirect(url_for("adjacent.question", key=key, number=number), 303)
    place = get_place(key, current_user, now=now)
    return _show(place, get_question(place.room, number), use=form)


@bp.route("/rooms/<key:key>/roster", methods=["GET", "POST"])
def roster(key: int) -> ResponseReturnValue:
    """Show who is on call; let those who keep the roster enter hours."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    members = {x.id: x for x in members_within_call(place.room.committee, now=now)}
    form = ShiftForm()
    form.person_id.choices = choices(*((x.id, x.name) for x in members.values()))
    if request.method == "POST":
        authorize(may_keep_roster, place)
        if form.validate():
            with refusals_on(form):
                answers = form.answers
                actions.put_on_call(
                    place.room,
                    person=members[answers.pop("person_id")],
                    **answers,
                    by=current_user,
                    now=now,
                )
                flash(_("The hours are entered."), "success")
                return redirect(url_for("adjacent.roster", key=key), 303)
        place = get_place(key, current_user, now=now)
    page = render_template(
        "adjacent/roster.html",
        place=place,
        room=place.room,
        form=form,
        shifts=shifts_of(place.room),
        members=members,
        moment_now=now,
    )
    return page, form.status


@bp.post("/rooms/<key:key>/roster/<key:shift>")
def take_off_call(key: int, shift: int) -> ResponseReturnValue:
    """Remove hours on call."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    authorize(may_keep_roster, place)
    found = next((x for x in shifts_of(place.room) if x.id == shift), None)
    if found is None:
        raise Missing(N_("There is nothing here that you may know of."))
    actions.take_off_call(found, by=current_user, now=now)
    flash(_("The hours are removed."), "success")
    return redirect(url_for("adjacent.roster", key=key), 303)


@bp.get("/rooms/<key:key>/debrief")
def debrief(key: int) -> ResponseReturnValue:
    """Show the whole of it, in the order in which it was asked, once the round is over."""
    authorize(may_see_own_rooms)
    now = clock.now()
    place = get_place(key, current_user, now=now)
    if not place.is_over:
        raise RuleBroken(N_("The debrief is there when the round is over."))
    seen = _seen(place, now)
    seen["questions"].reverse()
    by_state = [x.state(now) for x in seen["questions"]]
    return render_template(
        "adjacent/debrief.html", unanswered=by_state.count(QuestionState.OVERDUE), **seen
    )


def _seen_version(text: str | None) -> int:
    return read_key(text) or 0
