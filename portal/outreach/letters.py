"""The letters of this room. They go to the asker, and say one thing each."""

from datetime import datetime

from portal.kernel.clock import legal_day
from portal.outbox.letters import compose
from portal.outreach import links
from portal.outreach.labels import GROUNDS, STEPS
from portal.outreach.models import Asker, InformationRequest, RequestStep
from portal.outreach.rules import (
    CLOSING,
    GROUNDED,
    RequestState,
    StepKind,
    appeal_decided_by,
    appeal_until,
)
from portal.web.urls import absolute_url


def send_confirmation(
    request: InformationRequest, asker: Asker, *, secret: str, now: datetime
) -> None:
    """Ask whether the address is the asker's own."""
    compose(
        "outreach/mail/confirm",
        to=asker.email,
        locale=asker.locale,
        key=f"request-confirm:{request.number}",
        now=now,
        asked=request,
        confirm_url=absolute_url("outreach.confirm", locale=asker.locale, token=secret),
    )


def send_registered(request: InformationRequest, asker: Asker, *, now: datetime) -> None:
    """Give the number, the body that answers, and the last day for it."""
    compose(
        "outreach/mail/registered",
        to=asker.email,
        locale=asker.locale,
        key=f"request-registered:{request.number}",
        now=now,
        asked=request,
        name=asker.name,
        own_url=_own_url(request, asker),
    )


def send_step(
    request: InformationRequest, step: RequestStep, asker: Asker, *, now: datetime
) -> None:
    """Tell what was done, in the words of who did it. The request's agency is loaded."""
    appeal = None
    if request.closed_on and step.kind in CLOSING and request.state in GROUNDED:
        appeal = appeal_until(request.closed_on)
    appealed = step.kind is StepKind.APPEALED
    compose(
        "outreach/mail/step",
        to=asker.email,
        locale=asker.locale,
        key=f"request-step:{step.id}",
        now=now,
        asked=request,
        step=step,
        name=asker.name,
        what=STEPS[step.kind],
        ground=GROUNDS[step.ground] if step.ground else None,
        appeal=appeal,
        decided_by=appeal_decided_by(legal_day(step.at)) if appealed else None,
        is_closed=request.closed_on is not None,
        is_redirected=request.state is RequestState.REDIRECTED,
        files=len(step.files),
        own_url=_own_url(request, asker),
    )


def _own_url(request: InformationRequest, asker: Asker) -> str:
    return absolute_url("outreach.by_link", locale=asker.locale, token=links.sign(request))
