"""Asking for more time to comment, and what becomes of the request."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from portal.accounts.models import Actor, Person
from portal.accounts.queries import token_hash
from portal.kernel.clock import legal_day
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, Localized, random_number
from portal.register.actions.drafting import draft_notice, revise_notice
from portal.register.events import ExtensionAsked, ExtensionRefused
from portal.register.models import ExtensionRequest, Notice
from portal.register.rules import (
    DECIDE_WITHIN,
    LINK_LASTS,
    NoticeKind,
    RequestState,
    check_request,
)


@dataclass(frozen=True)
class Plea:
    """What somebody who asks for more time fills in."""

    until: date | None
    reason: str
    name: str = ""
    organisation: str = ""
    email: str = ""
    locale: str = "kk"


def ask_for_time(
    notice: Notice, plea: Plea, *, by: Actor, now: datetime
) -> tuple[ExtensionRequest, str | None]:
    """Take a request for more time, from anyone.

    Returns it and, where whoever asks has no account, the secret of the link by which the
    address is confirmed; the three working days run from then. Raises RuleBroken.
    """
    if plea.until is None:
        raise RuleBroken(N_("Say until when you need the time."), field="until")
    check_request(notice.period, until=plea.until, now=now)
    if not plea.reason.strip():
        raise RuleBroken(N_("Say why the time is too short."), field="reason")
    known = isinstance(by, Person)
    name, email = (by.name, by.email) if isinstance(by, Person) else (plea.name, plea.email)
    if not name.strip():
        raise RuleBroken(N_("Write your name."), field="name")
    if not email:
        raise RuleBroken(N_("Write your e-mail address."), field="email")
    secret = None if known else secrets.token_urlsafe(24)
    request = ExtensionRequest(
        number=random_number("ER"),
        notice_id=notice.id,
        state=RequestState.WAITING,
        person_id=by.id,
        name=name.strip(),
        organisation=plea.organisation.strip(),
        email=email,
        locale=by.locale if isinstance(by, Person) else plea.locale,
        until=plea.until,
        reason=plea.reason.strip(),
        asked_at=now,
        token=token_hash(secret) if secret else None,
    )
    db.session.add(request)
    db.session.flush()
    if known:
        _receive(request, notice, now=now)
    return request, secret


def confirm_time_request(request: ExtensionRequest, *, now: datetime) -> None:
    """Let the owner of the address confirm the request; its notice and docket are loaded.

    Raises Missing for a link that is too old, RuleBroken where the time has run out meanwhile.
    """
    if request.due_on is not None or now >= request.asked_at + LINK_LASTS:
        raise Missing(N_("This link has been used already, or it is too old."))
    check_request(request.notice.period, until=request.until, now=now)
    request.token = None
    _receive(request, request.notice, now=now)


def _receive(request: ExtensionRequest, notice: Notice, *, now: datetime) -> None:
    request.due_on = DECIDE_WITHIN.last_day(legal_day(now))
    db.session.flush()
    publish(
        ExtensionAsked(
            at=now,
            by=request.person_id,
            docket=notice.docket.number,
            notice=str(notice.number),
            request=request.number,
            until=request.until,
        )
    )


def forget_unconfirmed_times(now: datetime) -> int:
    """Drop requests whose address nobody confirmed in time; a job for the worker. Commits."""
    old = (ExtensionRequest.due_on.is_(None), ExtensionRequest.asked_at <= now - LINK_LASTS)
    if db.session.scalar(select(ExtensionRequest.id).where(*old).limit(1)) is None:
        return 0
    dropped = db.session.execute(delete(ExtensionRequest).where(*old))
    db.session.commit()
    return int(dropped.rowcount)  # type: ignore[attr-defined]  # A DELETE has a row count.


def refuse_time(
    request: ExtensionRequest, *, answer: Localized | None, by: Person, now: datetime
) -> None:
    """Refuse more time, with a reason that is published. Raises RuleBroken."""
    if request.state is not RequestState.WAITING or request.due_on is None:
        raise RuleBroken(N_("This request is decided already."))
    if not answer:
        raise RuleBroken(N_("Say why: the reason is published."), field="answer")
    request.state = RequestState.REFUSED
    request.answer, request.decided_by_id, request.decided_at = answer, by.id, now
    db.session.flush()
    publish(
        ExtensionRefused(
            at=now,
            by=by.id,
            docket=request.notice.docket.number,
            notice=str(request.notice.number),
            request=request.number,
        )
    )


def draft_extension(
    request: ExtensionRequest,
    *,
    title: Localized,
    summary: Localized,
    texts: dict[str, str],
    by: Person,
    now: datetime,
) -> Notice:
    """Begin the notice that grants a request. Published, it grants all that wait on the notice."""
    if request.state is not RequestState.WAITING or request.due_on is None:
        raise RuleBroken(N_("This request is decided already."))
    original = request.notice
    notice = draft_notice(
        docket=original.docket,
        kind=NoticeKind.EXTENSION,
        agency=original.agency,
        themes=original.themes,
        title=title,
        by=by,
        now=now,
    )
    revise_notice(
        notice,
        texts=texts,
        source=title.source,
        earlier=[original],
        now=now,
        summary=summary,
        decision_status=original.decision_status,
        wanted_closing=request.until,
    )
    return notice
