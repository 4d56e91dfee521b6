"""The letters of the register."""

import hashlib
from datetime import date, datetime

from portal.outbox.letters import compose
from portal.outbox.models import Letter
from portal.register.models import Docket, ExtensionRequest, Notice
from portal.web.urls import absolute_url

CREATED = "docket-created"
"""How the keys of letters about new dockets begin."""


def send_docket_created(docket: Docket, *, to: str, locale: str, now: datetime) -> Letter | None:
    """Write to somebody of the foreign ministry that a docket was begun."""
    return compose(
        "register/mail/docket_created",
        to=to,
        locale=locale,
        key=f"{CREATED}:{docket.number}:{hashlib.sha256(to.encode()).hexdigest()[:32]}",
        now=now,
        docket=docket,
    )


def send_time_confirmation(
    request: ExtensionRequest, notice: Notice, *, secret: str, now: datetime
) -> Letter | None:
    """Ask whether the address is that of whoever asks for more time."""
    return compose(
        "register/mail/time_confirm",
        to=request.email,
        locale=request.locale,
        key=f"more-time-confirm:{request.number}",
        now=now,
        notice=notice,
        confirm_url=absolute_url("register.confirm_time", locale=request.locale, token=secret),
    )


def send_time_decided(
    request: ExtensionRequest, notice: Notice, *, closes: date | None, now: datetime
) -> Letter | None:
    """Tell whoever asked for more time until when it is given, or why it is not."""
    return compose(
        "register/mail/time_decided",
        to=request.email,
        locale=request.locale,
        key=f"more-time-decided:{request.number}",
        now=now,
        notice=notice,
        closes=closes,
        answer=request.answer,
    )
