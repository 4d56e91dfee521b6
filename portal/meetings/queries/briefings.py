"""Briefings during a round, and the report after it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.meetings.models import Briefing, BriefingQuestion, RoundReport
from portal.negotiations.models import NegotiatingGroup, Round

MOST = 200


def find_report(of: Round) -> RoundReport | None:
    """Return the report on a round."""
    return db.session.scalar(select(RoundReport).where(RoundReport.round_id == of.id))


def briefings_of(of: Round, group: NegotiatingGroup) -> list[Briefing]:
    """Return the daily notes of a group during a round, the latest first."""
    query = (
        select(Briefing)
        .where(Briefing.round_id == of.id, Briefing.group_id == group.id)
        .order_by(Briefing.on.desc(), Briefing.id.desc())
    )
    return list(db.session.scalars(query))


def questions_about(of: Round, group: NegotiatingGroup) -> list[BriefingQuestion]:
    """Return what was asked of a group about a round, in the order in which it was."""
    query = (
        select(BriefingQuestion)
        .where(BriefingQuestion.round_id == of.id, BriefingQuestion.group_id == group.id)
        .options(joinedload(BriefingQuestion.person))
        .order_by(BriefingQuestion.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def get_question(of: Round, group: NegotiatingGroup, key: int) -> BriefingQuestion:
    """Return a question about a round. Raises Missing."""
    question = next((x for x in questions_about(of, group) if x.id == key), None)
    if question is None:
        raise Missing(N_("There is no such question."))
    return question
