"""What the register does when something happens in it that other bodies or rooms are owed."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.kernel.database import db
from portal.negotiations.actions import note_consultation
from portal.negotiations.queries import told_of_dockets
from portal.negotiations.rules import ConsultationKind
from portal.register.events import (
    DocketCreated,
    ExtensionRefused,
    NoticeExtended,
    NoticePublished,
)
from portal.register.letters import send_docket_created, send_time_decided
from portal.register.models import Docket, ExtensionRequest, Notice


def note_asked(event: NoticePublished) -> None:
    """Let a notice that takes comments count as a consultation in its negotiation (R13)."""
    docket = _docket_of(event.docket)
    if event.closes is None or docket.negotiation is None:
        return
    note_consultation(
        docket.negotiation,
        kind=ConsultationKind.NOTICE,
        reference=event.notice,
        stage=docket.stage,
        docket=docket.number,
        by=event.by,
        now=event.at,
    )


def tell_foreign_ministry(event: DocketCreated) -> None:
    """Write to the foreign ministry that a docket was begun, whoever begins it (R57)."""
    docket = _docket_of(event.docket)
    ministry, people = told_of_dockets()
    readers = {person.email: person.locale for person in people}
    if ministry is not None and ministry.mailbox:
        readers.setdefault(ministry.mailbox, docket.title.source)
    for email, locale in readers.items():
        send_docket_created(docket, to=email, locale=locale, now=event.at)


def tell_askers(event: NoticeExtended) -> None:
    """Write to those whose requests for more time were granted by the extension (R23)."""
    granting = select(Notice.id).where(Notice.number == event.notice).scalar_subquery()
    for request in _requests(ExtensionRequest.extension_id == granting):
        send_time_decided(request, request.notice, closes=event.closes, now=event.at)


def tell_refused(event: ExtensionRefused) -> None:
    """Write to whoever was refused more time, and say why."""
    for request in _requests(ExtensionRequest.number == event.request):
        send_time_decided(request, request.notice, closes=None, now=event.at)


def _requests(condition: ColumnElement[bool]) -> list[ExtensionRequest]:
    query = (
        select(ExtensionRequest)
        .where(condition)
        .options(joinedload(ExtensionRequest.notice))
        .order_by(ExtensionRequest.id)
    )
    return list(db.session.scalars(query))


def _docket_of(number: str | None) -> Docket:
    query = (
        select(Docket)
        .where(Docket.number == number)
        .options(
            joinedload(Docket.negotiation), joinedload(Docket.agency), joinedload(Docket.themes)
        )
    )
    return db.session.scalars(query).unique().one()
