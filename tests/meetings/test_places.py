"""Places and the waiting list: never more than there are, whoever comes in whatever order."""

import threading
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.kernel.database import db
from portal.kernel.errors import Missing, RuleBroken
from portal.meetings.actions import change_meeting, give_up_place, take_place
from portal.meetings.models import Registration
from portal.meetings.queries import get_meeting, places_of
from portal.outbox.models import Letter
from tests.conftest import NOON
from tests.makers import a_person
from tests.meetings.makers import a_bench, a_call, a_meeting, anew

STEPS = st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=40)


def _rows(meeting, **facts):
    query = select(Registration).filter_by(meeting_id=meeting.id, **facts)
    return list(db.session.scalars(query.order_by(Registration.id)))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(capacity=st.integers(1, 4), steps=STEPS)
def test_places_never_exceed_what_there_is_and_nobody_waits_while_one_is_free(app, capacity, steps):
    meeting = a_meeting(a_bench().committee, capacity=capacity)
    people = [a_person() for _ in range(8)]
    for who, comes in steps:
        if comes:
            take_place(meeting, by=people[who], now=NOON)
        else:
            try:
                give_up_place(meeting, by=people[who], now=NOON)
            except Missing:
                continue
        placed, waiting = len(_rows(meeting, waits=False)), len(_rows(meeting, waits=True))
        assert placed <= capacity
        assert waiting == 0 or placed == capacity
    db.session.commit()


def test_who_waited_longest_moves_up_in_the_same_transaction_and_gets_a_letter(app, browse):
    meeting = a_meeting(a_bench().committee, capacity=1)
    first, second, third = (a_person() for _ in range(3))
    at = {person.id: browse(person) for person in (first, second, third)}
    for browser in at.values():
        browser.post(f"/en/meetings/{meeting.number}/place")
    assert [row.person_id for row in _rows(meeting, waits=True)] == [second.id, third.id]

    answer = at[first.id].post(f"/en/meetings/{meeting.number}/leave")

    assert answer.status_code == 303
    (placed,) = _rows(meeting, waits=False)
    assert (placed.person_id, placed.moved_up_at) == (second.id, NOON)
    letters = list(db.session.scalars(select(Letter)))
    assert [letter.recipient for letter in letters] == [second.email]
    assert f"/en/meetings/{meeting.number}/meeting.ics" in letters[0].text
    assert "A place became free for you" in at[second.id].get("/en/desk").text
    assert "A place became free for you" not in at[third.id].get("/en/desk").text


def test_more_places_let_those_move_up_who_wait_and_fewer_are_refused(app):
    meeting = a_meeting(a_bench().committee, capacity=1)
    people = [a_person() for _ in range(3)]
    for person in people:
        take_place(meeting, by=person, now=NOON)
    db.session.commit()

    moved = change_meeting(anew(meeting), a_call(capacity=2), by=None, now=NOON)

    assert [row.person_id for row in moved] == [people[1].id]
    for fewer in (1, None):
        with pytest.raises(RuleBroken) as broken:
            change_meeting(anew(meeting), a_call(capacity=fewer), by=None, now=NOON)
        assert broken.value.field == "capacity"


def test_registering_twice_is_registering_once(app):
    meeting = a_meeting(a_bench().committee, capacity=2)
    person = a_person()
    assert take_place(meeting, by=person, now=NOON) is take_place(meeting, by=person, now=NOON)
    assert places_of(meeting).left == 1


def test_nobody_registers_where_nobody_is_asked_to_or_once_it_has_begun(app):
    closed = a_meeting(a_bench().committee)
    begun = a_meeting(a_bench().committee, capacity=5)
    for meeting, now in ((closed, NOON), (begun, begun.starts_at)):
        with pytest.raises(RuleBroken):
            take_place(meeting, by=a_person(), now=now)
    take_place(begun, by=a_person(), now=begun.starts_at - timedelta(seconds=1))


def test_places_left_are_hidden_from_who_has_one(app, browse):
    meeting = a_meeting(a_bench().committee, capacity=3)
    person, other = a_person(), a_person()
    path = f"/en/meetings/{meeting.number}"
    browser = browse(person)
    browser.post(f"{path}/place")

    assert "2 are left." in browse(other).get(path).text
    own = browser.get(path).text
    assert "left." not in own
    assert "You have a place." in own


def test_a_guest_is_sent_to_sign_in(app, browse):
    meeting = a_meeting(a_bench().committee, capacity=3)
    assert browse().post(f"/en/meetings/{meeting.number}/place").status_code == 401
    assert "Sign in to register" in browse().get(f"/en/meetings/{meeting.number}").text


CROWD = 12


def test_a_crowd_at_once_gets_no_more_places_than_there_are(app):
    meeting = a_meeting(a_bench().committee, capacity=3)
    number = meeting.number
    people = [a_person().id for _ in range(CROWD)]
    db.session.rollback()
    together = threading.Barrier(CROWD)
    failures = []

    def come(person_id, leaves):
        with app.app_context():
            try:
                together.wait()
                person = db.session.get_one(Person, person_id)
                take_place(get_meeting(number), by=person, now=NOON)
                db.session.commit()
                if leaves:
                    give_up_place(get_meeting(number), by=person, now=NOON)
                    db.session.commit()
            except Exception as failure:  # noqa: BLE001  # Reported by the test.
                failures.append(failure)
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=come, args=(person, place % 3 == 0))
        for place, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures == []
    counted = select(func.count(Registration.id)).where(Registration.meeting_id == anew(meeting).id)
    assert db.session.scalar(counted.where(~Registration.waits)) == 3
    assert db.session.scalar(counted) == CROWD - CROWD // 3
