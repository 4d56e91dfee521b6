"""The agenda: items, papers, and who steps aside from what."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.attachments.actions import attachment_of
from portal.attachments.rules import Kept
from portal.committees.models import Term
from portal.kernel.clock import LEGAL_TIME
from portal.kernel.database import db
from portal.kernel.errors import RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized
from portal.meetings.actions.locking import lock
from portal.meetings.events import AgendaChanged, ClosedAgendaChanged, RecusalNoted
from portal.meetings.models import AgendaItem, ItemRecusal, Meeting
from portal.meetings.rules import BEFORE_CLOSED, MOST_ITEMS, ItemKind, Nature, check_item


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """An item as it is put on an agenda."""

    title: Localized | None
    kind: ItemKind
    nature: Nature | None = None
    starts: time | None = None
    lead: str = ""
    closed: bool = False


def add_item(
    meeting: Meeting,
    *,
    new: NewItem,
    paper: Kept | None = None,
    by: Person | None,
    now: datetime,
) -> AgendaItem:
    """Put an item at the end of the agenda of a meeting that has not begun."""
    lock(meeting)
    _check_ahead(meeting, now)
    if not new.title:
        raise RuleBroken(N_("Say what the item is about."), field="title")
    at = datetime.combine(meeting.held_on, new.starts, LEGAL_TIME) if new.starts else None
    check_item(new.kind, new.nature, at, starts=meeting.starts_at, ends=meeting.ends_at)
    begin = BEFORE_CLOSED if new.closed else 0
    alike = (AgendaItem.meeting_id == meeting.id, AgendaItem.closed == new.closed)
    last = db.session.scalar(select(func.max(AgendaItem.number)).where(*alike)) or begin
    if last - begin >= MOST_ITEMS:
        raise RuleBroken(N_("An agenda has at most %(most)s items."), most=MOST_ITEMS)
    item = AgendaItem(
        meeting_id=meeting.id,
        number=last + 1,
        starts_at=at,
        title=new.title,
        kind=new.kind,
        nature=new.nature,
        lead=new.lead,
        closed=new.closed,
        paper=attachment_of(paper, now=now) if paper else None,
    )
    db.session.add(item)
    db.session.flush()
    _tell(meeting, item, by, now)
    return item


def drop_item(meeting: Meeting, item: AgendaItem, *, by: Person | None, now: datetime) -> None:
    """Take an item off the agenda of a meeting that has not begun; the numbers of others stay."""
    _check_ahead(meeting, now)
    if item.recusals:
        raise RuleBroken(N_("Somebody stepped aside for this item; it stays on the agenda."))
    db.session.delete(item)
    db.session.flush()
    _tell(meeting, item, by, now)


def note_recusal(
    meeting: Meeting,
    item: AgendaItem,
    *,
    term: Term | None,
    reason: Localized | None,
    by: Person | None,
    now: datetime,
) -> ItemRecusal:
    """Note that a seat steps aside from an item, and why; both are public with the item."""
    if meeting.is_cancelled:
        raise RuleBroken(N_("This meeting was cancelled."))
    if any(minutes.published_at for minutes in meeting.minutes):
        raise RuleBroken(N_("The minutes are published. Write a correction instead."))
    if term is None:
        raise RuleBroken(N_("Choose the seat that steps aside."), field="term_id")
    if not reason:
        raise RuleBroken(N_("Say why: what interest is touched."), field="reason")
    if any(recusal.term_id == term.id for recusal in item.recusals):
        raise RuleBroken(N_("This seat has stepped aside already."), field="term_id")
    recusal = ItemRecusal(item_id=item.id, term_id=term.id, reason=reason, at=now)
    db.session.add(recusal)
    db.session.flush()
    if not item.closed:
        publish(
            RecusalNoted(at=now, by=by.id if by else None, meeting=meeting.number, item=item.number)
        )
    return recusal


def _check_ahead(meeting: Meeting, now: datetime) -> None:
    if meeting.is_cancelled or meeting.starts_at <= now:
        raise RuleBroken(N_("The agenda is fixed once the meeting has begun."))


def _tell(meeting: Meeting, item: AgendaItem, by: Person | None, now: datetime) -> None:
    kind = ClosedAgendaChanged if item.closed else AgendaChanged
    publish(kind(at=now, by=by.id if by else None, meeting=meeting.number))
