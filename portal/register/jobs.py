"""Publishing what was approved for a day, when its day has come: a job for the worker."""

import logging
from datetime import datetime

from sqlalchemy import select

from portal.kernel.clock import legal_day
from portal.kernel.database import db, reading, writing
from portal.kernel.errors import Missing, RuleBroken
from portal.register.actions import publish_scheduled
from portal.register.models import Notice
from portal.register.queries import get_draft
from portal.register.rules import NoticeState

log = logging.getLogger(__name__)

AT_ONCE = 20


def publish_due(now: datetime) -> int:
    """Publish the notices whose day has come; return how many. Commits each by itself.

    One that lacks something by now stays as it is, and its approver is told on the desk.
    """
    due = (
        select(Notice.id)
        .where(Notice.state == NoticeState.SCHEDULED, Notice.publish_on <= legal_day(now))
        .order_by(Notice.publish_on, Notice.id)
        .limit(AT_ONCE)
    )
    with reading():
        keys = list(db.session.scalars(due))
        db.session.rollback()
    return sum(_publish(key, now) for key in keys)


def _publish(key: int, now: datetime) -> int:
    with writing():
        claimed = select(Notice.id).where(Notice.id == key).with_for_update(skip_locked=True)
        try:
            if db.session.scalar(claimed) is None:
                db.session.rollback()
                return 0
            publish_scheduled(get_draft(key), now=now)
        except (RuleBroken, Missing) as refused:
            db.session.rollback()
            log.warning("notice %s is due and was not published: %s", key, refused)
            return 0
        db.session.commit()
    return 1
