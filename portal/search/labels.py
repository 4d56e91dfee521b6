"""What people call the ways to narrow and to order results."""

from portal.register.labels import KINDS, PERIODS
from portal.register.rules import PeriodState
from portal.search.rules import Kind, Order, Period
from portal.web.locale import _l

FACET_NAMES = {
    "kind": _l("Kind of document"),
    "period": _l("Comments"),
    "theme": _l("Theme"),
    "agency": _l("Agency"),
    "negotiation": _l("Negotiation"),
    "year": _l("Year"),
}

PAPERS = {Kind.DOCKET.value: _l("Docket"), **{kind.value: name for kind, name in KINDS.items()}}

COMMENTING = {
    Period.OPEN.value: _l("Open for comments"),
    Period.CLOSED.value: _l("Comment period over"),
}

STATES = {
    Period.OPEN: (PeriodState.OPEN.value, PERIODS[PeriodState.OPEN]),
    Period.CLOSED: (PeriodState.CLOSED.value, PERIODS[PeriodState.CLOSED]),
}

ORDERS = {Order.BEST: _l("Best match first"), Order.NEWEST: _l("Newest first")}
