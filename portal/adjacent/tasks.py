"""What the adjacent room has for somebody to do."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from portal.accounts.models import Actor
from portal.adjacent.models import TableQuestion
from portal.adjacent.place import Place
from portal.adjacent.policy import may_answer_table, may_ask_next_door
from portal.adjacent.queries import places_of
from portal.adjacent.rules import QuestionState
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.web.locale import _, clock
from portal.web.tasks import Task


def tasks(actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield questions that wait for the person's answer or second hand, and uses to be told."""
    places = {place.room.id: place for place in places_of(actor, now=now)}
    if not places:
        return
    query = (
        select(TableQuestion)
        .where(
            TableQuestion.room_id.in_(places),
            TableQuestion.withdrawn_at.is_(None),
            TableQuestion.use_told_at.is_(None),
        )
        .order_by(TableQuestion.due_at)
        .limit(100)
    )
    for question in db.session.scalars(query):
        yield from _of(question, places[question.room_id], actor, now)


def _of(question: TableQuestion, place: Place, actor: Actor, now: datetime) -> Iterator[Task]:
    href = url_for("adjacent.question", key=place.room.id, number=question.number)
    named = {"number": question.number, "committee": place.room.committee.code}
    hour = clock(question.due_at)
    due = legal_day(question.due_at)
    if question.state(now) is QuestionState.ANSWERED:
        if may_ask_next_door(actor, place) and place.is_over:
            title = _("Say what was done with answer %(number)s of %(committee)s", **named)
            yield Task(title, href)
    elif may_answer_table(actor, place):
        if question.drafted_by_id is None:
            title = _(
                "By %(hour)s: answer question %(number)s to %(committee)s", hour=hour, **named
            )
            yield Task(title, href, due)
        elif question.drafted_by_id != actor.id:
            title = _(
                "By %(hour)s: read and release answer %(number)s of %(committee)s",
                hour=hour,
                **named,
            )
            yield Task(title, href, due)
