"""A portal that really serves, and browsers that really file: for what only processes show."""

import http.client
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]
MASTER = ROOT / "portal" / "web" / "master.py"
PATIENCE = 120.0
"""Seconds for the server to start, on a machine with much else to do."""

NUMBER = re.compile(r"C-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
HASH = re.compile(r"SHA-256 ([0-9a-f]{64})")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Server:
    """The portal as production serves it, without the worker; killed and started at will."""

    environment: Mapping[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve until killed."""
        command = [sys.executable, "-P", str(MASTER), "--app=wsgi:app"]
        command += [f"--bind=127.0.0.1:{self.port}", "--workers=2", "--threads=4"]
        environment = {**os.environ, **self.environment, "PYTHONPATH": str(ROOT)}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError, http.client.HTTPException):
                if Browser(self.port, timeout=5).get("/healthz").status == 200:
                    return
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.02)

    def web_processes(self) -> set[int]:
        """Return the numbers of the processes that answer now."""
        assert self.process is not None
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {int(number) for number in listed.split()}

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(environment: Mapping[str, str], folder: Path) -> Iterator[Server]:
    """Serve the portal with these settings while the block lasts."""
    server = Server(environment, folder / "server.log")
    try:
        server.start()
        yield server
    finally:
        server.kill()


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    text: str


class Browser:
    """A browser with cookies, which opens a connection for each request."""

    def __init__(self, port: int, *, timeout: float = 20) -> None:
        self.port = port
        self.timeout = timeout
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self._ask("GET", path, None, {})

    def post(
        self, path: str, fields: Mapping[str, str], files: Mapping[str, bytes] | None = None
    ) -> Answer:
        """Send a form; with files, as browsers send them."""
        if files is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        else:
            kind, body = _multipart(fields, files)
        return self._ask("POST", path, body, {"Content-Type": kind})

    def form(self, path: str) -> dict[str, str]:
        """Open the form of a notice and fill it in."""
        page = self.get(path).text
        hidden = re.findall(r'name="(csrf_token|key)" type="hidden" value="([^"]+)"', page)
        return {
            **dict(hidden),
            "name": "A Reader",
            "email": "reader@example.org",
            "locale": "en",
            "stance": "oppose",
            "points-0-ask": "Count the quota by calendar year.",
            "points-0-text": "It is seasonal. " * 20,
            "declaration": "y",
        }

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            own = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            sent = {**headers, **({"Cookie": own} if own else {})}
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            for told in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {m.key: m.value for m in SimpleCookie(told).values()}
            return Answer(answer.status, dict(answer.headers.items()), text)
        finally:
            connection.close()


def path_of(location: str) -> str:
    """Return the path of an address."""
    return urlsplit(location).path


def _multipart(fields: Mapping[str, str], files: Mapping[str, bytes]) -> tuple[str, bytes]:
    mark = "a-mark-that-no-file-holds"
    body = io.BytesIO()
    for name, value in fields.items():
        body.write(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        )
    for name, content in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        body.write(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode())
        body.write(content + b"\r\n")
    body.write(f"--{mark}--\r\n".encode())
    return f"multipart/form-data; boundary={mark}", body.getvalue()
