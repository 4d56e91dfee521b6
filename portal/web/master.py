"""The parent of all the portal's processes: web processes, and the worker beside them.

It runs as a program of its own and never imports the portal. So it stays small, no
database connection is ever shared by a fork, and SIGHUP puts new code into service:
fresh processes are started while the old ones finish what they are answering, and the
listening socket stays open throughout. SIGTERM and SIGINT stop everything after the last
answer; a second SIGINT does not wait.
"""

import argparse
import ctypes
import importlib
import logging
import re
import resource
import select
import selectors
import shlex
import signal
import socket
import struct
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

GRACE = 30
"""Seconds in which a process that has been told to stop may finish its answers."""

IDLE = 5
"""Seconds for which an answered connection is kept for another request."""

PATIENCE = 15
"""Seconds in which a connection must have said what it wants."""

PATIENCE_OF_A_THREAD = struct.pack("ll", 20, 0)
"""Seconds, as the kernel takes them, for which a thread waits for one packet of a client."""

SHORT = 32 * 1024
"""Bytes of a request that are heard out before a thread is given to it."""

CONNECTIONS = 8192
"""Connections that one process holds; most of them say nothing most of the time."""

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,12})[ \t]*(?:\r\n|$)", re.IGNORECASE)

STARTED_WELL = 10.0
"""Seconds after which a worker that ends is not held to have failed at once."""

PAUSES = (0.0, 1.0, 2.0, 5.0, 15.0)
"""Seconds to wait before a worker that keeps failing is started again."""

ACCESS = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
"""No address, no name, no query: who reads what is not the portal's business."""

SPEAKING = re.compile(r"[a-z0-9]{1,20}([-.][a-z0-9]{1,20})*", re.IGNORECASE)
SECRET_LENGTH = 20

NOT_A_REQUEST = {
    errors.LimitRequestLine: "414 URI Too Long",
    errors.LimitRequestHeaders: "431 Request Header Fields Too Large",
    errors.ExpectationFailed: "417 Expectation Failed",
}
"""What is said to whoever sends no request that can be read; to all others: 400."""

REFUSAL = (
    "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Length: {length}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "Referrer-Policy: no-referrer\r\n\r\n{status}\n"
)

_PR_SET_PDEATHSIG = 1


class AccessLog(Logger):  # type: ignore[misc]  # gunicorn has no types.
    """A log that keeps to itself what opens a door: the secrets in mailed links."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> dict[str, Any]:
        """Return what a line of the access log may say."""
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        found["U"] = "/".join(veiled(part) for part in str(found["U"]).split("/"))
        return found


def is_whole(heard: bytes) -> bool:
    """Say whether a request can be answered without waiting for more of it.

    A long one, a file for instance, is read by a thread as it comes.
    """
    head, end, body = heard.partition(b"\r\n\r\n")
    if not end:
        return len(heard) > SHORT
    length = LENGTH.search(head)
    expected = int(length[1]) if length else 0
    return len(body) >= expected or len(head) + expected > SHORT


def veiled(part: str) -> str:
    """Return a segment of an address, or an ellipsis where it is long and random."""
    if len(part) < SECRET_LENGTH or (SPEAKING.fullmatch(part) and part == part.lower()):
        return part
    return "…"


class WebProcess(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types.
    """A process that answers with several threads, and cuts nobody off when it stops."""

    def init_signals(self) -> None:
        """Leave Ctrl-C to the parent, which tells each process in turn."""
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def accept(self, listener: Any) -> None:
        """Take a connection, but give it a thread only once it has said what it wants."""
        with suppress(BlockingIOError, ConnectionAbortedError):
            client, address = listener.accept()
            client.settimeout(0)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, PATIENCE_OF_A_THREAD)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, PATIENCE_OF_A_THREAD)
            self.nr_conns += 1
            self._listen_to(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Hear out the next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._listen_to(conn)

    def on_pending_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Hand a request to a thread, if all of it is there; else hear on."""
        if client.family != socket.AF_UNIX:
            try:
                heard = client.recv(SHORT + 1, socket.MSG_PEEK)
            except BlockingIOError:
                return
            except OSError:
                heard = b""
            whole = not heard or is_whole(heard)
            wake_at = 1 if whole else len(heard) + 1
            with suppress(OSError):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, wake_at)
            if not whole:
                return
        super().on_pending_socket_readable(conn, client)

    def _listen_to(self, conn: TConn) -> None:
        conn.timeout = time.monotonic() + PATIENCE
        self.pending_conns.append(conn)
        heard = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, heard)

    def handle_error(self, _req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Refuse what is no request, repeating neither its words nor its address anywhere."""
        ours = isinstance(exc, errors.InvalidResponseHeader | errors.InvalidResponseHeaderName)
        if ours or not isinstance(exc, errors.ParseException):
            super().handle_error(None, client, addr, exc)
            return
        self.log.info("No request: %s", type(exc).__name__)
        status = NOT_A_REQUEST.get(type(exc), "400 Bad Request")
        with suppress(OSError):
            client.sendall(REFUSAL.format(status=status, length=len(status) + 1).encode())

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001  # As in gunicorn.
        """Start or stop accepting; the last time, take all who already stand in the queue."""
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            while select.select([listener], [], [], 0)[0]:
                self.accept(listener)
            listener.close()
        lingering = time.monotonic() + STOP_KEEPALIVE_LINGER
        for connection in self.pending_conns:
            connection.timeout = min(connection.timeout, lingering)


class Companion:
    """The worker: a process beside the web processes, started again whenever it ends."""

    def __init__(self, command: list[str], log: Any) -> None:
        self.command = command
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.begun = 0.0
        self.failures = 0
        self.expected = False

    def keep(self) -> None:
        """Start it where it does not run."""
        if not self.command or self._runs():
            return
        if time.monotonic() < self.begun + PAUSES[min(self.failures, len(PAUSES) - 1)]:
            return
        self.begun = time.monotonic()
        self.expected = False
        self.process = subprocess.Popen(  # noqa: S603  # The command is our own.
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  # This process has one thread.
        )

    def renew(self) -> None:
        """Ask it to stop after what it is doing; `keep` starts a new one."""
        if self.process and self._runs():
            self.expected = True
            self.process.terminate()

    def end(self) -> None:
        """Tell it to stop, and wait until it has."""
        self.renew()
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)
            return
        self.log.error("The worker did not stop in %s seconds.", GRACE)
        self.process.kill()
        self.process.wait()

    def _runs(self) -> bool:
        if self.process is None:
            return False
        code = self.process.poll()
        if code is None:
            return True
        lived = time.monotonic() - self.begun
        self.failures = 0 if self.expected or lived > STARTED_WELL else self.failures + 1
        if not self.expected:
            self.log.error("The worker ended with %s after %d seconds.", code, lived)
        self.process = None
        return False


class Master(Arbiter):  # type: ignore[misc]  # gunicorn has no types.
    """The parent process."""

    def __init__(self, app: "Portal") -> None:
        super().__init__(app)
        self.companion = Companion(app.options.beside, self.log)

    def manage_workers(self) -> None:
        """Keep the web processes and the worker running."""
        super().manage_workers()
        self.companion.keep()

    def reap_workers(self) -> None:
        """Ask first what became of the worker: asked after the others it cannot be told."""
        if self.companion.process:
            self.companion.process.poll()
        super().reap_workers()

    def handle_int(self) -> None:
        """Stop at Ctrl-C as gently as at SIGTERM."""
        raise StopIteration

    def handle_hup(self) -> None:
        """Put new code into service, unless it does not even start."""
        module = self.app.options.app.partition(":")[0]
        trial = subprocess.run(  # noqa: S603  # The command is our own.
            [sys.executable, "-c", f"import {module}"], check=False
        )
        if trial.returncode:
            self.log.error("The new code does not start: the old stays in service.")
            return
        super().handle_hup()
        self.companion.renew()

    def stop(self, graceful: bool = True) -> None:  # noqa: FBT001, FBT002  # As in gunicorn.
        """Stop the web processes and the worker, all at once."""
        self.companion.renew()
        super().stop(graceful)
        self.companion.end()


class Portal(BaseApplication):  # type: ignore[misc]  # gunicorn has no types.
    """What gunicorn is to serve, and how."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn how to serve. Nothing is read from its own files or variables."""
        told = {
            "bind": self.options.bind,
            "workers": self.options.workers,
            "threads": self.options.threads,
            "worker_class": WebProcess,
            "worker_connections": CONNECTIONS,
            "keepalive": IDLE,
            "timeout": 2 * GRACE,
            "graceful_timeout": GRACE,
            "limit_request_line": 8190,
            "limit_request_fields": 64,
            "limit_request_field_size": 8190,
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "proc_name": "portal",
            "loglevel": "warning",
            "logger_class": AccessLog,
            "accesslog": self.options.access_log or None,
            "access_log_format": ACCESS,
            "post_worker_init": self._greet,
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Import the application: in a web process only, and warm before it is asked."""
        module, _, name = self.options.app.partition(":")
        app = getattr(importlib.import_module(module), name or "app")
        getattr(app, "extensions", {}).get("warm", bool)()
        return app

    def run(self) -> None:
        """Serve until told to stop."""
        Master(self).run()

    def _greet(self, process: WebProcess) -> None:
        if process.age == 1:
            print(f"The portal answers at {self.options.url or self.options.bind}", flush=True)  # noqa: T201


def _die_with_parent() -> None:
    """Ask the kernel to stop this process when its parent is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _allow_many_connections() -> None:
    """Let the processes hold as many files open as they may hold connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 1024
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def main(arguments: list[str]) -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app", default="wsgi:app", help="module:name of the application")
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address:port or unix:/path")
    parser.add_argument("--url", default="", help="the address to print when ready")
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    parser.add_argument("--threads", type=int, default=4, help="threads of each")
    parser.add_argument("--access-log", default="", help="a file, or - for standard output")
    parser.add_argument("--beside", type=shlex.split, default=[], help="the worker's command")
    options = parser.parse_args(arguments)
    logging.captureWarnings(capture=True)
    _allow_many_connections()
    sys.path.insert(0, str(Path.cwd()))
    Portal(options).run()


if __name__ == "__main__":
    main(sys.argv[1:])
