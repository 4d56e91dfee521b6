"""Publishing an event runs whoever is wired to it."""

from datetime import UTC, datetime

import pytest

from portal.kernel import events
from portal.kernel.errors import RuleBroken
from portal.kernel.events import Event
from portal.kernel.lifecycle import Lifecycle
from portal.register.rules import NoticeState
from portal.wiring import WIRING


class SomethingSmall(Event):
    """A kind of event."""


@pytest.fixture(autouse=True)
def wiring_restored():
    yield
    events.connect(WIRING)


def test_reactions_run_in_order_those_to_the_general_kind_first():
    heard = []
    events.connect(
        {
            SomethingSmall: [lambda _: heard.append("first"), lambda _: heard.append("second")],
            Event: [lambda _: heard.append("everything")],
        }
    )

    events.publish(SomethingSmall(at=datetime(2026, 4, 20, tzinfo=UTC), by=None))

    assert heard == ["everything", "first", "second"]


def test_every_kind_is_known_by_its_name():
    assert events.kinds()["SomethingSmall"] is SomethingSmall


def test_a_lifecycle_refuses_moves_that_it_does_not_know():
    life = Lifecycle({NoticeState.DRAFT: (NoticeState.SUBMITTED,)}, refusal="Not now.")

    assert life.move(NoticeState.DRAFT, NoticeState.SUBMITTED) is NoticeState.SUBMITTED
    with pytest.raises(RuleBroken, match="Not now"):
        life.move(NoticeState.SUBMITTED, NoticeState.DRAFT)
