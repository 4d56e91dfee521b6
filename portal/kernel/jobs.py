"""Work that waits in rows, and who does it.

A job looks for what is due (letters unsent, entries unsealed, slots unbuilt), does a
bounded amount, commits, and returns how much it did. Any number of workers may run the
same job at once; each job claims its rows so that none is done twice.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

Job = Callable[[datetime], int]

_jobs: dict[str, Job] = {}


def connect(jobs: Mapping[str, Job]) -> None:
    """Install the jobs, replacing whatever was installed before."""
    _jobs.clear()
    _jobs.update(jobs)


def every() -> Mapping[str, Job]:
    """Return the jobs by name, in the order in which a worker does them."""
    return dict(_jobs)
