"""What people asked for, who answered, and which answers everyone reads."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from portal.accounts.models import Guest
from portal.demo.content import records
from portal.demo.story import Step, Story
from portal.kernel.clock import legal_day, start_of
from portal.negotiations.queries import get_theme
from portal.outreach.actions import (
    acknowledge_request,
    answer_request,
    ask_for_information,
    confirm_request,
    pass_on_request,
    publish_answer,
)
from portal.outreach.models import InformationRequest
from portal.outreach.queries import asker_of, get_request
from portal.outreach.rules import AskedBy, Question, RefusalGround, RequestState, answer_due


def questions(story: Story) -> Iterator[Step]:
    """Yield each question, the hands it went through, its answer, and its publication."""
    for place, record in enumerate(records("requests")):
        asked: dict[str, InformationRequest] = {}
        at = story.shift.moment(record["at"])
        yield Step(at, partial(_ask, record, asked, f"demo:{place}", at))
        taken = at + timedelta(hours=2)
        yield Step(taken, partial(_take_in_hand, story, record, asked, taken))
        closed = _closed(story, record, at)
        yield Step(closed, partial(_answer, story, record, asked, closed))
        if "public" in record:
            shown = closed + timedelta(minutes=20)
            yield Step(shown, partial(_publish, story, record, asked, shown))


def _closed(story: Story, record: dict[str, Any], at: datetime) -> datetime:
    """Return when it was answered; a late answer stays late wherever holidays fall."""
    if "late" not in record:
        return story.shift.moment(record["answered"])
    day = answer_due(legal_day(at)) + timedelta(days=record["late"])
    return start_of(day) + timedelta(hours=11)


def _ask(
    record: dict[str, Any], asked: dict[str, InformationRequest], key: str, at: datetime
) -> None:
    question = Question(
        subject=record["subject"],
        text=record["text"],
        locale=record["locale"],
        channel=AskedBy(record.get("channel", "web")),
        name=record["name"],
        email=record["email"],
    )
    theme = get_theme(record["theme"]) if "theme" in record else None
    request, _secret = ask_for_information(question, theme=theme, key=key, by=Guest(), now=at)
    confirm_request(request, asker_of(request), now=at)
    asked["it"] = request


def _take_in_hand(
    story: Story, record: dict[str, Any], asked: dict[str, InformationRequest], at: datetime
) -> None:
    request, by = asked["it"], story.people[record["by"]]
    agency = story.agencies[record["agency"]]
    if request.agency_id != agency.id:
        pass_on_request(request, agency=agency, reason="", by=by, now=at)
    acknowledge_request(request, by=by, now=at)


def _answer(
    story: Story, record: dict[str, Any], asked: dict[str, InformationRequest], at: datetime
) -> None:
    ground = record.get("ground")
    answer_request(
        asked["it"],
        outcome=RequestState(record["outcome"]),
        words=story.shift.prose(record["words"], record["locale"]),
        ground=RefusalGround(ground) if ground else None,
        body=record.get("body", ""),
        by=story.people[record["by"]],
        now=at,
    )


def _publish(
    story: Story, record: dict[str, Any], asked: dict[str, InformationRequest], at: datetime
) -> None:
    request = get_request(asked["it"].number)
    title, question, answer = (
        story.shift.told(record["public"][name], source=record["locale"])
        for name in ("title", "question", "answer")
    )
    publish_answer(
        request,
        asker_of(request),
        title=title,
        question=question,
        answer=answer,
        by=story.people[record["by"]],
        now=at,
    )
