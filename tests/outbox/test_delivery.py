"""Delivery: everybody once, through whatever happens to servers and workers."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.kernel.database import db
from portal.outbox.delivery import DOUBT, LEASE, deliver
from portal.outbox.models import Letter, LetterState
from portal.outbox.rules import PATIENCE
from tests.outbox.makers import a_letter
from tests.outbox.smtp import Mailbox, mail_server

ROOT = Path(__file__).parent.parent.parent
COUNTED = 60
KILLS = 3
PATIENT_SECONDS = 180


@pytest.fixture
def folder(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "PORTAL_MAIL_FOLDER", str(tmp_path))
    return tmp_path


@pytest.fixture
def mailbox(app, folder, monkeypatch):
    box = Mailbox()
    with mail_server(box) as url:
        monkeypatch.setitem(app.config, "PORTAL_SMTP", url)
        yield box
    assert folder


def now():
    return datetime.now(UTC)


def states():
    """Count the letters by state, and hold no lock that a worker waits for."""
    query = select(Letter.state, func.count()).group_by(Letter.state)
    found = dict(db.session.execute(query).all())
    db.session.rollback()
    return found


def kept(letter):
    """Return the letter as the database has it."""
    return db.session.get(Letter, letter.id, populate_existing=True)


def test_a_letter_reaches_a_real_server_as_it_was_written(mailbox):
    url = "http://localhost/kk/unsubscribe/" + "token" * 30
    letter = a_letter(unsubscribe_url=url)

    assert deliver(now()) == 1

    got = mailbox.letters[0]
    assert got["To"] == letter.recipient
    assert got["Subject"] == letter.subject
    assert got["Message-ID"] == letter.message_id
    assert got["From"] == "portal@portal.example"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Unsubscribe"] == f"<{url}>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert abs(got["Date"].datetime - letter.written_at) < timedelta(seconds=2)
    assert got.get_body(("plain",)).get_content().replace("\r\n", "\n") == letter.text
    assert letter.html in got.get_body(("html",)).get_content()
    assert f"List-Unsubscribe: <{url}>".encode() in mailbox.raw[0]
    assert mailbox.raw[0].isascii()
    assert max(len(line) for line in mailbox.raw[0].split(b"\r\n")) < 998
    assert states() == {LetterState.SENT: 1}


@pytest.mark.parametrize(
    "subject",
    [
        "Новое уведомление, 31 день: Запрос комментариев о регистрации сотрудников на проектах",
        "Жаңа хабарлама, пікірге 31 күн: 30 күннен қысқа жобалардағы қызметкерлерді тіркеу",
        "New notice, 31 days to comment: Request for comments on the registration of staff",
        "а " * 90 + "я",
    ],
)
def test_a_long_subject_loses_no_space(mailbox, subject):
    a_letter(subject=subject)

    deliver(now())

    assert mailbox.letters[0]["Subject"] == subject
    assert mailbox.letters[0].get_all("Subject") == [subject]
    assert max(len(line) for line in mailbox.raw[0].split(b"\r\n")) < 998


def test_long_english_lines_are_lawful_too(mailbox):
    a_letter(locale="en", html="<p>" + "a long line " * 400 + "</p>", text=".\n..\nend")

    deliver(now())

    assert max(len(line) for line in mailbox.raw[0].split(b"\r\n")) < 80 + len("List-Unsubscribe")
    assert mailbox.letters[0].get_body(("plain",)).get_content().split() == [".", "..", "end"]


def test_one_connection_serves_the_batch(mailbox):
    for _ in range(5):
        a_letter()

    assert deliver(now()) == 5

    assert mailbox.connections == 1
    assert deliver(now()) == 0
    assert len(mailbox.letters) == 5


def test_a_letter_is_not_sent_before_its_time(mailbox):
    a_letter(next_try_at=now() + timedelta(minutes=1))

    assert deliver(now()) == 0
    assert deliver(now() + timedelta(minutes=2)) == 1
    assert len(mailbox.letters) == 1


def test_an_address_that_does_not_exist_is_not_tried_again(mailbox):
    letter, other = a_letter(), a_letter()
    mailbox.refuse[letter.recipient] = "550 No such user"

    assert deliver(now()) == 1

    letter = kept(letter)
    assert letter.state is LetterState.DEAD
    assert letter.answer == "550 No such user"
    assert mailbox.recipients == {other.recipient: 1}


def test_a_server_that_is_busy_is_asked_again_later(mailbox):
    letter = a_letter()
    mailbox.refuse[letter.recipient] = "451 Come back later"
    start = now()

    assert deliver(start) == 0
    assert states() == {LetterState.PENDING: 1}
    assert deliver(start + timedelta(seconds=5)) == 0
    mailbox.refuse.clear()
    assert deliver(start + timedelta(minutes=2)) == 1
    letter = kept(letter)
    assert letter.tries == 2


def test_a_refusal_of_the_whole_letter_is_final_and_of_the_moment_is_not(mailbox):
    letter = a_letter()
    answers = ["452 Disk full", "554 This looks like spam"]
    mailbox.at_dot = lambda: answers.pop(0)

    deliver(now())
    assert states() == {LetterState.PENDING: 1}
    deliver(now() + timedelta(hours=1))

    letter = kept(letter)
    assert letter.state is LetterState.DEAD
    assert letter.answer.startswith("554")


def test_a_server_that_is_down_loses_nothing(app, folder, monkeypatch):
    for _ in range(3):
        a_letter()
    box = Mailbox()
    with mail_server(box) as url:
        monkeypatch.setitem(app.config, "PORTAL_SMTP", url)
    start = now()

    assert deliver(start) == 0
    assert states() == {LetterState.PENDING: 3}
    with mail_server(box, port=int(url.rpartition(":")[2])):
        assert deliver(start + timedelta(seconds=1)) == 0
        assert deliver(start + timedelta(minutes=2)) == 3

    assert len(box.recipients) == 3
    assert not list((folder / "journal").iterdir())


def test_a_letter_that_never_gets_through_is_given_up_and_kept(app, folder, monkeypatch):
    letter = a_letter(written_at=now() - PATIENCE - timedelta(minutes=1))
    monkeypatch.setitem(app.config, "PORTAL_SMTP", "smtp://127.0.0.1:9")

    deliver(now())

    letter = kept(letter)
    assert letter.state is LetterState.DEAD
    assert folder


@pytest.mark.parametrize(("state", "lease"), [("leased", LEASE), ("dot", DOUBT)])
def test_what_a_lost_machine_had_in_hand_is_sent_when_its_lease_runs_out(mailbox, state, lease):
    start = now()
    a_letter(state=LetterState(state), owner="elsewhere_1", next_try_at=start + lease)

    assert deliver(start + lease - timedelta(seconds=2)) == 0
    assert deliver(start + lease + timedelta(seconds=2)) == 1
    assert len(mailbox.letters) == 1


def test_what_is_in_other_hands_is_left_there(mailbox):
    a_letter(state=LetterState.LEASED, owner="other", next_try_at=now() + LEASE)

    assert deliver(now()) == 0
    assert mailbox.letters == []


def test_without_a_server_letters_become_files(folder):
    letter = a_letter(subject="A subject")

    assert deliver(now()) == 1

    (file,) = folder.glob("*.eml")
    got = message_from_bytes(file.read_bytes(), policy=default)
    assert got["Message-ID"] == letter.message_id
    assert got["To"] == letter.recipient
    assert deliver(now()) == 0
    assert states() == {LetterState.SENT: 1}


def test_a_file_written_twice_is_one_file(folder):
    letter = a_letter()
    deliver(now())
    letter = db.session.get(Letter, letter.id)
    letter.state, letter.next_try_at = LetterState.LEASED, now() - timedelta(seconds=1)
    db.session.commit()

    assert deliver(now()) == 1
    assert len(list(folder.glob("*.eml"))) == 1
    assert not list(folder.glob("*.part"))


def test_killed_workers_lose_nothing_and_send_nothing_under_another_name(
    app, environment, tmp_path
):
    wanted = {a_letter().recipient for _ in range(COUNTED)}
    db.session.rollback()
    box = Mailbox(dawdle=0.004)
    kills = 0
    with mail_server(box) as url:
        settings = os.environ | environment | {"PORTAL_SMTP": url}
        settings["PORTAL_MAIL_FOLDER"] = str(tmp_path)
        until = time.monotonic() + PATIENT_SECONDS
        while time.monotonic() < until and states() != {LetterState.SENT: COUNTED}:
            worker = start_worker(settings)
            before = len(box.letters)
            while time.monotonic() < until and kills < KILLS and len(box.letters) < before + 8:
                time.sleep(0.002)
            if kills < KILLS:
                worker.kill()
                kills += 1
                worker.wait()
            else:
                wait_for_all(until)
                worker.send_signal(signal.SIGTERM)
                assert worker.wait(60) == 0

    assert states() == {LetterState.SENT: COUNTED}
    assert kills == KILLS
    assert set(box.recipients) == wanted
    twins = {name: times for name, times in box.recipients.items() if times > 1}
    assert sum(twins.values()) - len(twins) <= kills
    names = Counter(str(letter["Message-ID"]) for letter in box.letters)
    assert len(names) == COUNTED
    assert not list((tmp_path / "journal").iterdir())
    assert app


def test_two_workers_share_the_work(app, environment, tmp_path):
    for _ in range(COUNTED):
        a_letter()
    box = Mailbox(dawdle=0.002)
    with mail_server(box) as url:
        settings = os.environ | environment | {"PORTAL_SMTP": url}
        settings["PORTAL_MAIL_FOLDER"] = str(tmp_path)
        workers = [start_worker(settings) for _ in range(2)]
        wait_for_all(time.monotonic() + PATIENT_SECONDS)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        # One that was still starting when all was done ends by the signal itself.
        assert {worker.wait(60) for worker in workers} <= {0, -signal.SIGTERM}

    assert set(box.recipients.values()) == {1}
    assert len(box.recipients) == COUNTED
    assert app


def start_worker(settings):
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for_all(until):
    while time.monotonic() < until and states() != {LetterState.SENT: COUNTED}:
        time.sleep(0.05)
