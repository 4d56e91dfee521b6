"""Delivering what waits in the outbox: the worker's job.

A letter is claimed for a while (leased), handed to the server up to its final dot,
marked as being on its way (dot), sent, and marked as sent. Whatever dies in between:

* leased: the server has nothing; the letter is sent by somebody else.
* dot: the dead worker's journal says whether the server said yes. Where it says nothing
  the letter is in doubt, and is sent again under the same Message-ID, which mail programs
  show once.

Any number of workers on any number of machines may do this at once.
"""

import os
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, and_, select, update

from portal.kernel.database import db, reading, writing
from portal.outbox.journal import Journal, left_behind
from portal.outbox.messages import written_out
from portal.outbox.models import Letter, LetterState
from portal.outbox.rules import is_given_up, pause_after
from portal.outbox.server import Parcel, Refused, Server
from portal.web.settings import setting

BATCH = 50
LEASE = timedelta(minutes=5)
DOUBT = timedelta(minutes=15)
"""How long a dot may be on its way before another machine takes its sender for dead."""


class LeaseLost(Exception):
    """The letter is in somebody else's hands now."""


class Time:
    """The job's own clock: the moment it was given, and what has passed since."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._zero = time.monotonic()

    def now(self) -> datetime:
        """Return this moment."""
        return self._start + timedelta(seconds=time.monotonic() - self._zero)


def deliver(now: datetime) -> int:
    """Deliver a batch of the letters that are due; return how many were. Commits.

    Without a mail server (PORTAL_SMTP) letters become files in PORTAL_MAIL_FOLDER.
    """
    clock = Time(now)
    journals = Path(setting("PORTAL_MAIL_FOLDER")) / "journal"
    settled = settle(journals, clock)
    if not _something_is_due(now):
        return settled
    if setting("PORTAL_SMTP"):
        return settled + _deliver_by_mail(journals, clock)
    return settled + _deliver_to_folder(clock)


def _something_is_due(now: datetime) -> bool:
    """Look without locking anybody out: an idle worker asks this every second."""
    unsettled = (LetterState.PENDING, LetterState.LEASED, LetterState.DOT)
    query = select(Letter.id).where(Letter.state.in_(unsettled), Letter.next_try_at <= now)
    with reading():
        found = db.session.scalar(query.limit(1))
        db.session.rollback()
    return found is not None


def settle(journals: Path, clock: Time) -> int:
    """Bring the letters of dead workers of this machine in order; return how many were sent."""
    sent = 0
    for owner, accepted in left_behind(journals):
        with _writing():
            took_over = and_(Letter.owner == owner, Letter.id.in_(accepted))
            sent += _change(
                and_(took_over, Letter.state == LetterState.DOT),
                state=LetterState.SENT,
                sent_at=clock.now(),
                owner=None,
                answer="250, by the journal of a worker that died",
            )
            _release(Letter.owner == owner, clock)
    return sent


def _release(whose: ColumnElement[bool], clock: Time) -> None:
    """Let others have the letters that somebody had in hand."""
    _change(
        and_(whose, Letter.state == LetterState.LEASED),
        state=LetterState.PENDING,
        owner=None,
        next_try_at=clock.now(),
    )
    _change(
        and_(whose, Letter.state == LetterState.DOT),
        state=LetterState.PENDING,
        owner=None,
        next_try_at=clock.now(),
        answer="in doubt: sent again under the same Message-ID",
    )


def _claim(owner: str, clock: Time) -> list[Letter]:
    """Take a batch in hand; the letters are returned as they stand, free of the session."""
    now = clock.now()
    with _writing():
        _release(Letter.next_try_at <= now, clock)
        due = (
            select(Letter)
            .where(Letter.state == LetterState.PENDING, Letter.next_try_at <= clock.now())
            .order_by(Letter.next_try_at, Letter.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        letters = list(db.session.scalars(due))
        for letter in letters:
            db.session.expunge(letter)
            letter.tries += 1
        _change(
            Letter.id.in_([letter.id for letter in letters]),
            state=LetterState.LEASED,
            owner=owner,
            next_try_at=now + LEASE,
            tries=Letter.tries + 1,
        )
    return letters


def _deliver_by_mail(journals: Path, clock: Time) -> int:
    server = Server(
        setting("PORTAL_SMTP"),
        sender=setting("PORTAL_MAIL_FROM"),
        name=urlsplit(setting("PORTAL_URL")).hostname or "localhost",
    )
    sent = 0
    with Journal(journals) as journal, server:
        waiting = _claim(journal.name, clock)
        while waiting:
            letter = waiting.pop(0)
            try:
                sent += _hand_over(letter, server, journal, clock)
            except (OSError, smtplib.SMTPException) as error:
                server.hang_up()
                _put_back([letter, *waiting], journal.name, str(error), clock)
                break
    return sent


def _hand_over(letter: Letter, server: Server, journal: Journal, clock: Time) -> bool:
    """Send one letter; say whether the server took it.

    Raises OSError or SMTPException when the server cannot be talked to.
    """
    try:
        server.prepare(Parcel(letter.id, letter.recipient, written_out(letter)))
        _mark_dot(letter, journal.name, clock)
        answer = server.finish()
    except LeaseLost:
        server.hang_up()
        return False
    except Refused as refusal:
        _put_back([letter], journal.name, str(refusal), clock, final=refusal.final)
        server.begin_again()
        return False
    journal.accepted(letter.id)
    with _writing():
        _change(
            Letter.id == letter.id,
            state=LetterState.SENT,
            sent_at=clock.now(),
            owner=None,
            answer=answer[:300],
        )
    return True


def _mark_dot(letter: Letter, owner: str, clock: Time) -> None:
    """Commit that the dot is about to go; raise LeaseLost where the letter is not ours."""
    now = clock.now()
    with _writing():
        ours = _change(
            and_(
                Letter.id == letter.id,
                Letter.owner == owner,
                Letter.state == LetterState.LEASED,
                Letter.next_try_at > now,
            ),
            state=LetterState.DOT,
            next_try_at=now + DOUBT,
        )
    if not ours:
        raise LeaseLost


def _put_back(
    letters: list[Letter], owner: str, answer: str, clock: Time, *, final: bool = False
) -> None:
    """Try the letters again later, or never where that is no use."""
    now = clock.now()
    with _writing():
        for letter in letters:
            over = final or is_given_up(written_at=letter.written_at, now=now)
            _change(
                and_(Letter.id == letter.id, Letter.owner == owner),
                state=LetterState.DEAD if over else LetterState.PENDING,
                next_try_at=now + pause_after(letter.tries),
                owner=None,
                answer=answer[:300],
            )


def _deliver_to_folder(clock: Time) -> int:
    folder = Path(setting("PORTAL_MAIL_FOLDER"))
    folder.mkdir(parents=True, exist_ok=True)
    letters = _claim("folder", clock)
    for letter in letters:
        _write(
            folder / f"{letter.written_at:%Y%m%d-%H%M%S}-{letter.id:06}.eml", written_out(letter)
        )
    with _writing():
        return _change(
            Letter.id.in_([letter.id for letter in letters]),
            state=LetterState.SENT,
            sent_at=clock.now(),
            owner=None,
            answer="written to the folder",
        )


def _write(path: Path, data: bytes) -> None:
    """Write a whole file or none; written twice it is still one."""
    draft = path.with_suffix(f".{os.getpid()}.part")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def _writing() -> Iterator[None]:
    """Keep what is written within this block, at its end."""
    with writing():
        yield
        db.session.commit()


def _change(which: ColumnElement[bool], **values: object) -> int:
    done = db.session.execute(
        update(Letter).where(which).values(**values).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # An UPDATE has a row count.
