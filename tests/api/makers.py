"""Builders for what this interface tells: a register with something of each kind."""

from datetime import date
from typing import Any

from portal.comments.models import Tally
from portal.comments.rules import CommentState
from portal.kernel.text import Localized
from portal.register.exporting.models import Original
from portal.register.models import Docket, Notice, NoticeRelation
from portal.register.rules import NoticeKind, NoticeState, Relation
from tests.makers import a_docket, a_notice, an_agency, saved


def a_foreign_notice(root: str = "NOTICE", action: str = "Notice.") -> Notice:
    """A document of another register, which came in as a rule, a proposed rule or a notice."""
    docket = a_docket(agency_id=an_agency(kind="foreign").id)
    notice = a_notice(
        docket,
        kind=NoticeKind.FOREIGN,
        action=Localized(source="en", en=action),
        series="FR",
        volume=89,
    )
    saved(Original(notice_id=notice.id, root=root, xml=f"<{root} />"))
    return notice


def corrects(later: Notice, earlier: Notice) -> Notice:
    """Publish a draft as the correction of an earlier notice."""
    relation = {"later_id": later.id, "earlier_id": earlier.id}
    saved(NoticeRelation(relation=Relation.CORRECTS, **relation))
    later.state = NoticeState.PUBLISHED
    return saved(later)


def published(day: str, docket: Docket | None = None, **facts: Any) -> Notice:
    """A notice of a day that asks for no comments."""
    on = date.fromisoformat(day)
    return a_notice(docket, opens=None, closes=None, published_on=on, **facts)


def comments_in(docket: Docket, number: int, state: CommentState) -> None:
    """Let a docket have received so many comments."""
    saved(Tally(docket_id=docket.id, state=state, shard=0, number=number))
