"""How fast one source may read what costs something, counted in the memory of each process.

Reading writes nothing, so these counts are no rows: a portal whose disk is full goes on
answering. A bucket fills up again within seconds; what a restart forgets is not worth
keeping. What is answered from memory is given out before anything is counted.
"""

import time
from collections import OrderedDict
from threading import Lock

from portal.kernel.errors import TooMany
from portal.web.locale import _l

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
