"""Opening rooms, putting people on call, asking, answering by two hands, telling the use."""

from datetime import datetime

from portal.accounts.models import Person
from portal.adjacent.events import (
    AnswerDrafted,
    AnswerReleased,
    QuestionAsked,
    QuestionWithdrawn,
    RoomOpened,
    ShiftEntered,
    ShiftRemoved,
    UseTold,
)
from portal.adjacent.models import AdjacentRoom, Shift, TableQuestion
from portal.adjacent.queries import MOST_QUESTIONS, count_questions, find_room
from portal.adjacent.rules import (
    LONGEST_ANSWER,
    QuestionState,
    Verdict,
    check_answer,
    check_question,
    check_release,
    check_shift,
)
from portal.committees.models import Committee
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.negotiations.models import Round
from portal.negotiations.queries import find_group


def open_room(
    *, round_: Round, committee: Committee, by: Person | None, now: datetime
) -> AdjacentRoom:
    """Put a committee within call of a round. Raises RuleBroken where nobody faces it."""
    if legal_day(now) > round_.ends_on:
        raise RuleBroken(N_("This round is over."), field="round")
    if find_room(round_.id, committee.id):
        raise RuleBroken(N_("This committee is within call of the round already."))
    group = find_group(committee.theme)
    if group is None:
        raise RuleBroken(
            N_("No group of officials faces this committee; name one first."), field="committee"
        )
    room = AdjacentRoom(
        round_id=round_.id,
        committee_id=committee.id,
        group_id=group.id,
        opened_at=now,
        opened_by_id=by.id if by else None,
    )
    db.session.add(room)
    db.session.flush()
    publish(RoomOpened(at=now, by=by.id if by else None, room=room.id))
    return room


def put_on_call(
    room: AdjacentRoom,
    *,
    person: Person,
    starts_at: datetime,
    ends_at: datetime,
    by: Person | None,
    now: datetime,
) -> Shift:
    """Enter hours in which somebody is on call."""
    check_shift(starts_at, ends_at)
    shift = Shift(room_id=room.id, person_id=person.id, starts_at=starts_at, ends_at=ends_at)
    db.session.add(shift)
    db.session.flush()
    publish(ShiftEntered(at=now, by=by.id if by else None, room=room.id, shift=shift.id))
    return shift


def take_off_call(shift: Shift, *, by: Person, now: datetime) -> None:
    """Remove hours on call."""
    publish(ShiftRemoved(at=now, by=by.id, room=shift.room_id, shift=shift.id))
    db.session.delete(shift)


def ask(
    room: AdjacentRoom, *, text: str, due_at: datetime, by: Person, now: datetime
) -> TableQuestion:
    """Put a question to the committee next door. Raises RuleBroken where it cannot be put."""
    words = check_question(text, due_at=due_at, now=now)
    if legal_day(now) > room.round.ends_on:
        raise RuleBroken(N_("This round is over. What is left to ask belongs into a notice."))
    db.session.refresh(
        room, ["opened_at"], with_for_update=True
    )  # Two who ask at once get two numbers.
    asked = count_questions(room)
    if asked >= MOST_QUESTIONS:
        raise RuleBroken(N_("This room has no more numbers for questions."))
    question = TableQuestion(
        room_id=room.id,
        number=asked + 1,
        text=words,
        asked_by_id=by.id,
        asked_at=now,
        due_at=due_at,
    )
    db.session.add(question)
    db.session.flush()
    publish(
        QuestionAsked(at=now, by=by.id, room=room.id, question=question.number, due=question.due_at)
    )
    return question


def withdraw_question(question: TableQuestion, *, by: Person, now: datetime) -> None:
    """Say that no answer is needed any more."""
    _hold_open(question, now)
    question.withdrawn_at = now
    db.session.flush()
    publish(QuestionWithdrawn(at=now, by=by.id, room=question.room_id, question=question.number))


def draft_answer(
    question: TableQuestion,
    *,
    verdict: Verdict,
    text: str,
    version: int,
    by: Person,
    now: datetime,
) -> None:
    """Write the answer that a second member is to release.

    `version` is the one the writer saw: where another was written meanwhile nothing is
    overwritten, and RuleBroken is raised.
    """
    words = check_answer(verdict, text)
    _hold_open(question, now)
    _refuse_other_version(question, version)
    question.verdict = verdict
    question.answer = words
    question.version += 1
    question.drafted_by_id = by.id
    question.drafted_at = now
    db.session.flush()
    publish(
        AnswerDrafted(
            at=now,
            by=by.id,
            room=question.room_id,
            question=question.number,
            version=question.version,
        )
    )


def release_answer(question: TableQuestion, *, version: int, by: Person, now: datetime) -> None:
    """Give the answer to the table, as a second person who has read this version of it."""
    _hold_open(question, now)
    _refuse_other_version(question, version)
    check_release(drafted_by=question.drafted_by_id, by=by.id)
    question.released_by_id = by.id
    question.released_at = now
    db.session.flush()
    publish(
        AnswerReleased(
            at=now,
            by=by.id,
            room=question.room_id,
            question=question.number,
            version=question.version,
            verdict=str(question.verdict),
        )
    )


def tell_use(question: TableQuestion, *, use: str, by: Person, now: datetime) -> None:
    """Say what the table did with an answer, and why."""
    use = use.strip()
    if question.state(now) is not QuestionState.ANSWERED:
        raise RuleBroken(N_("There is no answer yet that the table could have used."))
    if not use:
        raise RuleBroken(N_("Write in a sentence what was done with it, and why."), field="use")
    if len(use) > LONGEST_ANSWER:
        raise RuleBroken(N_("Use at most %(most)s characters."), field="use", most=LONGEST_ANSWER)
    question.use = use
    question.use_told_at = now
    db.session.flush()
    publish(UseTold(at=now, by=by.id, room=question.room_id, question=question.number))


def _hold_open(question: TableQuestion, now: datetime) -> None:
    """Hold the row, and refuse what was answered or withdrawn meanwhile."""
    db.session.refresh(question, with_for_update={"of": TableQuestion})
    state = question.state(now)
    if state is QuestionState.ANSWERED:
        raise RuleBroken(N_("This question is answered; what was released does not change."))
    if state is QuestionState.WITHDRAWN:
        raise RuleBroken(N_("The table has withdrawn this question."))


def _refuse_other_version(question: TableQuestion, seen: int) -> None:
    if seen != question.version:
        raise RuleBroken(
            N_("Somebody has written another answer meanwhile. Read it below; yours is kept here."),
            field="text",
        )
