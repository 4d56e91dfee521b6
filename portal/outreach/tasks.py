"""What this room has to do for a person: requests that their agency owes an answer."""

from collections.abc import Iterable
from datetime import datetime

from portal.accounts.models import Actor
from portal.kernel.database import db
from portal.outreach.models import InformationRequest
from portal.outreach.policy import may_enter_requests_desk
from portal.outreach.queries import select_open
from portal.web.locale import _
from portal.web.tasks import Task
from portal.web.urls import url_for

MOST = 20
"""The desk shows no more of them; the queue has them all."""


def tasks(actor: Actor, _now: datetime) -> Iterable[Task]:
    """Return the requests to be answered, the soonest due first. 1 statement."""
    if not may_enter_requests_desk(actor):
        return []
    query = select_open(actor).order_by(InformationRequest.due_on, InformationRequest.id)
    return [
        Task(
            title=_("Answer a request: %(subject)s", subject=request.subject),
            href=url_for("outreach.request_desk", number=request.number),
            due=request.due_on,
        )
        for request in db.session.scalars(query.limit(MOST))
    ]
