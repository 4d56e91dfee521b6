"""How fast one source may read what costs something, counted in the memory of each process.

Reading writes nothing, so these counts are no rows: a portal whose disk is full goes on
answering. A bucket fills up again within seconds; what a restart forgets is not worth
keeping. What is answered from memory is given out before anything is counted.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

from flask import current_app

from portal.kernel.errors import TooMany
from portal.web.limits import asker
from portal.web.locale import _l
from portal.web.settings import setting

P = ParamSpec("P")
R = TypeVar("R")

MOST_SOURCES = 10_000
"""Sources that are remembered; the one that asked longest ago is forgotten first."""


class Pace:
    """A bucket for each source, which holds so much and fills up at a steady rate."""

    def __init__(self, *, holds: int, a_second: float) -> None:
        self._holds = holds
        self._rate = a_second
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def spend(self, source: str, cost: float, *, now: float | None = None) -> None:
        """Take what an answer costs; raise TooMany where the bucket does not hold it."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            left, at = self._buckets.pop(source, (float(self._holds), moment))
            left = min(self._holds, left + (moment - at) * self._rate)
            enough = left >= min(cost, self._holds)
            self._buckets[source] = (left - cost if enough else left, moment)
            if len(self._buckets) > MOST_SOURCES:
                self._buckets.popitem(last=False)
        if not enough:
            wait = (min(cost, self._holds) - left) / self._rate
            raise TooMany(
                str(_l("Please wait a little before you try again.")), retry_after=int(wait) + 1
            )


def keep_pace(name: str, cost: float = 1, *, holds: int, a_second: float) -> None:
    """Take what a reading costs from whoever asks, in this application; raise TooMany."""
    if setting("PORTAL_LIMITS"):
        paces: dict[str, Pace] = current_app.extensions.setdefault("paces", {})
        pace = paces.setdefault(name, Pace(holds=holds, a_second=a_second))
        pace.spend(asker(), cost)


def paced(name: str, *, tries: int, seconds: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Allow anyone so many readings of what is costly in a time; raise TooMany beyond.

    Views under one name are counted together.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            keep_pace(name, holds=tries, a_second=tries / seconds)
            return view(*args, **kwargs)

        return counted

    return decorate
