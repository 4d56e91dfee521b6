"""`make bench`: what the portal does in a second, beside what the machine could do at most.

Pages: home, a notice and a docket of the demonstration, read by several clients at once
through the production server; beside each, a bare Flask application that renders, or
returns, the same finished page through the same server. Filings: comments filed over
HTTP, form and all, each with its receipt; beside them, the same rows written straight
into a file of the same kind of database. Ratios count; times vary with the machine.
"""

import argparse
import multiprocessing
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
PORTAL, BARE = 8970, 8971
CLIENTS = 8


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """A browser at its barest: one connection, one request after another."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.file = self._connected()
        self.cookies: dict[str, str] = {}

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""
        return connection

    def ask(self, request: bytes) -> Answer:
        """Send a request and read its answer, over a new connection where the old is closed."""
        for patience in (1, 0):
            try:
                self.file.sendall(request)
                return self._answer()
            except ConnectionError:
                if not patience:
                    raise
                self.file.close()
                self.file = self._connected()
        raise ConnectionError

    def get(self, path: str, **headers: str) -> Answer:
        """Read a page."""
        return self._keep(self.ask(_request("GET", path, self.port, self._with(headers))))

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._keep(
            self.ask(_request("POST", path, self.port, self._with(headers), body)),
        )

    def _with(self, headers: Mapping[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {**headers, **({"Cookie": cookies} if cookies else {})}

    def _keep(self, answer: Answer) -> Answer:
        if told := answer.headers.get("set-cookie"):
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def _answer(self) -> Answer:
        while b"\r\n\r\n" not in self.rest:
            self._more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        length = int(headers.get("content-length", 0))
        while len(self.rest) < length:
            self._more()
        body, self.rest = self.rest[:length], self.rest[length:]
        return Answer(int(first.split()[1]), headers, body)

    def _more(self) -> None:
        more = self.file.recv(1 << 18)
        if not more:
            raise ConnectionError
        self.rest += more


def _request(
    method: str, path: str, port: int, headers: Mapping[str, str], body: bytes = b""
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def served(app: str, port: int, environment: Mapping[str, str], log: Path) -> Iterator[None]:
    """Serve an application as production does, and stop it at the end."""
    command = [sys.executable, "-P", str(ROOT / "portal/web/master.py"), f"--app={app}"]
    command += [f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4"]
    with log.open("a") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=said, stderr=said
        )
    try:
        until = time.monotonic() + 60
        while not log.exists() or "The portal answers" not in log.read_text():
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def rate(port: int, request: bytes, *, seconds: float, status: int = 200) -> float:
    """Return how many such requests a second are answered to all clients together."""
    with multiprocessing.Pool(CLIENTS // 4) as pool:
        share = (port, request, seconds, status)
        return sum(pool.starmap(_four_clients, [share] * (CLIENTS // 4)))


def _four_clients(port: int, request: bytes, seconds: float, status: int) -> float:
    """Keep four requests in flight from this process for a while."""
    clients = [Client(port) for _ in range(4)]
    for client in clients:
        client.file.sendall(request)
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for client in clients:
            answer = client._answer()  # noqa: SLF001  # The same module.
            if answer.status != status:
                sys.exit(f"{request.split()[1]!r} answered {answer.status}")
            client.file.sendall(request)
            count += 1
    return count / (time.perf_counter() - begun)


def measure_pages(folder: Path, seconds: float) -> None:
    """Print, for each page, what the portal does beside the bare application."""
    pages = folder / "pages"
    pages.mkdir()
    reader = Client(PORTAL)
    for name, path in paths(reader).items():
        page = reader.get(path).body
        (pages / f"{name}.bytes").write_bytes(page)
        (pages / f"{name}.html").write_text(
            "{% raw %}" + page.decode() + "{% endraw %}", encoding="utf-8"
        )
    print(f"\n{'pages per second':18}{'kB':>5}{'bare':>8}{'portal':>8}{'':>7}", end="")
    print(f"{'bytes':>8}{'kept':>8}{'':>7}{'304':>8}")
    with served("tools.bare:app", BARE, {"BENCH_PAGES": str(pages)}, folder / "bare.log"):
        for name, path in paths(reader).items():
            answer = reader.get(path)
            etag = answer.headers.get("etag", "")

            def ask(port: int, path: str, status: int = 200, **headers: str) -> float:
                return rate(
                    port, _request("GET", path, port, headers), seconds=seconds, status=status
                )

            bare = ask(BARE, f"/rendered/{name}")
            own = ask(PORTAL, path, Cookie="session=of-somebody")
            memory = ask(BARE, f"/bytes/{name}")
            kept = ask(PORTAL, path)
            same = ask(PORTAL, path, 304, **{"If-None-Match": etag})
            print(
                f"{name:18}{len(answer.body) / 1024:5.0f}{bare:8.0f}{own:8.0f}{own / bare:7.0%}"
                f"{memory:8.0f}{kept:8.0f}{kept / memory:7.0%}{same:8.0f}"
            )


def paths(reader: Client) -> dict[str, str]:
    """Return the addresses of the pages that are measured, found as a reader finds them."""
    home = reader.get("/en/").body.decode()
    notice = re.search(r'href="(/en/notices/TN-[^"/?#]+)"', home)
    if notice is None:
        sys.exit("The home page names no notice.")
    docket = re.search(r'href="(/en/dockets/[^"/?#]+)"', reader.get(notice[1]).body.decode())
    if docket is None:
        sys.exit("The notice names no docket.")
    return {"home": "/en/", "notice": notice[1], "docket": docket[1]}


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of the portal that is measured."""
    return {
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
        "PORTAL_URL": f"http://127.0.0.1:{PORTAL}",
        "PORTAL_FILES": str(folder / "files"),
        "PORTAL_MAIL_FOLDER": str(folder / "mail"),
        "PORTAL_DEMO": "on",
        "PORTAL_LIMITS": "off",
    }


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="how long to measure each thing")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        settings = environment(folder)
        for words in (["db", "upgrade"], ["demo", "load"]):
            subprocess.run(
                [sys.executable, "-m", "flask", "--app", "wsgi", *words],
                cwd=ROOT,
                env={**os.environ, **settings},
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        with served("wsgi:app", PORTAL, settings, folder / "portal.log"):
            measure_pages(folder, seconds)


if __name__ == "__main__":
    main()
