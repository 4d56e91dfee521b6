"""What the register has to do for a person: drafts that wait, returns, requests for more time."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select

from portal.accounts.models import Actor
from portal.accounts.rules import Role
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.register.models import Notice
from portal.register.policy import may_enter_register_desk
from portal.register.queries import select_time_requests, served_by
from portal.register.rules import NoticeState
from portal.web.locale import _, tell
from portal.web.tasks import Task
from portal.web.urls import url_for

MOST = 10


def tasks(actor: Actor, now: datetime) -> Iterable[Task]:
    """Return what waits for an author or approver. 2 statements, none for others."""
    if not may_enter_register_desk(actor):
        return
    today = legal_day(now)
    approving = Notice.agency.has(served_by(actor, Role.APPROVER, Role.SENIOR_APPROVER))
    writing = Notice.agency.has(served_by(actor, Role.AUTHOR))
    query = (
        select(Notice)
        .where(
            or_(
                (Notice.state == NoticeState.SUBMITTED)
                & approving
                & (Notice.drafted_by_id != actor.id)
                & (Notice.submitted_by_id != actor.id),
                (Notice.state == NoticeState.RETURNED) & writing,
                (Notice.state == NoticeState.SCHEDULED) & approving & (Notice.publish_on < today),
            )
        )
        .order_by(Notice.changed_at, Notice.id)
        .limit(MOST)
    )
    for notice in db.session.scalars(query):
        title = tell(notice.title).text
        if notice.state is NoticeState.SUBMITTED:
            said = _("Approve or return a notice: %(title)s", title=title)
        elif notice.state is NoticeState.RETURNED:
            said = _("Mend a returned notice: %(title)s", title=title)
        else:
            said = _("A notice could not appear on its day: %(title)s", title=title)
        yield Task(title=said, href=url_for("register.preview", key=notice.id))
    requests = select_time_requests(actor)
    for request in db.session.scalars(requests.limit(MOST)):
        yield Task(
            title=_("Decide on more time for %(notice)s", notice=request.notice.number),
            href=url_for("register.time_requests"),
            due=request.due_on,
        )
