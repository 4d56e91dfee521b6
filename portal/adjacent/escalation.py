"""Telling those above when the time for an answer is over: a job for the worker.

That a question is late is true by the clock, whoever looks; this only sends the letters,
once for each question, however many workers there are.
"""

from datetime import datetime

from sqlalchemy.orm import joinedload

from portal.adjacent.events import QuestionEscalated
from portal.adjacent.letters import escalate
from portal.adjacent.models import TableQuestion
from portal.adjacent.queries import get_room, overdue
from portal.kernel.database import db, reading, writing
from portal.kernel.events import publish

BATCH = 20


def escalate_overdue(now: datetime) -> int:
    """Tell of the next few questions whose time ran out; return how many. Commits."""
    with reading():
        waits = db.session.scalar(overdue(now=now).limit(1)) is not None
        db.session.rollback()
    if not waits:
        return 0
    query = (
        overdue(now=now)
        .options(joinedload(TableQuestion.asked_by))
        .limit(BATCH)
        .with_for_update(of=TableQuestion, skip_locked=True)
    )
    with writing():
        questions = list(db.session.scalars(query))
        for question in questions:
            question.escalated_at = now
            escalate(get_room(question.room_id), question, now=now)
            publish(
                QuestionEscalated(at=now, by=None, room=question.room_id, question=question.number)
            )
        db.session.commit()
    return len(questions)
