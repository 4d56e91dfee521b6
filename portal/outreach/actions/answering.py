"""What officials do with a request: take it in hand, extend, pass on, answer, publish.

Each is one step of the request's history; its words are what the asker gets.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from portal.accounts.models import Actor, Agency
from portal.attachments.actions import attachment_of
from portal.attachments.rules import Kept
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.outreach.actions.steps import add_step
from portal.outreach.events import (
    InformationPublished,
    RequestAcknowledged,
    RequestClosed,
    RequestExtended,
    RequestPassedOn,
)
from portal.outreach.models import (
    Asker,
    InformationRequest,
    PublicAnswer,
    RequestFile,
    RequestStep,
)
from portal.outreach.rules import (
    OPEN_REQUESTS,
    OUTCOMES,
    REQUEST_LIFE,
    RefusalGround,
    RequestState,
    StepKind,
    check_extension,
    check_outcome,
    check_stripped,
    extended_due,
)


def acknowledge_request(
    request: InformationRequest, *, by: Actor | None, now: datetime
) -> RequestStep:
    """Take a request in hand, so that the asker knows that somebody reads it."""
    request.state = REQUEST_LIFE.move(request.state, RequestState.ACKNOWLEDGED)
    request.acknowledged_on = legal_day(now)
    request.handler_id = by.id if by else None
    step = add_step(request, StepKind.ACKNOWLEDGED, by=by, now=now)
    publish(RequestAcknowledged(at=now, by=step.by_id, request=request.number))
    return step


def extend_request(
    request: InformationRequest, *, reason: str, by: Actor | None, now: datetime
) -> RequestStep:
    """Give the answer fifteen more days, once, before its time is over, for a reason."""
    check_extension(
        request.state,
        due_on=request.due_on,
        extended_on=request.extended_on,
        reason=reason,
        today=legal_day(now),
    )
    since = request.counts_from or legal_day(request.asked_at)
    request.extended_on = legal_day(now)
    request.due_on = extended_due(since)
    step = add_step(request, StepKind.EXTENDED, words=reason, by=by, now=now)
    publish(RequestExtended(at=now, by=step.by_id, request=request.number, due=request.due_on))
    return step


def pass_on_request(
    request: InformationRequest,
    *,
    agency: Agency | None,
    reason: str,
    by: Actor | None,
    now: datetime,
) -> RequestStep:
    """Let another agency answer. The last day stays: the asker does not pay for our doors."""
    if request.state not in OPEN_REQUESTS:
        raise RuleBroken(N_("The request is not at a point where this can be done."))
    if agency is None or agency.id == request.agency_id:
        raise RuleBroken(N_("Choose another agency."), field="agency")
    request.agency = agency
    request.agency_id = agency.id
    request.handler_id = None
    step = add_step(request, StepKind.PASSED_ON, words=reason, by=by, now=now)
    publish(RequestPassedOn(at=now, by=step.by_id, request=request.number, agency=agency.code))
    return step


def answer_request(
    request: InformationRequest,
    *,
    outcome: RequestState,
    words: str,
    ground: RefusalGround | None = None,
    body: str = "",
    files: Sequence[Kept] = (),
    by: Actor | None,
    now: datetime,
) -> RequestStep:
    """Close a request: answer it, in part or whole, refuse it, or say who decides on it."""
    check_outcome(outcome, words=words, ground=ground, body=body)
    request.state = REQUEST_LIFE.move(request.state, outcome)
    request.closed_on = legal_day(now)
    if request.acknowledged_on is None:
        request.acknowledged_on = request.closed_on
        request.handler_id = by.id if by else None
    step = add_step(
        request,
        StepKind(outcome.value),
        words=words,
        ground=ground,
        body=body.strip(),
        files=[RequestFile(attachment=attachment_of(kept, now=now)) for kept in files],
        by=by,
        now=now,
    )
    publish(
        RequestClosed(at=now, by=step.by_id, request=request.number, outcome=outcome, ground=ground)
    )
    return step


def publish_answer(
    request: InformationRequest,
    asker: Asker,
    *,
    title: Localized | None,
    question: Localized | None,
    answer: Localized | None,
    files: Collection[int] = (),
    by: Actor | None,
    now: datetime,
) -> PublicAnswer:
    """Show everyone what was asked and answered, in words that do not tell who asked.

    The request's steps and files are loaded; `files` are the row numbers of those that
    go along. Raises RuleBroken for what is not answered, is public already, or still
    names the asker.
    """
    if request.state not in OUTCOMES or request.closed_on is None:
        raise RuleBroken(N_("Only what was answered can be published."))
    if request.public_answer is not None:
        raise RuleBroken(N_("This answer is public already."))
    if not title or not question or not answer:
        raise RuleBroken(N_("Write what was asked and what was answered."))
    for field, text in (("title", title), ("question", question), ("answer", answer)):
        check_stripped(text.texts.values(), name=asker.name, email=asker.email, field=field)
    closing = request.closing
    if closing is None:
        raise RuleBroken(N_("Only what was answered can be published."))
    for file in closing.files:
        file.public = file.id in files
    public = PublicAnswer(
        request_id=request.id,
        title=title,
        question=question,
        answer=answer,
        theme_id=request.theme_id,
        agency_id=closing.agency_id,
        answered_on=request.closed_on,
        published_on=legal_day(now),
        by_id=by.id if by else None,
    )
    db.session.add(public)
    db.session.flush()
    publish(InformationPublished(at=now, by=public.by_id, request=request.number))
    return public
