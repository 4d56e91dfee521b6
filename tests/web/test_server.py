"""The server, as a real process: it stops without cutting anybody off, and starts again."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from portal.web import master
from portal.web.caching import Pages
from portal.web.master import veiled

APPLICATION = """
import os, time
from flask import Flask, request

app = Flask(__name__)
VERSION = 1

@app.get("/")
def home():
    return str(os.getpid())

@app.get("/version")
def version():
    return str(VERSION)

@app.post("/measure")
def measure():
    return str(len(request.get_data()))

@app.get("/slow")
def slow():
    time.sleep(1.2)
    return "x" * 500_000
"""

WORKER = """
import os, signal, sys, time
from pathlib import Path

signal.signal(signal.SIGTERM, lambda *_: sys.exit(Path("worker-ended").touch()))
Path("worker").write_text(str(os.getpid()))
while True:
    time.sleep(0.05)
"""


class Server:
    """A started server, and what a client sees of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        beside = shlex.join([sys.executable, "worker.py"])
        command = [sys.executable, "-P", master.__file__, "--app", "toy:app", "--access-log", "-"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--beside", beside]
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        until(lambda: "The portal answers at" in self.log.read_text())

    def get(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    @property
    def worker(self) -> int:
        return int((self.folder / "worker").read_text() or 0)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(happened: Callable[[], object], *, within: float = 60) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + within
    while not happened():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.02)


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def in_background(calls: list[Callable[[], str]], answers: list[str | Exception]) -> list:
    """Make the calls at once, each in a thread; gather answers and failures."""

    def answer(call: Callable[[], str]) -> None:
        try:
            answers.append(call())
        except Exception as error:  # noqa: BLE001  # Whatever goes wrong is the finding.
            answers.append(error)

    threads = [threading.Thread(target=answer, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    return threads


@contextmanager
def started(folder: Path) -> Iterator[Server]:
    """Run a server with two web processes and a worker."""
    (folder / "toy.py").write_text(APPLICATION)
    (folder / "worker.py").write_text(WORKER)
    server = Server(folder)
    try:
        until(lambda: (folder / "worker").exists() and server.worker)
        yield server
    finally:
        server.process.kill()
        server.process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server to be stopped, killed or reloaded."""
    with started(tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that the tests leave as it was."""
    with started(tmp_path_factory.mktemp("steady")) as server:
        yield server


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_stopping_lets_every_answer_be_finished(server, told):
    answers: list[str | Exception] = []
    waiting = in_background([lambda: server.get("/slow")] * 12, answers)
    time.sleep(0.3)

    server.process.send_signal(told)

    assert server.process.wait(20) == 0, server.log.read_text()
    for thread in waiting:
        thread.join()
    assert [len(answer) for answer in answers if isinstance(answer, str)] == [500_000] * 12


def test_whoever_got_through_before_the_stop_gets_an_answer(server):
    answers: list[str | Exception] = []

    def keep_asking() -> str:
        while True:
            try:
                answers.append(server.get("/version"))
            except ConnectionRefusedError:  # The door is closed, and says so.
                return "1"

    asking = in_background([keep_asking] * 8, answers)
    until(lambda: len(answers) > 100)
    server.process.terminate()
    for thread in asking:
        thread.join()

    assert set(answers) == {"1"}


def test_stopping_stops_the_worker_too(server):
    worker = server.worker

    server.process.terminate()
    server.process.wait(20)

    assert (server.folder / "worker-ended").exists()
    assert not is_alive(worker)


def test_a_worker_that_dies_is_started_again(server):
    first = server.worker

    os.kill(first, signal.SIGKILL)

    until(lambda: server.worker not in {0, first})
    assert is_alive(server.worker)
    assert "The worker ended with -9" in server.log.read_text()


def test_a_web_process_that_dies_is_started_again(server):
    first = int(server.get("/"))

    os.kill(first, signal.SIGKILL)

    until(lambda: not is_alive(first))
    assert len({server.get("/") for _ in range(40)} - {str(first)}) >= 1


def test_nothing_outlives_a_killed_parent(server):
    worker, web = server.worker, int(server.get("/"))

    server.process.kill()
    server.process.wait()

    until(lambda: not is_alive(worker) and not is_alive(web))


def test_reloading_puts_new_code_into_service_and_refuses_nobody(server):
    worker = server.worker
    answers: list[str | Exception] = []
    over = threading.Event()

    def keep_asking() -> str:
        while not over.is_set():
            answers.append(server.get("/version"))
        return "over"

    asking = in_background([keep_asking] * 4, answers)
    toy = server.folder / "toy.py"
    toy.write_text(APPLICATION.replace("VERSION = 1", "VERSION = 2"))
    later = time.time() + 10  # Code of the same size and second would pass for what is compiled.
    os.utime(toy, (later, later))
    server.process.send_signal(signal.SIGHUP)
    until(lambda: answers[-20:] == ["2"] * 20)
    until(lambda: server.worker not in {0, worker})
    over.set()
    for thread in asking:
        thread.join()

    assert set(answers) == {"1", "2", "over"}


def test_code_that_does_not_start_is_not_put_into_service(server):
    (server.folder / "toy.py").write_text("app = 1 / 0")

    server.process.send_signal(signal.SIGHUP)

    until(lambda: "the old stays in service" in server.log.read_text())
    assert server.get("/version") == "1"


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET /version HTTP/1.1\r\nHost: x\r\nX-", id="half a head"),
        pytest.param(
            b"POST /version HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\na=", id="half a form"
        ),
    ],
)
def test_people_who_do_not_finish_keep_nobody_waiting(steady, said):
    slow = [socket.create_connection(("127.0.0.1", steady.port)) for _ in range(200)]
    for connection in slow:
        connection.sendall(said)
    begun = time.monotonic()

    assert [steady.get("/version") for _ in range(5)] == ["1"] * 5

    assert time.monotonic() - begun < 2
    for connection in slow:
        connection.close()


def test_a_request_that_comes_in_pieces_is_answered(steady):
    with socket.create_connection(("127.0.0.1", steady.port)) as connection:
        for piece in (b"GET /ver", b"sion HT", b"TP/1.1\r\nHost: x\r\n", b"\r\n"):
            connection.sendall(piece)
            time.sleep(0.05)
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"GET /version HTTP/1.1\r\nTransfer-Encoding: hidden-word\r\n\r\n", b"400"),
        (b"hidden-word /version HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /version HTTP/1.1\r\nhidden word: 1\r\n\r\n", b"400"),
        (b"GET /version HTTP/1.1\r\nExpect: hidden-word\r\n\r\n", b"417"),
        (b"GET /" + b"hidden-word" * 900 + b" HTTP/1.1\r\n\r\n", b"414"),
    ],
)
def test_what_is_no_request_is_refused_and_not_repeated(steady, said, status):
    before = len(steady.log.read_text())
    with socket.create_connection(("127.0.0.1", steady.port), timeout=5) as connection:
        connection.sendall(said)
        heard = b""
        while piece := connection.recv(65536):
            heard += piece

    assert heard.split()[1] == status
    assert b"Content-Security-Policy: default-src 'none'" in heard
    assert b"nosniff" in heard
    assert b"hidden" not in heard
    written = steady.log.read_text()[before:]
    assert "hidden" not in written
    assert "127.0.0.1" not in written


@pytest.mark.parametrize("size", [10, 20_000, 32_700, 40_000, 3_000_000])
def test_what_is_sent_arrives_whole(steady, size):
    sent = "x" * size
    with closing(HTTPConnection("127.0.0.1", steady.port, timeout=10)) as connection:
        for _ in range(2):  # The second time over the connection that was kept.
            connection.request("POST", "/measure", body=sent)
            assert connection.getresponse().read() == str(size).encode()


def test_the_log_names_nobody_and_no_secret(steady):
    steady.get("/version?q=my+illness")
    steady.get("/confirm/Zq3-AbCdEf_GhIjKlMnOpQrStUvWx")

    until(lambda: "/confirm/" in steady.log.read_text())
    *_, version, confirm = [line for line in steady.log.read_text().splitlines() if "GET" in line]
    assert re.fullmatch(r"\[.*\] GET /version 200 1 bytes \d+ ms", version)
    assert re.fullmatch(r"\[.*\] GET /confirm/… 404 \d+ bytes \d+ ms", confirm)


@pytest.mark.usefixtures("app")
def test_the_portal_itself_is_served_with_its_worker(environment, tmp_path):
    port = free_port()
    bound = {"PORTAL_BIND": f"127.0.0.1:{port}", "PORTAL_URL": f"http://localhost:{port}"}
    log = tmp_path / "log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
            env={**os.environ, **environment, **bound},
            stdout=said,
            stderr=said,
        )
    try:
        until(lambda: f"The portal answers at http://localhost:{port}" in log.read_text())
        with closing(HTTPConnection("localhost", port, timeout=10)) as connection:
            connection.request("GET", "/healthz")
            assert connection.getresponse().read() == b"ok\n"
        [worker] = [child for child, words in children(process.pid) if words[-1] == "worker"]
        process.terminate()
        assert process.wait(30) == 0
        assert not is_alive(worker)
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in log.read_text()


def children(parent: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the command line of each child process."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"PPid:\t{parent}\n" in (folder / "status").read_text():
                words = (folder / "cmdline").read_text().rstrip("\0").split("\0")
                yield int(folder.name), words


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("MEBP-2026-0001", "MEBP-2026-0001"),
        ("C-7K2M-Q9XA", "C-7K2M-Q9XA"),
        ("tariffs-on-agricultural-machinery", "tariffs-on-agricultural-machinery"),
        ("style.3f2a9c81.css", "style.3f2a9c81.css"),
        ("3f2a9c813f2a9c813f2a9c813f2a9c81", "…"),
        ("IjEyMyI.Zq3AbCdEf.GhIjKlMnOpQrStUvWx", "…"),
        ("eyJ-lower-But-mixed-1234", "…"),
    ],
)
def test_words_and_numbers_are_told_from_secrets(part, shown):
    assert veiled(part) == shown


def test_a_web_process_is_warm_before_it_is_asked(app):
    app.extensions["pages"] = Pages()
    app.jinja_env.cache.clear()
    app.extensions["warm"]()

    assert "front/home.html" in {name for _loader, name in app.jinja_env.cache}
    assert app.extensions["pages"].get(("http", "localhost", "", "/en/", ""))
