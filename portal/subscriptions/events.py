"""What happens to subscriptions. For the audit, not for the timeline: row numbers only."""

from dataclasses import dataclass

from portal.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SubscriptionBegun(Event):
    """A subscriber, whose address is confirmed, began to follow something."""

    subscription: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionChanged(Event):
    """A subscriber wants to hear more or less often."""

    subscription: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(Event):
    """A subscriber follows something no more."""

    subscription: int
