"""Counters shared by every process of the portal."""

import threading
import time

import pytest

from portal.kernel import clock
from portal.kernel.errors import TooMany
from portal.web import limits
from portal.web.limits import forget_old_counts, source, spend


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
        ("a socket", "a socket"),
    ],
)
def test_one_line_is_one_source_however_many_addresses_it_has(app, address, counted):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert source() == counted


def test_so_many_tries_and_no_more(app):
    for _ in range(3):
        spend("door:somebody", tries=3, seconds=60)

    with pytest.raises(TooMany) as refusal:
        spend("door:somebody", tries=3, seconds=60)
    assert 1 <= refusal.value.retry_after <= 61
    spend("door:somebody else", tries=3, seconds=60)


def test_a_window_that_has_ended_is_counted_afresh(app, monkeypatch):
    spend("door:somebody", tries=1, seconds=60)
    later = time.time() + 61
    monkeypatch.setattr(limits.time, "time", lambda: later)

    spend("door:somebody", tries=1, seconds=60)


def test_at_once_from_many_sides_exactly_the_limit_gets_through(app):
    through = []

    def knock():
        with app.app_context():
            try:
                spend("door:crowd", tries=5, seconds=60)
                through.append(1)
            except TooMany:
                pass

    threads = [threading.Thread(target=knock) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(through) == 5


def test_counts_whose_window_has_ended_are_forgotten(app):
    spend("door:somebody", tries=3, seconds=-1)
    spend("door:somebody else", tries=3, seconds=3600)

    assert forget_old_counts(clock.now().replace(year=2100)) == 2
    assert forget_old_counts(clock.now()) == 0
