"""What stands beside a notice: goods, files, the notices before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import joinedload

from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.register.models import Notice, NoticeFile, NoticeLine, NoticeRelation
from portal.register.rules import NoticeKind, NoticeState

_LINES = (
    select(NoticeLine)
    .where(NoticeLine.notice_id == bindparam("notice"))
    .order_by(NoticeLine.rank)
    .limit(bindparam("limit", type_=Integer))
)
_FILES = (
    select(NoticeFile)
    .where(NoticeFile.notice_id == bindparam("notice"))
    .options(joinedload(NoticeFile.attachment), joinedload(NoticeFile.accessible))
    .order_by(NoticeFile.number)
)
_RELATED = (
    select(NoticeRelation)
    .join(Notice, Notice.id == NoticeRelation.later_id)
    .where(
        (NoticeRelation.later_id == bindparam("notice"))
        | (
            (NoticeRelation.earlier_id == bindparam("notice"))
            & (Notice.state == NoticeState.PUBLISHED)
        )
    )
    .options(joinedload(NoticeRelation.later), joinedload(NoticeRelation.earlier))
    .order_by(NoticeRelation.id)
)
_EARLIER = (
    select(NoticeRelation)
    .where(NoticeRelation.later_id == bindparam("notice"))
    .options(joinedload(NoticeRelation.earlier))
    .order_by(NoticeRelation.earlier_id)
)
"""Put together once."""

ALL_LINES = 1_000_000


def lines_of(notice: Notice, *, limit: int = ALL_LINES) -> list[NoticeLine]:
    """Return the goods of a notice, in its order. 1 statement."""
    return list(db.session.scalars(_LINES, {"notice": notice.id, "limit": limit}))


def files_of(notice: Notice) -> list[NoticeFile]:
    """Return the files beside a notice, with their attachments. 1 statement."""
    return list(db.session.scalars(_FILES, {"notice": notice.id}))


def get_file(notice: Notice, number: int) -> NoticeFile:
    """Return one file beside a notice. Raises Missing. 1 statement."""
    found = next((file for file in files_of(notice) if file.number == number), None)
    if found is None:
        raise Missing("There is no such file.")
    return found


def earlier_of(notice: Notice) -> list[NoticeRelation]:
    """Return what a notice does to earlier ones, with them. 1 statement."""
    return list(db.session.scalars(_EARLIER, {"notice": notice.id}))


@dataclass(frozen=True)
class Related:
    """The notices before and after one, by what is done to which."""

    earlier: list[NoticeRelation]
    """What the notice itself does to earlier ones."""
    later: list[NoticeRelation]
    """What published later ones do to it."""


def related_to(notice: Notice) -> Related:
    """Return the notices that a notice is about, and the later ones about it. 1 statement."""
    rows = list(db.session.scalars(_RELATED, {"notice": notice.id}))
    return Related(
        earlier=[row for row in rows if row.later_id == notice.id],
        later=[row for row in rows if row.earlier_id == notice.id],
    )


class Impact(StrEnum):
    """What became of an impact analysis that was promised."""

    NONE = "none"
    PROMISED = "promised"
    OVERDUE = "overdue"
    CAME = "came"


def impact_of(notice: Notice, others: Iterable[Notice], *, today: date) -> Impact:
    """Return where the promise of an impact analysis stands, given the docket's other notices."""
    promised = notice.impact_promised_on
    if promised is None or notice.published_on is None:
        return Impact.NONE
    for other in others:
        came_on = other.published_on if other.kind is NoticeKind.IMPACT_ANALYSIS else None
        if came_on and came_on >= notice.published_on:
            return Impact.CAME
    return Impact.OVERDUE if today > promised else Impact.PROMISED
