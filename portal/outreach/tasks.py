"""What this room has to do for a person: requests to answer, appeals to decide."""

from collections.abc import Iterable
from datetime import datetime

from portal.accounts.models import Actor
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.outreach.models import InformationRequest
from portal.outreach.policy import (
    may_decide_on_appeal,
    may_enter_appeals,
    may_enter_requests_desk,
)
from portal.outreach.queries import appeals_before, select_open
from portal.outreach.rules import appeal_decided_by
from portal.web.locale import _
from portal.web.tasks import Task
from portal.web.urls import url_for

MOST = 20
"""The desk shows no more of them; the queue has them all."""


def tasks(actor: Actor, _now: datetime) -> Iterable[Task]:
    """Yield requests to be answered and appeals to be decided, the soonest due first.

    1 statement for who answers, 1 or 2 for who decides.
    """
    if may_enter_requests_desk(actor):
        query = select_open(actor).order_by(InformationRequest.due_on, InformationRequest.id)
        for request in db.session.scalars(query.limit(MOST)):
            yield Task(
                title=_("Answer a request: %(subject)s", subject=request.subject),
                href=url_for("outreach.request_desk", number=request.number),
                due=request.due_on,
            )
    if may_enter_appeals(actor):
        for request in appeals_before(actor, limit=MOST):
            if may_decide_on_appeal(actor, request):
                yield Task(
                    title=_("Decide on an appeal: %(subject)s", subject=request.subject),
                    href=url_for("outreach.decide_on_appeal", number=request.number),
                    due=appeal_decided_by(legal_day(request.steps[-1].at)),
                )
