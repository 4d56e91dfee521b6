"""What committees think of a concluded agreement: who was to say so, and what they said (R18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.comments.models import Comment
from portal.comments.rules import POSTED
from portal.committees.models import Committee
from portal.committees.queries import still_sits
from portal.committees.rules import has_votes
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing
from portal.kernel.text import N_
from portal.opinions.models import Opinion, Party
from portal.opinions.queries.drafts import poll_whole
from portal.opinions.rules import CONCLUDED, Joining, Kind
from portal.register.models import Docket, DocketTheme, Notice, NoticeTheme
from portal.register.rules import NoticeKind, NoticeState


@dataclass(frozen=True)
class Expected:
    """A committee that was to report, and its report where it filed one."""

    committee: Committee
    report: Opinion | None

    @property
    def filed_on(self) -> date | None:
        """The legal day on which it was filed."""
        return legal_day(self.report.filed_at) if self.report and self.report.filed_at else None


def get_outcome(number: str) -> tuple[Notice, date]:
    """Return a notice of the outcome of talks with its docket, and the day it was published.

    Raises Missing for any other, also for one that ends a consultation while talks go on.
    """
    query = (
        select(Notice)
        .join(Notice.docket)
        .where(
            Docket.stage.in_(CONCLUDED),
            Notice.number == number,
            Notice.kind == NoticeKind.OUTCOME,
            Notice.state == NoticeState.PUBLISHED,
        )
        .options(contains_eager(Notice.docket))
    )
    notice = db.session.scalar(query)
    if notice is None or notice.published_on is None:
        raise Missing(N_("There is no such notice."))
    return notice, notice.published_on


def reports_on(notice: Notice, *, concluded_on: date) -> list[Expected]:
    """Return the committees that sat on its themes that day, each with the report it filed last.

    9 statements, however many committees there are. The docket is loaded.
    """
    reports = _filed(notice)
    by_committee = {
        party.committee_id: report
        for report in reports
        for party in report.parties
        if party.joining is Joining.JOINED
    }
    expected = {
        committee.id: committee for committee in _asked(notice.docket, notice, concluded_on)
    }
    spoke = {x.committee_id: x.committee for r in reports for x in r.parties}
    expected |= {key: spoke[key] for key in by_committee if key not in expected}
    found = [Expected(x, by_committee.get(x.id)) for x in expected.values()]
    return sorted(found, key=lambda x: x.committee.code)


def _asked(docket: Docket, notice: Notice, on: date) -> list[Committee]:
    """Return the committees to which the agreement mattered when it was concluded."""
    of_notice = select(NoticeTheme.theme_id).where(NoticeTheme.notice_id == notice.id)
    of_docket = select(DocketTheme.theme_id).where(DocketTheme.docket_id == docket.id)
    query = (
        select(Committee)
        .where(
            or_(Committee.theme_id.in_(of_notice), Committee.theme_id.in_(of_docket)),
            or_(
                Committee.negotiation_id.is_(None),
                Committee.negotiation_id == docket.negotiation_id,
            ),
            still_sits(on),
        )
        .options(joinedload(Committee.theme))
    )
    return [committee for committee in db.session.scalars(query) if has_votes(committee.kind)]


def _filed(notice: Notice) -> Sequence[Opinion]:
    query = (
        select(Opinion)
        .join(Opinion.comment)
        .where(
            Opinion.notice_id == notice.id,
            Opinion.kind == Kind.FINAL_REPORT,
            Comment.state.in_(POSTED),
        )
        .options(
            contains_eager(Opinion.comment),
            selectinload(Opinion.parties).joinedload(Party.committee).joinedload(Committee.theme),
            selectinload(Opinion.recusals),
            selectinload(Opinion.polls).options(*poll_whole()),
        )
        .order_by(Opinion.filed_at, Opinion.id)
    )
    return db.session.scalars(query).all()
