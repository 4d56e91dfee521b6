"""Asking for information, and saying that the address is one's own."""

import secrets
from datetime import date, datetime

from sqlalchemy import delete, select

from portal.accounts.models import Actor, Agency, Person
from portal.accounts.queries import get_agency, token_hash
from portal.kernel.clock import legal_day
from portal.kernel.database import db, reading, writing
from portal.kernel.errors import Missing, RuleBroken
from portal.kernel.events import publish
from portal.kernel.text import N_, random_number
from portal.negotiations.models import Theme
from portal.outreach.events import (
    InformationRequested,
    RequestConfirmed,
    RequestDisowned,
    RequestForgotten,
)
from portal.outreach.models import Asker, InformationRequest
from portal.outreach.rules import (
    CONFIRMATION_LASTS,
    DEFAULT_ANSWERER,
    REQUEST_LIFE,
    Question,
    RequestState,
    answer_due,
    check_question,
)


def ask_for_information(
    question: Question, *, theme: Theme | None, key: str, by: Actor, now: datetime
) -> tuple[InformationRequest, str | None]:
    """Take a request and route it: to the lead of its theme, which is loaded, else to CTPD.

    Returns the request and, where the asker has no account, the secret of the link by
    which the address is to be confirmed; the clock waits for that. Raises RuleBroken for
    what asks nothing, and IntegrityError where the key was used already.
    """
    check_question(question)
    agency = _answerer(theme)
    request = InformationRequest(
        number=random_number("IR", groups=3),
        state=RequestState.VERIFICATION_PENDING,
        subject=" ".join(question.subject.split()),
        text=question.text.strip(),
        locale=question.locale,
        wanted=question.wanted,
        channel=question.channel,
        theme_id=theme.id if theme else None,
        agency_id=agency.id,
        person_id=by.id,
        asked_at=now,
        idempotency_key=key,
    )
    request.agency = agency
    request.theme = theme
    asker, secret = _asker(question, by=by)
    if secret is None:
        _receive(request, legal_day(now))
    db.session.add(request)
    db.session.flush()
    asker.request_id = request.id
    db.session.add(asker)
    publish(
        InformationRequested(
            at=now,
            by=by.id,
            request=request.number,
            agency=agency.code,
            theme=theme.code if theme else None,
        )
    )
    return request, secret


def _answerer(theme: Theme | None) -> Agency:
    lead = theme.lead if theme else None
    return lead or get_agency(DEFAULT_ANSWERER)


def _asker(question: Question, *, by: Actor) -> tuple[Asker, str | None]:
    """Return how to reach the asker; without an account, also the secret of the link."""
    if isinstance(by, Person):
        return Asker(name=by.name, email=by.email, locale=by.locale), None
    if not question.name.strip():
        raise RuleBroken(N_("Write your name."), field="name")
    if not question.email:
        raise RuleBroken(N_("Write your e-mail address."), field="email")
    secret = secrets.token_urlsafe(24)
    asker = Asker(
        name=question.name.strip(),
        email=question.email,
        locale=question.locale,
        token=token_hash(secret),
    )
    return asker, secret


def _receive(request: InformationRequest, day: date) -> date:
    """Let the clock run from a day; return the last day for the answer."""
    request.state = REQUEST_LIFE.move(request.state, RequestState.RECEIVED)
    request.received_on = day
    request.due_on = answer_due(day)
    return request.due_on


def confirm_request(request: InformationRequest, asker: Asker, *, now: datetime) -> None:
    """Let the owner of the address confirm the request, once, within seven days.

    Raises Missing for a link that is too old.
    """
    _use_link(request, asker, now=now)
    asker.confirmed_at = now
    due = _receive(request, legal_day(now))
    publish(RequestConfirmed(at=now, by=None, request=request.number, due=due))


def disown_request(request: InformationRequest, asker: Asker, *, now: datetime) -> None:
    """Let the owner of the address say that they did not ask."""
    _use_link(request, asker, now=now)
    request.state = REQUEST_LIFE.move(request.state, RequestState.WITHDRAWN)
    publish(RequestDisowned(at=now, by=None, request=request.number))


FORGOTTEN_AT_ONCE = 200
"""Requests that one go of the worker drops."""


def forget_unconfirmed(now: datetime) -> int:
    """Drop the requests that nobody confirmed in time; a job for the worker. Commits."""
    old = (
        InformationRequest.state == RequestState.VERIFICATION_PENDING,
        InformationRequest.asked_at <= now - CONFIRMATION_LASTS,
    )
    with reading():
        waiting = db.session.scalar(select(InformationRequest.id).where(*old).limit(1))
        db.session.rollback()
    if waiting is None:
        return 0
    with writing():
        query = (
            select(InformationRequest.id, InformationRequest.number)
            .where(*old)
            .order_by(InformationRequest.id)
            .limit(FORGOTTEN_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        rows = db.session.execute(query).all()
        keys = [key for key, _number in rows]
        db.session.execute(delete(Asker).where(Asker.request_id.in_(keys)))
        db.session.execute(delete(InformationRequest).where(InformationRequest.id.in_(keys)))
        for _key, number in rows:
            publish(RequestForgotten(at=now, by=None, request=number))
        db.session.commit()
    return len(rows)


def _use_link(request: InformationRequest, asker: Asker, *, now: datetime) -> None:
    waiting = request.state is RequestState.VERIFICATION_PENDING
    if not waiting or now >= request.asked_at + CONFIRMATION_LASTS:
        raise Missing(N_("This link has been used already, or it is too old."))
    asker.token = None
