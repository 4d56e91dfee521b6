"""Appeals against what was kept back: filed by the asker, decided by another person."""

from datetime import datetime

from portal.accounts.models import Actor
from portal.kernel.clock import legal_day
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_
from portal.outreach.actions.steps import add_step
from portal.outreach.events import AppealDecided, RequestAppealed
from portal.outreach.models import InformationRequest, RequestStep
from portal.outreach.rules import (
    REQUEST_LIFE,
    RequestState,
    StepKind,
    answer_due,
    appeal_decided_by,
    check_appeal,
    check_decider,
)


def appeal_answer(
    request: InformationRequest, *, words: str, by: Actor | None, now: datetime
) -> RequestStep:
    """Ask that another person look at what was kept back. Raises RuleBroken."""
    today = legal_day(now)
    last = request.steps[-1].kind if request.steps else None
    check_appeal(request.state, last, closed_on=request.closed_on, words=words, today=today)
    request.state = REQUEST_LIFE.move(request.state, RequestState.APPEALED)
    step = add_step(request, StepKind.APPEALED, words=words, by=by, now=now)
    publish(
        RequestAppealed(at=now, by=step.by_id, request=request.number, due=appeal_decided_by(today))
    )
    return step


def decide_appeal(
    request: InformationRequest, *, allowed: bool, reason: str, by: Actor | None, now: datetime
) -> RequestStep:
    """Let the request be answered anew, or what was kept back stand; with a reason.

    Raises RuleBroken for whoever answered it before. A new answer has the days of the first.
    """
    closing = request.closing
    if request.state is not RequestState.APPEALED or closing is None:
        raise RuleBroken(N_("The request is not at a point where this can be done."))
    check_decider(by.id if by else None, answered_by=closing.by_id)
    if not reason.strip():
        raise RuleBroken(N_("Say why. The asker reads it."), field="reason")
    after = RequestState.ACKNOWLEDGED if allowed else RequestState(closing.kind.value)
    request.state = REQUEST_LIFE.move(request.state, after)
    if allowed:
        request.closed_on = request.extended_on = None
        request.due_on = answer_due(legal_day(now))
    kind = StepKind.APPEAL_ALLOWED if allowed else StepKind.APPEAL_DISMISSED
    step = add_step(request, kind, words=reason, by=by, now=now)
    publish(AppealDecided(at=now, by=step.by_id, request=request.number, allowed=allowed))
    return step
