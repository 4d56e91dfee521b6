"""What was told of the rounds: to cleared members each day, to everyone in the end."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from portal.demo.content import records
from portal.demo.story import Step, Story
from portal.kernel.database import db
from portal.meetings.actions import (
    Sitting,
    answer_question,
    ask_about_round,
    give_briefing,
    report_round,
)
from portal.negotiations.models import Negotiation
from portal.negotiations.queries import get_negotiation, get_round, groups_in


def rounds(story: Story) -> Iterator[Step]:
    """Yield notes of the days, questions with their answers, and reports."""
    content = records("rounds")
    for record in content["briefings"]:
        for note in record["notes"]:
            at = story.shift.moment(note["at"])
            yield Step(at, partial(_tell, story, record, note, at))
        for question in record["questions"]:
            at = story.shift.moment(question["at"])
            yield Step(at, partial(_ask, story, record, question, at))
    for record in content["reports"]:
        at = story.shift.moment(record["at"])
        yield Step(at, partial(_report, story, record, at))


def _talks(record: dict[str, Any]) -> Negotiation:
    db.session.flush()
    talks = get_negotiation(record["negotiation"])
    db.session.expire(talks)
    return get_negotiation(record["negotiation"])


def _sitting(record: dict[str, Any]) -> Sitting:
    talks = _talks(record)
    group = next(x for x in groups_in(talks) if x.theme.code == record["theme"])
    return Sitting(talks, get_round(talks, record["round"]), group)


def _tell(story: Story, record: dict[str, Any], note: dict[str, Any], at: datetime) -> None:
    give_briefing(
        _sitting(record),
        on=story.shift.day(note["day"]),
        text=story.shift.told(note["text"]),
        by=story.people[record["by"]],
        now=at,
    )


def _ask(story: Story, record: dict[str, Any], question: dict[str, Any], at: datetime) -> None:
    sitting = _sitting(record)
    asked = ask_about_round(
        sitting, question=question["question"], by=story.people[question["by"]], now=at
    )
    answer_question(
        sitting,
        asked,
        answer=question["answer"],
        by=story.people[record["by"]],
        now=story.shift.moment(question["answered"]),
    )


def _report(story: Story, record: dict[str, Any], at: datetime) -> None:
    talks = _talks(record)
    report_round(
        talks,
        get_round(talks, record["round"]),
        text=story.shift.told(record["text"]),
        by=story.people[record["by"]],
        now=at,
    )
