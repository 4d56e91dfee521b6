"""A question that nobody answers in time is told to those above: once, late rather than never."""

import threading
from datetime import timedelta

from sqlalchemy import select

from portal.adjacent.escalation import escalate_overdue
from portal.adjacent.models import TableQuestion
from portal.kernel.database import db
from portal.ledger.models import Entry
from portal.outbox.models import Letter
from tests.adjacent.makers import Sides, a_question, drafted, released
from tests.conftest import NOON

DUE = NOON + timedelta(hours=4)


def told():
    return sorted(db.session.scalars(select(Letter.recipient)))


def test_those_above_are_told_at_the_due_time_and_once(app):
    sides = Sides()
    a_question(sides.room(), sides.lead)

    assert escalate_overdue(DUE - timedelta(seconds=1)) == 0
    assert told() == []
    assert escalate_overdue(DUE) == 1
    assert told() == sorted({sides.chair.email, sides.secretary.email, sides.lead.email})
    assert escalate_overdue(DUE + timedelta(days=1)) == 0
    kinds = list(db.session.scalars(select(Entry.kind)))
    assert kinds.count("QuestionEscalated") == 1


def test_a_worker_that_slept_tells_late(app):
    sides = Sides()
    a_question(sides.room(), sides.lead)

    assert escalate_overdue(DUE + timedelta(days=3)) == 1


def test_what_was_answered_or_withdrawn_is_not_told(app):
    sides = Sides()
    room = sides.room()
    released(drafted(a_question(room, sides.lead), sides.member), sides.chair)
    a_question(room, sides.lead, number=2, withdrawn_at=NOON)
    drafted(a_question(room, sides.lead, number=3), sides.member)

    assert escalate_overdue(DUE) == 1
    query = select(TableQuestion.number).where(TableQuestion.escalated_at.is_not(None))
    assert list(db.session.scalars(query)) == [3]


def test_two_workers_tell_once(app):
    sides = Sides()
    room = sides.room()
    for number in range(1, 6):
        a_question(room, sides.lead, number=number)
    counts: list[int] = []

    def work():
        with app.app_context():
            counts.append(escalate_overdue(DUE))
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == 5
    assert len(told()) == 5 * 3
