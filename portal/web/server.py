"""`flask serve`: the production web server, with the worker beside it.

Where processes can fork, the command gives way to `portal/web/master.py`, which keeps
gunicorn's web processes and the worker running. Elsewhere waitress serves from threads.
"""

import logging
import os
import shlex
import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

import click
import waitress
from flask import Flask, current_app

MASTER = Path(__file__).with_name("master.py")
WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


WARMING = ("", "notices", "dockets", "chamber")
"""Pages that between them use most templates and statements."""

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Add the command, and what a web process does before its first answer."""
    app.cli.add_command(serve)
    app.extensions["warm"] = partial(warm, app)


def warm(app: Flask) -> None:
    """Make some pages once: the first of them compiles templates and statements.

    Else a reader would wait for that: 0.2 s where a page takes milliseconds.
    """
    browser = app.test_client()
    for page in WARMING:
        try:
            answer = browser.get(f"/en/{page}", base_url=app.config["PORTAL_URL"])
        except Exception:  # Whatever is wrong, the readers are told of it page by page.
            log.exception("The portal could not be warmed up.")
            return
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return


@click.command("serve")
@click.option("--access-log", default="", help="A file, or - for standard output.")
@click.option("--worker/--no-worker", default=True, help="Run the worker beside the server.")
def serve(access_log: str, *, worker: bool) -> None:
    """Serve the portal until told to stop, and do the worker's jobs beside it."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # Flask's own way.
    beside = WORKER if worker else []
    sys.stdout.flush()
    if hasattr(os, "fork"):
        command = master_command(app.config, beside=beside, access_log=access_log)
        os.execv(command[0], command)  # noqa: S606  # The command is our own.
    else:
        _serve_from_threads(app, beside)


def master_command(
    settings: dict[str, Any], *, beside: list[str], access_log: str = ""
) -> list[str]:
    """Return the command that serves with these settings."""
    return [
        sys.executable,
        "-P",  # The folder of the program, portal/web, holds names of the standard library.
        str(MASTER),
        f"--bind={settings['PORTAL_BIND']}",
        f"--url={settings['PORTAL_URL']}",
        f"--workers={settings['PORTAL_WEB_WORKERS']}",
        f"--threads={settings['PORTAL_WEB_THREADS']}",
        f"--access-log={access_log}",
        f"--beside={shlex.join(beside)}",
    ]


def _serve_from_threads(app: Flask, beside: list[str]) -> None:
    over = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep_worker() -> None:
        while beside and not over.is_set():
            running[:] = [subprocess.Popen(beside)]  # noqa: S603  # The command is our own.
            running[0].wait()
            over.wait(1)

    threading.Thread(target=keep_worker, daemon=True).start()
    click.echo(f"The portal answers at {app.config['PORTAL_URL']}")
    threads = app.config["PORTAL_WEB_WORKERS"] * app.config["PORTAL_WEB_THREADS"]
    with suppress(KeyboardInterrupt):
        waitress.serve(app, listen=app.config["PORTAL_BIND"], threads=threads, _quiet=True)
    over.set()
    for process in running:
        process.terminate()
        process.wait()
