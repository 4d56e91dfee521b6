"""Digests: fixed slots without gaps, one letter a reader, nothing when there is no news."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.comments.events import CommentPosted
from portal.kernel import events
from portal.kernel.clock import LEGAL_TIME
from portal.kernel.database import db
from portal.outbox.models import Letter
from portal.responses.events import AnswersPublished
from portal.subscriptions import digests
from portal.subscriptions.digests import build_digests
from portal.subscriptions.models import Slot
from portal.subscriptions.news import happenings_in
from portal.subscriptions.rules import (
    DIGESTS,
    GRACE,
    LOOK_BACK,
    Frequency,
    Topic,
    close_after,
    due_windows,
    last_close,
)
from tests.conftest import NOON
from tests.makers import a_docket, a_notice, a_theme, in_all
from tests.subscriptions.makers import a_subscriber, a_subscription, publish

SEVEN = datetime(2026, 4, 21, 2, tzinfo=UTC)
"""Seven in the morning of Tuesday, 21 April 2026, in legal time: a daily slot closes."""

moments = st.datetimes(
    min_value=datetime(2024, 3, 2),  # noqa: DTZ001  # Hypothesis adds the zone.
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
frequencies = st.sampled_from(DIGESTS)


@given(frequencies, moments)
def test_slots_close_at_fixed_times_of_the_calendar(frequency, moment):
    closing = close_after(frequency, moment).astimezone(LEGAL_TIME)

    assert closing > moment
    if frequency is Frequency.DAILY:
        assert (closing.hour, closing.minute) == (7, 0)
        assert closing - moment <= timedelta(days=1)
    else:
        assert (closing.weekday(), closing.hour, closing.minute) == (1, 8, 0)
        assert closing - moment <= timedelta(days=7)
    assert last_close(frequency, closing) == closing
    assert last_close(frequency, closing - timedelta(seconds=1)) < closing


@given(
    frequencies, moments, st.lists(st.integers(min_value=0, max_value=40 * 24 * 60), max_size=20)
)
def test_the_union_of_all_slots_is_the_whole_time_line(frequency, start, pauses):
    """However irregularly the worker comes by, every moment is in exactly one slot."""
    since, now, windows = None, start, []
    for pause in [0, *pauses]:
        now += timedelta(minutes=pause)
        due = due_windows(frequency, since=since, now=now)
        windows += due
        if due:
            since = due[-1][1]

    for (_opens, closes), (following, _closes) in pairwise(windows):
        assert closes == following
    assert all(opens < closes for opens, closes in windows)
    assert windows[-1][1] == last_close(frequency, now)


@given(frequencies, moments, st.integers(min_value=0, max_value=60))
def test_missed_slots_are_built_one_by_one_so_far_back_and_the_rest_in_one(frequency, start, days):
    since = last_close(frequency, start)
    now = start + timedelta(days=days)

    windows = due_windows(frequency, since=since, now=now)

    step = timedelta(days=1 if frequency is Frequency.DAILY else 7)
    longer = [window for window in windows if window[1] - window[0] > step]
    assert len(longer) <= 1
    assert not longer or longer[0] == windows[0]
    assert len(windows) <= LOOK_BACK.days + 2


def build(now):
    while build_digests(now):
        pass


def letters():
    return db.session.scalars(select(Letter).order_by(Letter.id)).all()


def begin():
    """Let the first slots pass, so that later ones open where they closed."""
    build(NOON)


def post(docket, number, *, at):
    events.publish(CommentPosted(at=at, by=None, docket=docket.number, comment=number))
    db.session.commit()


def test_one_letter_tells_all_that_a_reader_follows(app):
    begin()
    theme = a_theme()
    first, second = a_docket(theme), a_docket()
    reader = a_subscriber()
    a_subscription(reader, Topic.THEME, theme.code)
    a_subscription(reader, Topic.DOCKET, second.number)
    publish(a_notice(first), first)
    for number in range(3):
        post(second, f"C-TEST-{number}", at=NOON)
    post(a_docket(), "C-TEST-9", at=NOON)

    build(SEVEN + GRACE)

    (letter,) = letters()
    assert letter.recipient == reader.email
    assert letter.subject == "1 new notice. 3 comments were posted."
    assert "C-TEST" not in letter.text
    assert letter.text.index("New notice") < letter.text.index("3 comments were posted.")
    assert "/en/notices/" in letter.text
    assert second.number in letter.text
    assert "/en/unsubscribe/" in letter.unsubscribe_url
    assert app


def test_no_news_no_letter(app):
    begin()
    a_subscription()
    a_docket()

    build(SEVEN + GRACE)

    assert letters() == []
    assert app


def test_a_slot_waits_until_every_write_that_began_in_it_has_ended(app):
    begin()
    a_subscription()
    docket = a_docket()
    publish(a_notice(docket), docket, at=SEVEN - timedelta(seconds=1))

    build(SEVEN + GRACE - timedelta(seconds=1))
    assert letters() == []
    build(SEVEN + GRACE)
    assert len(letters()) == 1
    assert app


@pytest.mark.parametrize(("offset", "slot"), [(-1, 0), (0, 1), (24 * 3600 - 1, 1), (24 * 3600, 2)])
def test_news_at_the_edge_of_a_slot_is_told_once(app, offset, slot):
    begin()
    a_subscription()
    docket = a_docket()
    publish(a_notice(docket), docket, at=SEVEN + timedelta(seconds=offset))

    for day in range(3):
        assert len(letters()) == (1 if day > slot else 0)
        build(SEVEN + timedelta(days=day) + GRACE)
    build(SEVEN + timedelta(days=5))

    assert len(letters()) == 1
    assert app


def test_a_worker_that_slept_makes_up_for_it(app):
    begin()
    a_subscription()
    docket = a_docket()
    for day in range(20):
        publish(a_notice(docket), docket, at=SEVEN + timedelta(days=day, hours=1))

    build(SEVEN + timedelta(days=20) + GRACE)

    slots = db.session.scalars(
        select(Slot).where(Slot.frequency == Frequency.DAILY).order_by(Slot.closes_at)
    ).all()
    assert all(a.closes_at == b.opens_at for a, b in pairwise(slots))
    told = "\n".join(letter.text for letter in letters())
    assert "13 RTN" in told
    assert 8 <= len(letters()) <= 10
    assert app


def test_a_slot_is_built_in_pieces_and_everybody_is_written_to_once(app, monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 2)
    begin()
    docket = a_docket()
    for _ in range(5):
        a_subscription()
    publish(a_notice(docket), docket)

    for _ in range(2):
        build_digests(SEVEN + GRACE)
    halfway = len(letters())
    slot = db.session.scalars(select(Slot).where(Slot.built_at.is_(None))).first()
    slot.last_subscriber_id = 0
    db.session.commit()
    build(SEVEN + GRACE)

    assert 0 < halfway < 5
    assert len({letter.recipient for letter in letters()}) == len(letters()) == 5
    assert app


def test_a_deadline_that_comes_near_is_told_once_and_first(app):
    begin()
    a_subscription()
    docket = a_docket()
    a_notice(docket, closes="2026-04-24", title=in_all("Dairy tariffs"))
    other = a_docket()
    publish(a_notice(other, closes=None), other)

    for day in range(5):
        build(SEVEN + timedelta(days=day) + GRACE)

    told = [letter for letter in letters() if "Dairy" in letter.text]
    assert len(told) == 1
    assert "days left to comment. Dairy tariffs" in told[0].subject
    assert app


def test_answers_come_before_notices(app):
    begin()
    a_subscription()
    noticed, answered = a_docket(), a_docket()
    publish(a_notice(noticed), noticed)
    events.publish(
        AnswersPublished(at=NOON, by=None, docket=answered.number, batch=1, answered=4, accepted=2)
    )
    db.session.commit()

    build(SEVEN + GRACE)

    (letter,) = letters()
    assert letter.subject == "4 answers published. 1 new notice."
    assert letter.text.index("[Answers]") < letter.text.index("[New notice]")
    assert app


def test_news_from_before_following_is_not_news(app):
    begin()
    a_subscription(since=NOON + timedelta(hours=1))
    docket = a_docket()
    publish(a_notice(docket), docket)

    build(SEVEN + GRACE)

    assert letters() == []
    assert app


def test_what_readers_cannot_open_is_left_out_before_the_cut(app):
    begin()
    a_subscription()
    for _ in range(22):
        docket = a_docket()
        publish(a_notice(docket), docket)
    for _ in range(3):
        hidden = a_docket()
        publish(a_notice(hidden), hidden)
        hidden.opened_on = None
        db.session.commit()

    build(SEVEN + GRACE)

    (letter,) = letters()
    assert letter.text.count("[New notice]") == 20
    assert "And 2 dockets more" in letter.text
    assert len(letter.html.encode()) < 90_000
    assert app


def test_the_weekly_digest_comes_on_tuesday(app):
    begin()
    a_subscription(frequency=Frequency.WEEKLY)
    docket = a_docket()
    publish(a_notice(docket), docket)

    build(SEVEN + timedelta(hours=1) + GRACE - timedelta(seconds=1))
    assert letters() == []
    build(SEVEN + timedelta(hours=1) + GRACE)

    assert len(letters()) == 1
    assert app


def test_a_digest_speaks_three_languages(app):
    begin()
    docket = a_docket()
    for locale in ("kk", "ru", "en"):
        a_subscription(a_subscriber(locale=locale))
    publish(a_notice(docket, closes=date(2026, 5, 4).isoformat()), docket)

    build(SEVEN + GRACE)

    for letter in letters():
        assert f"http://localhost/{letter.locale}/notices/" in letter.text
        assert f'lang="{letter.locale}"' in letter.html
    assert len(letters()) == 3
    assert app


@pytest.mark.parametrize("count", [1, 3])
def test_the_news_of_a_slot_cost_six_statements(app, statements, count):
    for number in range(count):
        docket = a_docket(a_theme())
        publish(a_notice(docket, closes="2026-04-23"), docket)
        post(docket, f"C-TEST-{number}", at=NOON)
    db.session.rollback()

    with statements() as seen:
        found = happenings_in(Frequency.DAILY, (SEVEN - timedelta(days=1), SEVEN))

    assert len(found) == count
    assert len(seen) == 6
    assert app
