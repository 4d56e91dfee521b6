"""Builders for what this interface tells: a register with something of each kind."""

from datetime import date
from typing import Any

from portal.comments.models import Tally
from portal.comments.rules import CommentState
from portal.kernel.text import Localized
from portal.register.models import Docket, Notice
from portal.register.rules import DecisionStatus, NoticeKind
from tests.makers import a_docket, a_notice, an_agency, saved


def a_foreign_notice(action: str, status: DecisionStatus = DecisionStatus.OPEN) -> Notice:
    """A document of another register."""
    docket = a_docket(agency_id=an_agency(kind="foreign").id)
    return a_notice(
        docket,
        kind=NoticeKind.FOREIGN,
        decision_status=status,
        action=Localized(source="en", en=action),
        series="FR",
        volume=89,
    )


def published(day: str, docket: Docket | None = None, **facts: Any) -> Notice:
    """A notice of a day that asks for no comments."""
    on = date.fromisoformat(day)
    return a_notice(docket, opens=None, closes=None, published_on=on, **facts)


def comments_in(docket: Docket, number: int, state: CommentState) -> None:
    """Let a docket have received so many comments."""
    saved(Tally(docket_id=docket.id, state=state, shard=0, number=number))
