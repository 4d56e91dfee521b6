"""`flask worker`: does what waits in the rows, again and again.

Any number of workers may run. Each turn runs every job once; a worker that found
nothing to do rests for a moment. SIGTERM and SIGINT end it after the job in hand.
"""

import logging
import signal
import threading
from types import FrameType

import click
from flask import Flask
from flask.cli import with_appcontext

from portal.kernel import clock, jobs
from portal.kernel.database import db

log = logging.getLogger(__name__)

REST_SECONDS = 1.0
AFTER_FAILURE_SECONDS = 5.0


def init_app(app: Flask) -> None:
    """Offer the command."""
    app.cli.add_command(worker)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, until nothing is, and stop.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Send letters, seal entries, build digests: whatever is due."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if once:
        while turn():
            pass
        return
    work(stop)


def work(stop: threading.Event) -> None:
    """Do what is due until told to stop."""
    while not stop.is_set():
        try:
            done = turn(stop)
        except Exception:
            log.exception("A job failed; the worker goes on.")
            done = 0
            stop.wait(AFTER_FAILURE_SECONDS)
        if not done:
            stop.wait(REST_SECONDS)


def turn(stop: threading.Event | None = None) -> int:
    """Run every job once and return how much was done."""
    done = 0
    for name, job in jobs.every().items():
        if stop and stop.is_set():
            break
        try:
            did = job(clock.now())
        finally:
            db.session.rollback()
            db.session.remove()
        if did:
            log.info("%s: %d", name, did)
        done += did
    return done
