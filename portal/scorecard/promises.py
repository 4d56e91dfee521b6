"""What bodies owe by a day, on one list: promises of answers, and what meetings asked for.

Each has one owner and one day, and is public with the answer or the minutes that made it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.kernel.database import db
from portal.kernel.text import Localized
from portal.meetings.models import Decision, Minutes
from portal.responses.models import Commitment
from portal.responses.rules import OWED, CommitmentState
from portal.scorecard.rules import SOON_DAYS


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What one body does by a day, wherever it was promised."""

    number: str
    text: Localized
    owner: Localized
    due_on: date
    done_on: date | None
    note: Localized | None = None
    """How it was kept."""
    docket: str | None = None
    """The docket with whose answers it was made."""
    meeting: str | None = None
    """The meeting that asked for it."""


@dataclass(frozen=True)
class Promises:
    """Promises to look at: late, due soon, and the latest that were kept."""

    overdue: list[Promise]
    soon: list[Promise]
    kept: list[Promise]


def promises(today: date, *, limit: int = 30) -> Promises:
    """Return promises that are overdue, due soon, or were kept lately. 6 statements."""
    made, asked = _made(), _asked()
    owed = made.where(Commitment.state.in_(OWED)).order_by(Commitment.due_on, Commitment.id)
    to_do = asked.where(Decision.done_on.is_(None)).order_by(Decision.due_on, Decision.id)
    kept = made.where(Commitment.state == CommitmentState.DONE).order_by(
        Commitment.done_on.desc(), Commitment.id.desc()
    )
    done = asked.where(Decision.done_on.is_not(None)).order_by(
        Decision.done_on.desc(), Decision.id.desc()
    )
    late, soon = Commitment.due_on < today, (today, today + timedelta(days=SOON_DAYS))
    return Promises(
        overdue=_listed(owed.where(late), to_do.where(Decision.due_on < today), limit),
        soon=_listed(
            owed.where(Commitment.due_on.between(*soon)),
            to_do.where(Decision.due_on.between(*soon)),
            limit,
        ),
        kept=_listed(kept, done, limit),
    )


def _made() -> Select[Commitment]:
    return (
        select(Commitment)
        .where(Commitment.made_on.is_not(None))
        .options(joinedload(Commitment.agency), joinedload(Commitment.docket))
    )


def _asked() -> Select[Decision]:
    public = select(Minutes.meeting_id).where(Minutes.published_at.is_not(None))
    return (
        select(Decision)
        .where(Decision.due_on.is_not(None), Decision.meeting_id.in_(public))
        .options(
            joinedload(Decision.meeting),
            joinedload(Decision.organisation),
            joinedload(Decision.agency),
        )
    )


def _listed(made: Select[Any], asked: Select[Any], limit: int) -> list[Promise]:
    """Return both kinds on one list: those kept by the last day first, the others by the first."""
    rows = [
        *map(_of_commitment, db.session.scalars(made.limit(limit))),
        *map(_of_decision, db.session.scalars(asked.limit(limit))),
    ]
    rows.sort(key=lambda x: -x.done_on.toordinal() if x.done_on else x.due_on.toordinal())
    return rows[:limit]


def _of_commitment(commitment: Commitment) -> Promise:
    return Promise(
        number=str(commitment.number),
        text=commitment.text,
        owner=commitment.agency.name,
        due_on=commitment.due_on,
        done_on=commitment.done_on,
        note=commitment.note,
        docket=commitment.docket.number,
    )


def _of_decision(decision: Decision) -> Promise:
    owner, due_on = decision.owner, decision.due_on
    if owner is None or due_on is None:
        raise ValueError(decision)
    return Promise(
        number=f"{decision.meeting.number}/{decision.public_number}",
        text=decision.text,
        owner=owner.name,
        due_on=due_on,
        done_on=decision.done_on,
        meeting=decision.meeting.number,
    )
