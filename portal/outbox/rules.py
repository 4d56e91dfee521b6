"""What a mail address is, how long a letter is tried, and when. Pure rules."""

import re
from datetime import datetime, timedelta

from portal.kernel.errors import RuleBroken
from portal.kernel.text import N_

LONGEST_ADDRESS = 254
"""Characters (RFC 5321, erratum 1690)."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
PATIENCE = timedelta(days=4)
"""How long a letter is tried before somebody has to look (RFC 5321, 4.5.4.1)."""


def address(text: str) -> str:
    """Return a mail address as it is kept: in lower case, its domain in ASCII.

    Raises RuleBroken, on `email`, for what no letter can be sent to.
    """
    local, _at, domain = text.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    good = (
        len(local) + len(domain) < LONGEST_ADDRESS
        and _LOCAL.fullmatch(local)
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
    )
    if not good:
        raise RuleBroken(
            N_("Write a whole e-mail address, such as name@example.kz."), field="email"
        )
    return f"{local.lower()}@{domain}"


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries that failed: twice as long each time."""
    doubled = FIRST_PAUSE * (1 << min(max(tries - 1, 0), 20))
    return min(LONGEST_PAUSE, doubled)


def is_given_up(*, written_at: datetime, now: datetime) -> bool:
    """Say whether a letter has been tried for long enough."""
    return now - written_at > PATIENCE
