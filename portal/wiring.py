"""Who reacts to what, what waits for the worker, and who may do what.

Read this page to see how one room affects another.
"""

from types import ModuleType

from portal.accounts import policy as accounts_policy
from portal.comments import policy as comments_policy
from portal.kernel.events import Event, Wiring
from portal.kernel.jobs import Job
from portal.ledger.actions import seal
from portal.ledger.reactions import record
from portal.outbox.delivery import deliver
from portal.register import policy as register_policy
from portal.responses import policy as responses_policy
from portal.scorecard import policy as scorecard_policy
from portal.web.limits import forget_old_counts

WIRING: Wiring = {
    Event: [record],
}

JOBS: dict[str, Job] = {
    "entries sealed": seal,
    "letters delivered": deliver,
    "counts forgotten": forget_old_counts,
}

POLICIES: tuple[ModuleType, ...] = (
    accounts_policy,
    register_policy,
    comments_policy,
    responses_policy,
    scorecard_policy,
)
