"""The letters of this room. They say that there is a question and until when, never which."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.accounts.models import Person
from portal.adjacent.models import AdjacentRoom, TableQuestion
from portal.adjacent.queries import chamber_officers, on_call, shifts_of
from portal.committees.models import Committee
from portal.committees.queries import chair_in, get_committee, places_in
from portal.kernel.clock import legal_day
from portal.outbox.letters import compose


def alert(room: AdjacentRoom, question: TableQuestion, *, now: datetime) -> None:
    """Call those whose hours these are; where it is nobody's, the chair and the secretary."""
    called = on_call(shifts_of(room), now) or _officers(room.committee, now)
    _send("adjacent/mail/question", called, room, question, now=now, step="asked")


def tell_table(room: AdjacentRoom, question: TableQuestion, *, now: datetime) -> None:
    """Tell whoever asked that the answer is there."""
    _send("adjacent/mail/answer", [question.asked_by], room, question, now=now, step="answered")


def escalate(room: AdjacentRoom, question: TableQuestion, *, now: datetime) -> None:
    """Tell those above, on both sides, that the time for an answer is over."""
    told = [*_officers(room.committee, now), *chamber_officers(), question.asked_by]
    if room.group.lead:
        told.append(room.group.lead)
    _send("adjacent/mail/overdue", told, room, question, now=now, step="overdue")


def _officers(committee: Committee, now: datetime) -> list[Person]:
    chair = chair_in(places_in(get_committee(committee.code), on=legal_day(now)))
    return [person for person in (chair, committee.secretary) if person]


def _send(
    template: str,
    people: Iterable[Person],
    room: AdjacentRoom,
    question: TableQuestion,
    *,
    now: datetime,
    step: str,
    **facts: Any,
) -> None:
    for person in {person.id: person for person in people}.values():
        compose(
            template,
            to=person.email,
            locale=person.locale,
            key=f"adjacent:{room.id}:{question.number}:{step}:{person.id}",
            now=now,
            room=room,
            question=question,
            person=person,
            **facts,
        )
