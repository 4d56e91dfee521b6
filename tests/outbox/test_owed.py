"""A letter that is owed is a row until the worker writes it, once, whatever fails meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import wiring
from portal.kernel import clock
from portal.kernel.database import db
from portal.outbox import owed
from portal.outbox.models import Letter, Owed
from tests.outbox.makers import a_letter


def draft(*, key, now, subject):
    """Write the barest letter."""
    if subject == "broken":
        raise ValueError(subject)
    return Letter(
        key=key,
        message_id=f"<{key}@portal.example>",
        recipient="reader@example.org",
        locale="en",
        subject=subject,
        text="",
        html="",
        written_at=now,
        next_try_at=now,
    )


@pytest.fixture(autouse=True)
def _a_writer_of_drafts(app):
    owed.connect({"draft": draft})
    yield
    owed.connect(wiring.LETTERS)


def owe(*subjects):
    for subject in subjects:
        owed.owe("draft", key=f"draft:{subject}", now=clock.now(), subject=subject)
    db.session.commit()


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_what_is_owed_is_written_once():
    owe("one", "two")

    assert owed.write_owed(clock.now()) == 2
    assert owed.write_owed(clock.now()) == 0
    assert sorted(db.session.scalars(select(Letter.subject))) == ["one", "two"]
    assert number_of(Owed) == 0


def test_it_goes_with_its_cause_or_not_at_all():
    owed.owe("draft", key="draft:lost", now=clock.now(), subject="lost")
    db.session.rollback()

    assert owed.write_owed(clock.now()) == 0
    assert number_of(Owed) == 0


def test_a_letter_that_cannot_be_written_waits_and_keeps_no_other_back():
    owe("broken", "good")

    assert owed.write_owed(clock.now()) == 1
    assert list(db.session.scalars(select(Letter.subject))) == ["good"]
    waiting = db.session.scalars(select(Owed)).one()
    assert waiting.tries == 1
    assert waiting.next_try_at > clock.now()
    assert owed.write_owed(waiting.next_try_at - timedelta(seconds=1)) == 0
    waiting.facts = {"subject": "mended"}
    db.session.commit()
    assert owed.write_owed(waiting.next_try_at) == 1
    assert number_of(Owed) == 0


def test_no_more_is_written_in_one_go_than_others_can_wait_for():
    owe(*(f"letter {number}" for number in range(owed.BATCH + 1)))

    assert owed.write_owed(clock.now()) == owed.BATCH
    assert owed.write_owed(clock.now()) == 1


def test_what_another_worker_struck_off_meanwhile_is_not_written_again():
    owe("one")

    def slow(**facts):
        with db.engine.begin() as another:
            another.execute(Owed.__table__.delete())
        return draft(**facts)

    owed.connect({"draft": slow})
    assert owed.write_owed(clock.now()) == 0
    assert number_of(Letter) == 0


def test_letters_written_by_others_are_left_alone():
    a_letter()
    assert owed.write_owed(clock.now()) == 0
    assert number_of(Letter) == 1
