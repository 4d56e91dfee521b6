"""Keeping what is typed while it is typed, apart from the draft itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.register.actions.drafting import hold, require_open
from portal.register.models import Notice, NoticeTyping
from portal.register.queries import find_typing


def keep_typing(
    notice: Notice, *, typed: Mapping[str, Sequence[str]], by: Person, now: datetime
) -> NoticeTyping:
    """Keep what somebody has typed so far, finished or not, lawful or not.

    Nothing of the draft changes, and nobody else's typing. Raises RuleBroken while the
    draft waits for a second official.
    """
    hold(notice)
    require_open(notice)
    row = find_typing(notice, by)
    if row is None:
        row = NoticeTyping(notice_id=notice.id, person_id=by.id)
        db.session.add(row)
    row.typed = {name: list(values) for name, values in typed.items()}
    row.at = now
    db.session.flush()
    return row


def forget_typing(notice: Notice, *, by: Person) -> None:
    """Drop what somebody typed: it is saved in the draft, or not wanted."""
    mine = (NoticeTyping.notice_id == notice.id) & (NoticeTyping.person_id == by.id)
    db.session.execute(delete(NoticeTyping).where(mine))
