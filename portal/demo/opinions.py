"""What the committees write together: one opinion that is filed, two that are only theirs."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.attachments.files import store
from portal.comments.rules import Stance
from portal.committees.models import Committee
from portal.demo.content import records
from portal.demo.story import Step, Story
from portal.kernel.database import db
from portal.opinions import actions
from portal.opinions.drafts import Draft
from portal.opinions.queries import get_opinion
from portal.opinions.rules import Choice, DraftPoint, Kind, Wording
from portal.register.queries import get_notice

Deed = Callable[[Draft, Person, datetime], object]


class Paper:
    """One opinion on its way through the story."""

    def __init__(self, story: Story, record: dict[str, Any]) -> None:
        self.story = story
        self.record = record
        self.number = ""
        """Known once it is begun."""

    def steps(self) -> Iterator[Step]:
        """Yield everything that is done with it."""
        at = self.story.shift.moment(self.record["begun"]["at"])
        yield Step(at, partial(self._begin, at))
        yield from self._written()
        yield from self._voted_on()

    def _written(self) -> Iterator[Step]:
        record = self.record
        if "joins" in record:
            yield self._step(record["joins"], self._invite, by=record["begun"]["by"])
            yield self._step(record["joins"], self._join)
        if "invites" in record:
            yield self._step(record["invites"], self._ask)
        for version in record["versions"][1:]:
            yield self._step(version, partial(self._save, version))
        for said in record.get("remarks", ()):
            yield self._step(said, partial(self._remark, said))
        if "asked" in record:
            yield self._step(record["asked"], self._call)

    def _voted_on(self) -> Iterator[Step]:
        record = self.record
        for recusal in record.get("recusals", ()):
            yield self._step(recusal, partial(self._step_aside, recusal))
        if "vote" in record:
            yield self._step(record["vote"]["opened"], self._open)
            for ballot in record["vote"]["ballots"]:
                yield self._step(ballot, partial(self._vote, ballot))
        if "dissent" in record:
            yield self._step(record["dissent"], self._dissent)
        if "filed" in record:
            yield self._step(record["filed"], self._file)

    def _step(self, what: dict[str, Any], deed: Deed, *, by: str | None = None) -> Step:
        at = self.story.shift.moment(what["at"])

        def happen() -> None:
            person = self.story.people[by or what["by"]]
            deed(get_opinion(self.number, person, now=at, deciding=True), person, at)
            db.session.flush()

        return Step(at, happen)

    def _begin(self, at: datetime) -> None:
        first = self.record["versions"][0]
        opinion = actions.begin_opinion(
            committee=_committee(self.record["committee"]),
            kind=Kind(self.record["kind"]),
            notice=get_notice(self.record["notice"]),
            wording=self._wording(first),
            by=self.story.people[first["by"]],
            now=at,
        )
        self.number = opinion.number

    def _wording(self, version: dict[str, Any]) -> Wording:
        locale = self.record["locale"]
        return Wording(
            title=self.record["title"],
            locale=locale,
            body=self.story.shift.prose(version["body"], locale),
            points=[
                DraftPoint(
                    key=point.get("key", 0),
                    ask=point["ask"],
                    text=point["text"],
                    stance=Stance(point["stance"]),
                )
                for point in version["points"]
            ],
        )

    def _invite(self, draft: Draft, by: Person, at: datetime) -> None:
        committee = _committee(self.record["joins"]["committee"])
        actions.invite_committee(draft, committee=committee, by=by, now=at)

    def _ask(self, draft: Draft, by: Person, at: datetime) -> None:
        committee = _committee(self.record["invites"]["committee"])
        actions.invite_committee(draft, committee=committee, by=by, now=at)

    def _join(self, draft: Draft, by: Person, at: datetime) -> None:
        committee = _committee(self.record["joins"]["committee"])
        actions.answer_invitation(draft, committee=committee, joins=True, by=by, now=at)

    def _save(self, version: dict[str, Any], draft: Draft, by: Person, at: datetime) -> None:
        base = draft.latest.number
        actions.save_version(draft, wording=self._wording(version), base=base, by=by, now=at)

    def _remark(self, said: dict[str, Any], draft: Draft, by: Person, at: datetime) -> None:
        actions.remark(draft, draft.latest, text=said["text"], by=by, now=at)

    def _call(self, draft: Draft, by: Person, at: datetime) -> None:
        until = self.story.shift.day(self.record["asked"]["until"])
        actions.ask_for_remarks(draft, until=until, by=by, now=at)

    def _step_aside(self, recusal: dict[str, Any], draft: Draft, by: Person, at: datetime) -> None:
        actions.step_aside(draft, item=recusal["point"], reason=recusal["reason"], by=by, now=at)

    def _open(self, draft: Draft, by: Person, at: datetime) -> None:
        vote = self.record["vote"]
        closes_on = self.story.shift.day(vote["closes"])
        actions.open_poll(draft, closes_on=closes_on, apart=vote.get("apart", ()), by=by, now=at)

    def _vote(self, ballot: dict[str, Any], draft: Draft, by: Person, at: datetime) -> None:
        items = draft.poll.items if draft.poll else ()
        choice = Choice(ballot["choice"])
        actions.cast_vote(draft, choices=dict.fromkeys(items, choice), by=by, now=at)

    def _dissent(self, draft: Draft, by: Person, at: datetime) -> None:
        said = self.record["dissent"]
        actions.dissent(draft, ask=said["ask"], text=said["text"], by=by, now=at)

    def _file(self, draft: Draft, by: Person, at: datetime) -> None:
        poll = draft.poll
        if poll is None:
            return
        text = io.BytesIO(actions.written_out(poll).encode())
        kept = store().keep(text, actions.name_of_text(draft))
        comment = actions.file_opinion(draft, files=[kept], by=by, now=at)
        self.story.comments[self.record["key"]] = comment


def opinions(story: Story) -> Iterator[Step]:
    """Yield everything that the committees do with their opinions."""
    for record in records("opinions"):
        yield from Paper(story, record).steps()


def points_on(concern: int) -> Iterator[tuple[str, int]]:
    """Yield the points of filed opinions that raise a concern: key of the opinion, and place."""
    for record in records("opinions"):
        if "filed" in record:
            said = [*record["versions"][-1]["points"], record["dissent"]]
            for place, point in enumerate(said, 1):
                if point["concern"] == concern:
                    yield record["key"], place


def _committee(code: str) -> Committee:
    return db.session.scalars(select(Committee).where(Committee.code == code)).one()
