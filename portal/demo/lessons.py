"""The pages of outreach."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from portal.demo.content import Paper, outreach
from portal.demo.story import Step, Story
from portal.outreach.actions import publish_page
from portal.outreach.rules import PageKind, Wording


def lessons(story: Story) -> Iterator[Step]:
    """Yield the publication of every page."""
    for paper in outreach():
        at = story.shift.moment(paper.facts["as_of"])
        yield Step(at, partial(_publish, story, paper, at))


def _publish(story: Story, paper: Paper, at: datetime) -> None:
    facts, told = paper.facts, story.shift.told
    about = facts.get("negotiation")
    publish_page(
        slug=facts["slug"],
        kind=PageKind(facts["kind"]),
        wording=Wording(
            title=told(facts["title"]),
            summary=told(facts["summary"]),
            texts={locale: story.shift.prose(text, locale) for locale, text in paper.texts.items()},
            source=facts["source"],
        ),
        as_of=story.shift.day(facts["as_of"]),
        rank=facts["rank"],
        negotiation=story.negotiations[about] if about else None,
        by=story.people["svetlana"],
        now=at,
    )
