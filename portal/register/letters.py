"""The letters of the register."""

import hashlib
from datetime import datetime

from portal.outbox.letters import compose
from portal.outbox.models import Letter
from portal.register.models import Docket

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
