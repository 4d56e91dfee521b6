"""The register: dockets, the notices published in them, and one that waits for approval."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from portal.demo.content import Paper, notices, records
from portal.demo.story import Step, Story, saved
from portal.kernel import events
from portal.kernel.clock import legal_day
from portal.negotiations.rules import Stage
from portal.register import markup
from portal.register.actions import (
    drop_plan,
    issue_of,
    open_docket,
    plan_consultation,
    stand,
    submit_notice,
    take_number,
)
from portal.register.events import DocketOpened, NoticeExtended, NoticePublished
from portal.register.models import (
    Docket,
    Notice,
    NoticeLine,
    NoticePart,
    NoticeRelation,
    NoticeText,
    Question,
)
from portal.register.rules import (
    RELATION_OF,
    SERIES,
    Announcement,
    DecisionStatus,
    NoticeKind,
    NoticeState,
    Part,
    Relation,
    pages_of,
    volume_of,
)

OPENED_AT, PUBLISHED_AT = 8, 10
"""Hours, in legal time."""


def papers(story: Story) -> Iterator[Step]:
    """Yield the opening of every docket and the publication of every notice."""
    opened: dict[str, str] = {}
    every = notices()
    for paper in every:
        opened.setdefault(paper.facts["docket"], _written(paper))
    for record in records("dockets"):
        at = story.shift.moment(opened[record["number"]], hour=OPENED_AT)
        yield Step(at, partial(_open, story, record, at))
    for record in records("plans"):
        at = story.shift.moment(record["announced"], hour=PUBLISHED_AT)
        yield Step(at, partial(_announce, story, record, at))
        if "dropped" in record:
            at = story.shift.moment(record["dropped"], hour=PUBLISHED_AT)
            yield Step(at, partial(_drop, story, record, at))
    for paper in every:
        at = story.shift.moment(_written(paper), hour=PUBLISHED_AT)
        happen = _publish if "published" in paper.facts else _submit
        yield Step(at, partial(happen, story, paper, at))


def _written(paper: Paper) -> str:
    return str(paper.facts.get("published") or paper.facts["drafted"])


def _open(story: Story, record: dict[str, Any], at: datetime) -> None:
    story.dockets[record["number"]] = open_docket(
        title=story.shift.told(record["title"]),
        agency=story.agencies["MEBP"],
        themes=[story.themes[code] for code in record["themes"]],
        negotiation=story.negotiations[record["negotiation"]],
        stage=Stage(record["stage"]),
        number=record["number"],
        by=story.people[record["owner"]],
        now=at,
    )


def _announce(story: Story, record: dict[str, Any], at: datetime) -> None:
    told, day = story.shift.told, story.shift.day
    story.plans[record["key"]] = plan_consultation(
        Announcement(
            kind=NoticeKind(record["kind"]),
            title=told(record["title"]),
            summary=told(record["summary"]),
            opens_from=day(record["from"]),
            opens_by=day(record["by"]),
        ),
        agency=story.agencies["MEBP"],
        themes=[story.themes[code] for code in record["themes"]],
        by=story.people["svetlana"],
        now=at,
    )


def _drop(story: Story, record: dict[str, Any], at: datetime) -> None:
    plan = story.plans[record["key"]]
    reason = story.shift.told(record["because"])
    drop_plan(plan, reason=reason, by=story.people["svetlana"], now=at)


def _draft(story: Story, paper: Paper, at: datetime) -> Notice:
    facts, told = paper.facts, story.shift.told
    contact = story.people[facts["contact"]]
    source = facts.get("source", "en")
    beside = _beside(facts)
    return Notice(
        docket=story.dockets[facts["docket"]],
        agency=story.agencies["MEBP"],
        kind=NoticeKind(facts["kind"]),
        state=NoticeState.DRAFT,
        title=told(facts["title"]),
        summary=told(facts["summary"]),
        decision_status=DecisionStatus(facts["decision_status"]),
        chapters=facts.get("chapters", []),
        waiver_reason=told(facts["waiver"]) if "waiver" in facts else None,
        contact_name=contact.name,
        contact_email=facts["email"],
        contact_phone=facts["phone"],
        drafted_by_id=contact.id,
        changed_at=at,
        themes=[story.themes[code] for code in facts["themes"]],
        texts=[
            NoticeText(
                locale=locale,
                is_source=locale == source,
                markdown=story.shift.prose(text, locale).strip(),
            )
            for locale, text in paper.texts.items()
        ],
        questions=[
            Question(number=number, text=told(words, source="en"))
            for number, words in enumerate(facts["questions"], 1)
        ],
        regions=[story.regions[code] for code in beside.get("regions", ())],
        sectors=[story.sectors[code] for code in beside.get("sectors", ())],
        parts=[
            NoticePart(part=Part(part), text=told(words))
            for part, words in beside.get("parts", {}).items()
        ],
        plan_id=story.plans[beside["plan"]].id if "plan" in beside else None,
        impact_promised_on=story.shift.day(beside["impact_promised"])
        if "impact_promised" in beside
        else None,
        remarks=[],
    )


def _beside(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what the story tells of a notice beside its text."""
    found: dict[str, Any] = records("context").get(facts.get("number") or facts["docket"], {})
    return found


def _lay_beside(story: Story, notice: Notice, beside: dict[str, Any]) -> None:
    """Put the goods and the earlier notices beside a notice that is not published yet."""
    for rank, line in enumerate(beside.get("lines", ()), 1):
        saved(
            NoticeLine(
                notice_id=notice.id,
                rank=rank,
                year=beside["year"],
                code=line["code"],
                goods=story.shift.told(line["goods"]),
                duty_now=line["now"],
                duty_proposed=line["proposed"],
            )
        )
    relation = RELATION_OF.get(notice.kind, Relation.FOLLOWS)
    for number in beside.get("earlier", ()):
        earlier = story.notices[number]
        saved(NoticeRelation(later_id=notice.id, earlier_id=earlier.id, relation=relation))


def _publish(story: Story, paper: Paper, at: datetime) -> None:
    """Publish a notice under the number and with the closing day that it has in the story.

    The action of the register would give it others, by the rules and holidays of today.
    """
    notice = _draft(story, paper, at)
    today = legal_day(at)
    pages = 1
    for text in notice.texts:
        text.html = markup.render(text.markdown, locale=text.locale)
        if text.is_source:
            pages = pages_of(text.markdown)
    notice.number = paper.facts["number"]
    notice.series, notice.volume = SERIES, volume_of(today)
    notice.last_page = take_number(f"page-{notice.volume}", pages)
    notice.page = notice.last_page - pages + 1
    notice.published_on, notice.published_at = today, at
    closes = paper.facts.get("closes")
    notice.closes_on = notice.first_closing = story.shift.day(closes) if closes else None
    notice.opens_on = today if closes else None
    notice.submitted_by_id, notice.submitted_at = notice.drafted_by_id, at
    notice.approved_by_id = story.people["marat"].id
    saved(notice)
    beside = _beside(paper.facts)
    _lay_beside(story, notice, beside)
    issue_of(today)
    notice.state = NoticeState.PUBLISHED
    saved(notice)
    story.notices[notice.number] = notice
    _tell_of(notice, notice.docket, at)
    if notice.kind is NoticeKind.EXTENSION and notice.closes_on:
        for number in beside["earlier"]:
            stand(story.notices[number], closes_on=notice.closes_on)
            events.publish(
                NoticeExtended(
                    at=at,
                    by=notice.approved_by_id,
                    docket=notice.docket.number,
                    notice=str(notice.number),
                    earlier=number,
                    closes=notice.closes_on,
                )
            )


def _tell_of(notice: Notice, docket: Docket, at: datetime) -> None:
    if docket.opened_on is None:
        docket.opened_on = notice.published_on
        events.publish(DocketOpened(at=at, by=notice.approved_by_id, docket=docket.number))
    docket.decision_status = notice.decision_status
    events.publish(
        NoticePublished(
            at=at,
            by=notice.approved_by_id,
            docket=docket.number,
            notice=str(notice.number),
            citation=str(notice.citation),
            kind=notice.kind,
            closes=notice.closes_on,
        )
    )


def _submit(story: Story, paper: Paper, at: datetime) -> None:
    """Let a notice wait for the second official."""
    notice = _draft(story, paper, at)
    saved(notice)
    submit_notice(notice, by=story.people[paper.facts["contact"]], now=at)
