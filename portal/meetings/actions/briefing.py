"""Telling cleared members of a round, answering them, and reporting to everyone after it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.meetings.events import (
    BriefingAnswered,
    BriefingAsked,
    BriefingGiven,
    RoundReported,
)
from portal.meetings.models import Briefing, BriefingQuestion, RoundReport
from portal.meetings.rules import check_briefing_day
from portal.negotiations.models import NegotiatingGroup, Negotiation, Round


@dataclass(frozen=True)
class Sitting:
    """Which group tells of which round of which negotiation."""

    negotiation: Negotiation
    round: Round
    group: NegotiatingGroup

    @property
    def facts(self) -> dict[str, object]:
        """What an event says of it."""
        return {
            "negotiation": self.negotiation.code,
            "round": self.round.number,
            "theme": self.group.theme.code,
        }


def give_briefing(
    sitting: Sitting, *, on: date | None, text: Localized | None, by: Person | None, now: datetime
) -> Briefing:
    """Tell cleared members of a day of a round: one note a day."""
    day = check_briefing_day(on, sitting.round.starts_on, sitting.round.ends_on)
    if day > legal_day(now):
        raise RuleBroken(N_("This day of the round is still to come."), field="on")
    if not text:
        raise RuleBroken(N_("Write the note of the day."), field="text")
    known = select(Briefing.id).where(
        Briefing.round_id == sitting.round.id,
        Briefing.group_id == sitting.group.id,
        Briefing.on == day,
    )
    if db.session.scalar(known):
        raise RuleBroken(N_("There is a note of this day already."), field="on")
    briefing = Briefing(
        round_id=sitting.round.id,
        group_id=sitting.group.id,
        on=day,
        text=text,
        by_id=by.id if by else None,
        at=now,
    )
    db.session.add(briefing)
    db.session.flush()
    publish(BriefingGiven(at=now, by=by.id if by else None, on=day, **sitting.facts))  # type: ignore[arg-type]  # The facts that it has.
    return briefing


def ask_about_round(
    sitting: Sitting, *, question: str, by: Person, now: datetime
) -> BriefingQuestion:
    """Ask the lead negotiator about a round."""
    if not question:
        raise RuleBroken(N_("Write your question."), field="question")
    asked = BriefingQuestion(
        round_id=sitting.round.id,
        group_id=sitting.group.id,
        person_id=by.id,
        text=question,
        asked_at=now,
    )
    db.session.add(asked)
    db.session.flush()
    publish(BriefingAsked(at=now, by=by.id, **sitting.facts))  # type: ignore[arg-type]  # As above.
    return asked


def answer_question(
    sitting: Sitting,
    question: BriefingQuestion,
    *,
    answer: str,
    by: Person | None,
    now: datetime,
) -> None:
    """Answer a question about a round, once."""
    db.session.refresh(question, ["answered_at"], with_for_update=True)
    if question.answered_at is not None:
        raise RuleBroken(N_("This question is answered already."))
    if not answer:
        raise RuleBroken(N_("Write the answer."), field="answer")
    question.answer = answer
    question.answered_by_id = by.id if by else None
    question.answered_at = now
    db.session.flush()
    publish(BriefingAnswered(at=now, by=by.id if by else None, **sitting.facts))  # type: ignore[arg-type]  # As above.


def report_round(
    negotiation: Negotiation,
    held: Round,
    *,
    text: Localized | None,
    by: Person | None,
    now: datetime,
) -> RoundReport:
    """Publish the report on a round that is over; it never changes."""
    if legal_day(now) < held.ends_on:
        raise RuleBroken(N_("The round is not over yet."))
    if not text:
        raise RuleBroken(N_("Write the report."), field="text")
    if db.session.scalar(select(RoundReport.id).where(RoundReport.round_id == held.id)):
        raise RuleBroken(N_("The report on this round is published already."))
    report = RoundReport(round_id=held.id, text=text, by_id=by.id if by else None, published_at=now)
    db.session.add(report)
    db.session.flush()
    publish(
        RoundReported(
            at=now, by=by.id if by else None, negotiation=negotiation.code, round=held.number
        )
    )
    return report
