"""Promises: what a ministry will do, who owes it, by which day, and how it was kept."""

from datetime import date, datetime

from sqlalchemy import select

from portal.accounts.models import Person
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.register.models import Docket
from portal.responses.events import CommitmentCancelled, CommitmentKept
from portal.responses.models import Commitment
from portal.responses.rules import COMMITMENT_LIFE, CommitmentState, Promise, check_promise


def make_commitment(
    *,
    docket: Docket,
    text: Localized | None,
    agency_id: int | None,
    due_on: date | None,
    number: str | None = None,
    now: datetime,
) -> Commitment:
    """Draft a promise for an answer of the docket. It is made when the answer is published.

    A number is given only where the promise brings its own from elsewhere.
    """
    promise = Promise(text=text, agency_id=agency_id, due_on=due_on)
    words, owner, day = check_promise(promise, today=legal_day(now))
    commitment = Commitment(
        number=number,
        docket_id=docket.id,
        text=words,
        agency_id=owner,
        due_on=day,
        state=CommitmentState.OPEN,
    )
    db.session.add(commitment)
    db.session.flush()
    return commitment


def keep_commitment(
    commitment: Commitment, *, note: Localized | None, by: Person | None, now: datetime
) -> None:
    """Say that a promise was kept, and how."""
    _settle(commitment, CommitmentState.DONE, note)
    commitment.done_on = legal_day(now)
    db.session.flush()
    publish(
        CommitmentKept(
            at=now,
            by=by.id if by else None,
            docket=_docket_number(commitment),
            commitment=str(commitment.number),
        )
    )


def cancel_commitment(
    commitment: Commitment, *, reason: Localized | None, by: Person | None, now: datetime
) -> None:
    """Give a promise up, and say why; the reason is public."""
    _settle(commitment, CommitmentState.CANCELLED_WITH_REASON, reason)
    db.session.flush()
    publish(
        CommitmentCancelled(
            at=now,
            by=by.id if by else None,
            docket=_docket_number(commitment),
            commitment=str(commitment.number),
        )
    )


def _settle(commitment: Commitment, state: CommitmentState, note: Localized | None) -> None:
    db.session.refresh(commitment, ["state", "made_on"], with_for_update=True)
    if commitment.made_on is None:
        raise RuleBroken(N_("This promise is not made yet: its answer is not published."))
    COMMITMENT_LIFE.move(commitment.state, state)
    if not note:
        raise RuleBroken(N_("Say in a sentence how it was kept, or why not."), field="note")
    commitment.state = state
    commitment.note = note


def _docket_number(commitment: Commitment) -> str:
    query = select(Docket.number).where(Docket.id == commitment.docket_id)
    number = db.session.scalar(query)
    if number is None:
        raise Missing(N_("There is no such docket."))
    return number
