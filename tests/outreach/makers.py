"""Builders for information requests, made by the actions that people's clicks call."""

import secrets
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Agency, Guest, Person
from portal.kernel import clock
from portal.kernel.database import db
from portal.negotiations.models import Theme
from portal.negotiations.queries import get_theme
from portal.outreach.actions import (
    answer_request,
    appeal_answer,
    ask_for_information,
    confirm_request,
    publish_answer,
)
from portal.outreach.models import InformationRequest
from portal.outreach.queries import asker_of, get_request
from portal.outreach.rules import Question, RefusalGround, RequestState
from tests.makers import an_agency, in_all

NAME = "Aigerim Sarsenova"
EMAIL = "aigerim@mail.example"
WORDS = "Which certificate does flour need?"


def the_centre() -> Agency:
    """The body that answers where nobody else does."""
    return db.session.scalar(select(Agency).where(Agency.code == "CTPD")) or an_agency("CTPD")


def a_request(
    *,
    theme: Theme | None = None,
    by: Person | None = None,
    confirmed: bool = True,
    now: Any = None,
    key: str | None = None,
    **facts: Any,
) -> InformationRequest:
    """A request whose clock runs."""
    now = now or clock.now()
    the_centre()
    facts = {
        "subject": "Flour to Egypt",
        "text": WORDS,
        "locale": "en",
        "name": NAME,
        "email": EMAIL,
    } | facts
    asked, secret = ask_for_information(
        Question(**facts),
        theme=get_theme(theme.code) if theme else None,
        key=key or secrets.token_hex(8),
        by=by or Guest(),
        now=now,
    )
    if secret and confirmed:
        confirm_request(asked, asker_of(asked), now=now)
    db.session.commit()
    return get_request(asked.number)


def answered(asked: InformationRequest, **facts: Any) -> InformationRequest:
    """The request, answered."""
    facts = {
        "outcome": RequestState.ANSWERED,
        "words": "The general form, from your chamber.",
        "by": None,
        "now": clock.now(),
    } | facts
    answer_request(get_request(asked.number), **facts)
    db.session.commit()
    return get_request(asked.number)


def appealed(asked: InformationRequest, **facts: Any) -> InformationRequest:
    """The request, refused, and the asker's appeal against that."""
    facts = {"words": "It is public elsewhere.", "by": None, "now": clock.now()} | facts
    if asked.closed_on is None:
        ground = RefusalGround.CONFIDENTIAL_TALKS
        asked = answered(asked, outcome=RequestState.REFUSED, words="Kept back.", ground=ground)
    appeal_answer(get_request(asked.number), **facts)
    db.session.commit()
    return get_request(asked.number)


def publicly(asked: InformationRequest, **facts: Any) -> InformationRequest:
    """The request, whose answer everyone reads."""
    asked = get_request(asked.number)
    facts = {
        "title": in_all("A certificate for flour"),
        "question": in_all("What does flour need on its way to Egypt?"),
        "answer": in_all("The general form."),
        "by": None,
        "now": clock.now(),
    } | facts
    publish_answer(asked, asker_of(asked), **facts)
    db.session.commit()
    return get_request(asked.number)
